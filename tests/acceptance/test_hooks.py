"""A vendor's call that was answered 200 is kept, whenever the bot is killed; in Socket Mode and on the terminal too."""

from __future__ import annotations

import asyncio
import json
import sqlite3
from contextlib import closing, suppress
from datetime import UTC, datetime
from pathlib import Path
from random import Random

import aiohttp
import pytest

from model.hook import Hook
from tests.acceptance.process import Bot
from tests.calling import SECRET, call, signed
from tests.cli.newsroom import newsroom, write_config
from tests.emulator import free_port
from tests.fake_slack import fake_slack

pytestmark = pytest.mark.slow

KILLS = 5
HOOK = Hook("hook", (SECRET,))
SECTION = '[sources.hook]\nsecret = "HOOK_SECRET"\nowner = "U0LEA"\nevery = "1s"\n'


def make_bot(folder: Path, feed: str, slack: str, app_token: str = "") -> Bot:
    """Make a bot with a plain webhook, whose secret stands in the .env file."""
    port = free_port()
    config = write_config(folder, [feed], slack=f"{slack}\nport = {port}", more=SECTION)
    (folder / ".env").write_text(f"HOOK_SECRET={SECRET}\n", "utf-8")
    return Bot(config, port, "xoxb-1", "s", app_token)


def stored(folder: Path, query: str) -> list[tuple[str | int, ...]]:
    """Ask the database that the bot left."""
    with closing(sqlite3.connect(folder / "signals.db")) as connection:
        return connection.execute(query).fetchall()


async def send(bot: Bot, number: int) -> int:
    """Send an event of a number, signed now."""
    body = json.dumps({"event_id": f"e{number}", "text": f"OpenAI lays off {100 + number} people"}).encode()
    status, _ = await call(bot.base, body, signed(body, HOOK, datetime.now(UTC)), "hook")
    return status


async def test_whenever_it_is_killed_what_was_answered_is_kept_once(tmp_path: Path) -> None:
    chance = Random(4)  # noqa: S311  (when to kill is no secret)
    heard: list[int] = []
    async with newsroom() as room:
        bot = make_bot(tmp_path, room.feed, 'mode = "console"')
        try:
            for life in range(KILLS):
                bot.start()
                await bot.ready()
                for number in range(20 * life, 20 * life + 20):
                    with suppress(aiohttp.ClientConnectionError):
                        if await send(bot, number) == 200:
                            heard.append(number)
                await asyncio.sleep(chance.uniform(0.0, 1.5))
                await bot.kill()
            bot.start()
            await bot.ready()
            assert await send(bot, heard[0]) == 200, "an event of another life is known"
            await asyncio.sleep(4.0)
            assert await bot.stop() == 0
        finally:
            bot.clean_up()
    assert len(heard) > KILLS
    titles = [title for (title,) in stored(tmp_path, "select title from items where source = 'hook:'")]
    assert sorted(titles) == sorted(f"OpenAI lays off {100 + number} people" for number in heard)
    assert stored(tmp_path, "select count(*) from deliveries where body is not null") == [(0,)]
    assert "Traceback" not in bot.log


async def test_in_socket_mode_vendors_reach_the_port_of_health(tmp_path: Path) -> None:
    async with newsroom() as room, fake_slack() as slack:
        mode = f'mode = "socket"\napi_url = "{slack.api_url}"'
        bot = make_bot(tmp_path, room.feed, mode, slack.app_token)
        bot.token = slack.token
        try:
            bot.start()
            await bot.ready()
            assert await send(bot, 1) == 200
            body = b"{}"
            assert await call(bot.base, body, signed(body, HOOK, secret="a-strangers-secret"), "hook") == (401, "")
            assert await bot.stop() == 0
        finally:
            bot.clean_up()


async def test_without_its_secret_the_bot_says_which_variable_to_set(tmp_path: Path) -> None:
    async with newsroom() as room:
        bot = make_bot(tmp_path, room.feed, 'mode = "console"')
        (tmp_path / ".env").unlink()
        bot.start()
        assert await asyncio.to_thread(bot.processes[-1].wait, 30) == 2
    assert "sources.hook.secret: set HOOK_SECRET in the environment" in bot.log
