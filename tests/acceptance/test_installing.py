"""A workspace installs the app through Slack's own page, works with it, goes, and comes back, over HTTP."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import aiohttp
import pytest

from handlers.scopes import OPTIONAL, SCOPES
from store.vault import new_key
from tests.acceptance.covers import covers
from tests.acceptance.process import Bot
from tests.acceptance.signing_in import begin, come_back
from tests.acceptance.town import shown
from tests.cli.newsroom import newsroom, write_config
from tests.emulator import Emulator, emulator, free_port
from tests.signed import SECRET, TEAM, send_event, send_slash
from tests.waiting import until, until_so

pytestmark = pytest.mark.slow

BACK = "https://signals.example/slack/oauth_redirect"
NAMES = count(1)


@dataclass
class Workspace:
    """The one workspace of the emulator before a bot that has no token of its own."""

    slack: Emulator
    bot: Bot
    channel: str

    async def allow(self, user: str) -> tuple[str, str, str]:
        """Ask to install and press Allow on Slack's page; return the state, the cookie and the code."""
        place, asked, cookie = await begin(self.bot.base)
        assert place == f"{self.slack.base}/oauth/v2/authorize"
        assert asked["scope"] == [",".join([*SCOPES, *OPTIONAL])]
        form = {name: values[0] for name, values in asked.items()} | {"user_id": user}
        pressed = aiohttp.ClientSession()
        async with (
            pressed,
            pressed.post(f"{self.slack.behind}/oauth/v2/authorize/callback", data=form, allow_redirects=False) as page,
        ):
            assert page.status == 302
            there = urlsplit(page.headers["Location"])
        assert there._replace(query="").geturl() == BACK
        came = parse_qs(there.query)
        return came["state"][0], cookie, came["code"][0]

    async def ask(self, text: str) -> str:
        """Type a command; return its answer."""
        name = f"ask{next(NAMES)}"
        who = (await self.slack.members())[0]
        where = self.slack.response_url(name)
        status, body = await send_slash(self.bot.base, text, response_url=where, channel_id=self.channel, user_id=who)
        assert status == 200
        return body or shown(await self.slack.answered(name))

    async def say(self, name: str) -> None:
        """Let Slack say that the app is gone."""
        tokens = {"tokens": {"bot": ["UBOT"]}} if name == "tokens_revoked" else {}
        about = {"team_id": TEAM["id"], "enterprise_id": None, "is_enterprise_install": False}
        event: dict[str, Any] = {
            "type": "event_callback",
            "api_app_id": "A0APP",
            "team_id": TEAM["id"],
            "event": {"type": name, **tokens},
        }
        event |= {"event_id": f"Ev{next(NAMES)}", "event_time": int(datetime.now(UTC).timestamp())}
        assert await send_event(self.bot.base, {**event, "authorizations": [about]}) == 200

    def tokens(self) -> list[str]:
        """List what is stored of the installs' tokens."""
        database = self.bot.config.parent / "signals.db"
        with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as connection:
            return [token for (token,) in connection.execute("select token from installs")]

    async def posts(self) -> list[str]:
        return [shown(post) for post in await self.slack.history(self.channel)]


@asynccontextmanager
async def a_workspace(folder: Path) -> AsyncIterator[Workspace]:
    async with emulator() as slack, newsroom() as room:
        port = free_port()
        mode = f'mode = "http"\nport = {port}\napi_url = "{slack.api_url}"\nredirect_url = "{BACK}"'
        config = write_config(folder, [room.feed], slack=mode, channels="")
        known = {"CLIENT_ID": "1.2", "CLIENT_SECRET": "shh-secret", "TOKEN_KEY": new_key()}
        bot = Bot(config, port, "", SECRET, secrets=known)
        try:
            bot.start()
            await bot.ready()
            yield Workspace(slack, bot, await slack.channel("hiring-signals"))
        finally:
            bot.clean_up()


@covers("event:app_uninstalled", "event:tokens_revoked")
@pytest.mark.parametrize("order", [("app_uninstalled", "tokens_revoked"), ("tokens_revoked", "app_uninstalled")])
async def test_a_workspace_installs_works_goes_and_comes_back(tmp_path: Path, order: tuple[str, str]) -> None:
    async with a_workspace(tmp_path) as it:
        lea = (await it.slack.members())[0]
        assert "not installed here" in await it.ask("list")
        state, cookie, code = await it.allow(lea)
        assert (await come_back(it.bot.base, state, "", code))[0] in (400, 401), "another browser's"
        state, cookie, code = await it.allow(lea)
        status, page = await come_back(it.bot.base, state, cookie, code)
        assert (status, "installed" in page) == (200, True), page
        assert (await come_back(it.bot.base, state, cookie, code))[0] in (400, 401), "a state is good once"

        assert "now watches OpenAI" in await it.ask("watch OpenAI")
        await it.ask("digest now")
        await until_told(it, 1)
        (token,) = it.tokens()
        assert token
        assert b"xoxb-" not in (tmp_path / "signals.db").read_bytes(), "no token lies there in clear"

        for event in order:
            await it.say(event)
        await until(lambda: it.tokens() == [""])
        assert "not installed here" in await it.ask("digest now")
        await asyncio.sleep(1.5)
        assert len(await it.posts()) == 1, "nothing more is said there"

        state, cookie, code = await it.allow(lea)
        assert (await come_back(it.bot.base, state, cookie, code))[0] == 200
        assert "OpenAI" in await it.ask("list"), "whoever comes back in time finds what they had"
        await it.ask("digest now")
        await until_told(it, 2)
        assert await it.bot.stop() == 0
        assert "Traceback" not in it.bot.log, it.bot.log
        assert it.slack.faults == []


async def until_told(it: Workspace, posts: int) -> None:
    """Wait until the channel holds so many messages."""

    async def told() -> bool:
        return len(await it.posts()) >= posts

    await until_so(told, every=0.2)
