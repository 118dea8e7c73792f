"""`kill -9` while a workspace goes, or while its token is renewed: it is gone, and no token is lost unsaid.

Requirements B14 and B15, before the real process: where it dies is left to chance.
"""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager, closing, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from random import Random
from typing import Any

import aiohttp
import pytest

from handlers.scopes import SCOPES
from store.vault import new_key
from tests.acceptance.process import Bot
from tests.acceptance.signing_in import sign_in
from tests.acceptance.test_kill import COMPANIES
from tests.cli.newsroom import Newsroom, newsroom, write_config
from tests.cli.newsroom import channel as channel_table
from tests.emulator import free_port
from tests.fake_slack import FakeSlack, fake_slack
from tests.signed import SECRET, send_event
from tests.waiting import WITHIN, until

pytestmark = pytest.mark.slow

ACME = "T0ACME"
HEARS = "C0PLACE"
GOES = ("app_uninstalled", "tokens_revoked")
DEATHS = 2  # of each order
LIVES = 4
EVENTS = count(1)


@dataclass
class Shared:
    """The bot with several workspaces, the Slack and the newsroom around it."""

    slack: FakeSlack
    room: Newsroom
    bot: Bot
    companies: Iterator[str] = field(default_factory=lambda: iter(COMPANIES))  # what tells of one twice is one story

    @property
    def database(self) -> Path:
        return self.bot.config.parent / "signals.db"

    def installed(self) -> list[tuple[str, str, str | None]]:
        """List the token, the refresh token and the end of each install, as they are stored."""
        with closing(sqlite3.connect(f"file:{self.database}?mode=ro", uri=True)) as connection:
            return connection.execute("select token, refresh, gone from installs").fetchall()

    async def revive(self) -> None:
        self.bot.start()
        await self.bot.ready()

    async def install(self, token: str, **more: object) -> None:
        """Let the workspace sign in, as a browser does."""
        self.slack.others[token] = ACME
        self.slack.codes["c1"] = {
            "ok": True,
            "app_id": "A0APP",
            "access_token": token,
            "token_type": "bot",
            "scope": ",".join(SCOPES),
            "bot_user_id": "UBOT",
            "team": {"id": ACME, "name": "Acme"},
            "enterprise": None,
            "is_enterprise_install": False,
            "authed_user": {"id": "U0INSTALLER"},
            **more,
        }
        status, page = await sign_in(self.bot.base, "c1")
        assert status == 200, page

    async def leave(self, event: dict[str, Any]) -> bool:
        """Let Slack say that the app is gone; tell whether it was answered, else Slack says it again."""
        with suppress(aiohttp.ClientError, ConnectionError, TimeoutError):
            async with asyncio.timeout(3.0):
                return await send_event(self.bot.base, event) == 200
        return False

    async def tell(self) -> str:
        """Let something happen, and wait until the bot's own workspace has heard of it."""
        name = next(self.companies)
        self.room.publish(f"{name} CTO Jane Roe is leaving the company", name)
        await until(lambda: any(name in str(post) for post in self.slack.posts if post["channel"] == "C0HOME"))
        return name

    def told_to_acme(self, name: str) -> bool:
        return any(name in str(post) for post in self.slack.posts if post.get("by") == ACME)


@asynccontextmanager
async def shared(folder: Path) -> AsyncIterator[Shared]:
    port = free_port()
    async with newsroom() as room, fake_slack(slowness=0.6) as slack:
        mode = f'mode = "http"\nport = {port}\napi_url = "{slack.api_url}"\npurge_after = "30d"'
        here, there = (channel_table(id, threshold=15, digest="") for id in ("C0HOME", HEARS))
        channels = f'{here}\n{there}workspace = "{ACME}"\n'
        config = write_config(folder, [room.feed], slack=mode, companies=COMPANIES, channels=channels)
        known = {"CLIENT_ID": "1.2", "CLIENT_SECRET": "shh-secret", "TOKEN_KEY": new_key()}
        bot = Bot(config, port, slack.token, SECRET, secrets=known)
        try:
            yield Shared(slack, room, bot)
        finally:
            bot.clean_up()


def going(name: str) -> dict[str, Any]:
    """Write the event in which Slack says that the app is gone."""
    tokens = {"tokens": {"bot": ["UBOT"]}} if name == "tokens_revoked" else {}
    return {
        "type": "event_callback",
        "api_app_id": "A0APP",
        "team_id": ACME,
        "event_id": f"Ev{next(EVENTS)}",
        "event_time": int(datetime.now(UTC).timestamp()),
        "event": {"type": name, **tokens},
        "authorizations": [{"team_id": ACME, "enterprise_id": None, "is_enterprise_install": False}],
    }


async def killed_while_it_goes(it: Shared, names: Sequence[str], after: float) -> None:
    """Let Slack say in this order that the app is gone, and kill the bot so many seconds after the first word."""
    events = [going(name) for name in names]
    saying: list[asyncio.Task[bool]] = []
    for event in events:
        saying.append(asyncio.create_task(it.leave(event)))
        await asyncio.sleep(0.01)
    await asyncio.sleep(after)
    await it.bot.kill()
    heard = [await one for one in saying]
    await it.revive()
    for event, answered in zip(events, heard, strict=True):
        if not answered:  # what was not answered Slack says again, in no order that it promises
            assert await it.leave(event)


async def test_whenever_it_is_killed_a_workspace_that_went_is_gone(tmp_path: Path) -> None:
    chance = Random(7)  # noqa: S311  (when to kill is no secret)
    async with shared(tmp_path) as it:
        await it.revive()
        for round_ in range(2 * DEATHS):
            token = f"xoxb-acme-{round_}"
            await it.install(token)
            before = await it.tell()
            await until(lambda name=before: it.told_to_acme(name))  # type: ignore[misc]  # bound at once
            order = GOES if round_ % 2 else GOES[::-1]
            await killed_while_it_goes(it, order, chance.uniform(0.0, 0.15))
            await until(lambda: all(gone for _, _, gone in it.installed()))
            assert [(kept, refresh) for kept, refresh, _ in it.installed()] == [("", "")]
            assert not it.told_to_acme(await it.tell()), round_
        assert await it.bot.stop() == 0
        assert "Traceback" not in it.bot.log, it.bot.log


async def test_whenever_it_is_killed_while_a_token_is_renewed_one_works_or_a_person_is_asked_once(
    tmp_path: Path,
) -> None:
    chance = Random(3)  # noqa: S311  (when to kill is no secret)
    async with shared(tmp_path) as it:
        await it.revive()
        it.slack.refreshable["xoxe-1-first"] = ACME
        it.slack.exchange_faults.extend(["slow"] * 100)
        await it.install("xoxb-acme", refresh_token="xoxe-1-first", expires_in=3600)
        for life in range(LIVES):
            asked = len(it.slack.exchanges)
            with suppress(TimeoutError):  # an exchange that was lost is the last one
                async with asyncio.timeout(4.0 if life else WITHIN):
                    while len(it.slack.exchanges) == asked:  # noqa: ASYNC110  (another process asks)
                        await asyncio.sleep(0.02)
            await asyncio.sleep(chance.uniform(0.0, 1.2))
            await it.bot.kill()
            with closing(sqlite3.connect(it.database)) as connection:  # as if it had been down for an hour
                connection.execute("update installs set rotate = at where rotate is not null")
                connection.commit()
            await it.revive()
        it.slack.exchange_faults.clear()
        await asyncio.sleep(3.0)
        attempts = len(it.slack.exchanges)
        await asyncio.sleep(3.0)
        assert len(it.slack.exchanges) == attempts <= LIVES + 2, "never a loop"
        name = await it.tell()
        await until(lambda: it.told_to_acme(name))
        asked_again = [post for post in it.slack.posts if "install me again" in post["text"]]
        renewed = it.slack.exchanges[-1] not in it.slack.refreshable and not asked_again
        assert renewed or [post["channel"] for post in asked_again] == ["U0INSTALLER"]
        assert await it.bot.stop() == 0
        assert "Traceback" not in it.bot.log, it.bot.log
