"""The bot with several workspaces, wired as `serve` wires it, before a Slack that knows their tokens."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import aiohttp

import config
from books import StoreOutbox
from cli.serve import reaching_slack, slack_settings
from cli.tenancy import Tokens
from cli.wiring import Kit, open_kit, utc_now
from handlers.app import Slack
from handlers.clock import Clock
from handlers.health import Health
from handlers.inbound import listening, make_web
from handlers.metrics import Tally
from handlers.pace import Pace
from handlers.post import Poster
from model.install import Install
from model.message import Drawn, Message
from model.subscription import MessageKind
from store.advance import Step
from store.vault import new_key
from tests.fake_slack import FakeSlack, fake_slack
from tests.signed import SECRET, send_event, send_slash

KEY = new_key()
HOME_TEAM = "T0TEAM"
FILE = """
database = "sqlite:///{folder}/signals.db"
timezone = "Europe/Paris"

[slack]
mode = "http"
api_url = "{api}"
purge_after = "30d"

[[companies]]
name = "OpenAI"
domain = "openai.com"

[[companies]]
name = "Anthropic"
domain = "anthropic.com"

[[channels]]
id = "C0HOME"
"""


@dataclass
class Town:
    """What runs; `passed` is by how much its clock is ahead of the wall's."""

    slack: FakeSlack
    kit: Kit
    connected: Slack
    base: str
    poster: Poster
    health: Health
    clock: Clock
    tokens: Tokens = field(init=False)
    number: int = 0

    def __post_init__(self) -> None:
        self.tokens = Tokens(self.kit, self.connected, self.health, self.clock)

    async def install(self, team: str, *, refresh: str = "", expires: datetime | None = None) -> Install:
        """Let a workspace have the app, without the sign-in."""
        self.slack.others[f"xoxb-{team}"] = team
        if refresh:
            self.slack.refreshable[refresh] = team
        token = f"xoxb-{team}"
        install = Install("", team, "A0APP", token, self.clock.now(), refresh, expires, installer="U0INSTALLER")
        await self.kit.store.installs.save(install, expires - timedelta(hours=2) if expires and refresh else None)
        self.connected.clients.forget()
        await self.kit.renew()
        return install

    async def say(self, *channels: str) -> None:
        """Queue a message for each of these addresses, and bring to Slack what it takes."""
        block = {"type": "section", "text": {"type": "plain_text", "text": "Hello"}}
        told = [Message(one, MessageKind.DIRECT, "k", None, Drawn("Hello", (block,))) for one in channels]
        await self.kit.store.advance(Step(at=self.clock.now(), messages=told))
        await self.poster.drain()

    async def ask(self, text: str, team: str, channel: str = "C0PLACE", user: str = "U0LEA") -> dict[str, Any]:
        """Type a command somewhere; return the answer."""
        self.number += 1
        where = self.slack.response_url(str(self.number))
        told = {"team_id": team, "channel_id": channel, "user_id": user}
        sent = await send_slash(self.base, text, response_url=where, session=None, **told)
        assert sent == (200, "")
        return await self.slack.replied(str(self.number))

    async def event(self, name: str, team: str, *, id: str, enterprise: str = "", **more: Any) -> int:  # noqa: ANN401  JSON
        """Let Slack say that something happened to the app; return the status."""
        about = {
            "team_id": team,
            "enterprise_id": enterprise or None,
            "is_enterprise_install": bool(enterprise and not team),
        }
        at = int(utc_now().timestamp())
        event = {"type": name, **({"tokens": {"bot": ["UBOT"]}} if name == "tokens_revoked" else {}), **more}
        said = {"type": "event_callback", "api_app_id": "A0APP", "event_id": id, "event": event, "event_time": at}
        return await send_event(self.base, {**said, **about, "authorizations": [about]})


@contextmanager
def secrets(**values: str) -> Iterator[None]:
    """Put secrets into the environment while the block runs."""
    named = {f"SIGNALS_SLACK__{name.upper()}": value for name, value in values.items() if value}
    before = {name: os.environ.get(name) for name in named}
    os.environ.update(named)
    try:
        yield
    finally:
        for name, value in before.items():
            os.environ.pop(name) if value is None else os.environ.update({name: value})


def settings_of(folder: Path, api: str, *, key: str = KEY) -> config.Settings:
    """Load the settings of such a bot."""
    file = folder / "config.toml"
    file.write_text(FILE.format(folder=folder, api=api), "utf-8")
    known = {"client_id": "1.2", "client_secret": "shh-secret", "signing_secret": SECRET}
    with secrets(bot_token="xoxb-test", token_key=key, **known):
        return config.load(file)


@asynccontextmanager
async def town(folder: Path, slack: FakeSlack | None = None, clock: Clock | None = None) -> AsyncIterator[Town]:
    """Run the bot while the block runs."""
    if slack is None:
        async with fake_slack() as made, town(folder, made, clock) as running:
            yield running
        return
    health, tally, clock = Health(), Tally(), clock or Clock()
    settings = settings_of(folder, slack.api_url)
    async with open_kit(settings) as kit, reaching_slack(settings, kit, tally) as (connected, courier):
        web = make_web(connected.app, slack_settings(settings), health=health, tally=tally, flow=connected.flow)
        outbox, pace = StoreOutbox(kit.store), Pace(10_000, 10_000, 0.0)
        poster = Poster(outbox, courier, health=health, tally=tally, clock=clock, pace=pace)
        async with listening(web, "127.0.0.1", 0) as port:
            yield Town(slack, kit, connected, f"http://127.0.0.1:{port}", poster, health, clock)


def browser() -> aiohttp.ClientSession:
    """A browser of its own, which follows nothing by itself and keeps no cookie."""
    return aiohttp.ClientSession(cookie_jar=aiohttp.DummyCookieJar())
