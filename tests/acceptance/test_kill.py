"""`kill -9` at any moment loses no item and no message; what was being posted may come twice, never more often."""

from __future__ import annotations

import asyncio
import json
import sqlite3
from collections import Counter
from contextlib import closing
from pathlib import Path
from random import Random

import pytest

from tests.acceptance.process import Bot
from tests.cli.newsroom import Newsroom, newsroom, write_config
from tests.cli.newsroom import channel as channel_table
from tests.emulator import free_port
from tests.fake_slack import FakeSlack, fake_slack
from tests.signed import SECRET
from tests.waiting import WITHIN, until

pytestmark = pytest.mark.slow

CHANNELS = ("C0FIRST", "C0SECOND")
COMPANIES = ["Aldermoor", "Brightwell", "Castellane", "Dunmarrow", "Everspan", "Fallowbrook"]
COMPANIES += ["Gildenhall", "Harrowgate", "Ironvale", "Junipera", "Kestrelworks", "Lanternfish"]
KILLS = 8
# A life is this long, in seconds: from before it listens to well into its posting.
SHORTEST, LONGEST = 0.5, 3.5


def make_bot(folder: Path, room: Newsroom, slack: FakeSlack) -> Bot:
    """Make a bot with two channels that hear of twelve companies, and no digest."""
    port = free_port()
    config = write_config(
        folder,
        [room.feed],
        slack=f'mode = "http"\nport = {port}\napi_url = "{slack.api_url}"',
        companies=COMPANIES,
        channels="".join(channel_table(id, threshold=15, digest="") for id in CHANNELS),
    )
    return Bot(config, port, slack.token, SECRET)


async def happen(room: Newsroom, every: float) -> None:
    """Let one company after the other lose somebody."""
    for number, company in enumerate(COMPANIES):
        room.publish(f"{company} CTO Jane Roe is leaving the company", f"story-{number}")
        await asyncio.sleep(every)


def told(slack: FakeSlack) -> Counter[tuple[str, str]]:
    """Count the posts by channel and company."""
    return Counter(
        (post["channel"], company) for post in slack.posts for company in COMPANIES if company in json.dumps(post)
    )


def stored(folder: Path, query: str) -> list[tuple[str, int]]:
    """Ask the database that the bot left."""
    with closing(sqlite3.connect(folder / "signals.db")) as connection:
        return connection.execute(query).fetchall()


async def caught_up(slack: FakeSlack) -> None:
    """Wait until both channels have heard of every company."""
    async with asyncio.timeout(WITHIN):
        while len(told(slack)) < len(CHANNELS) * len(COMPANIES):  # noqa: ASYNC110  (another process posts)
            await asyncio.sleep(0.1)


@pytest.mark.parametrize("seed", [2])
async def test_whenever_it_is_killed_everything_is_told(seed: int, tmp_path: Path) -> None:
    chance = Random(seed)  # noqa: S311  (when to kill is no secret)
    async with newsroom() as room, fake_slack(slowness=0.4) as slack:
        slack.fail(*["slow"] * 1000)
        bot = make_bot(tmp_path, room, slack)
        news = asyncio.create_task(happen(room, every=1.5))
        try:
            for _ in range(KILLS):
                bot.start()
                await asyncio.sleep(chance.uniform(SHORTEST, LONGEST))
                await bot.kill()
            await news
            bot.start()
            await caught_up(slack)
            await asyncio.sleep(1.5)
            assert await bot.stop() == 0
        finally:
            news.cancel()
            bot.clean_up()

    keys = stored(tmp_path, "select key, count(*) from items group by key")
    assert sorted(keys) == sorted((f"https://newsroom.example/story-{n}", 1) for n in range(len(COMPANIES)))
    assert sorted(stored(tmp_path, "select company, count(*) from stories group by company")) == sorted(
        (company, 1) for company in COMPANIES
    )
    assert dict(stored(tmp_path, "select state, count(*) from outbox group by state")) == {"sent": 24}
    posts = told(slack)
    for channel in CHANNELS:
        counts = [posts[channel, company] for company in COMPANIES]
        assert min(counts) == 1, posts
        assert sum(counts) - len(COMPANIES) <= KILLS, posts
    assert "Traceback" not in bot.log


async def test_what_happened_while_it_was_down_is_told_by_the_next_start(tmp_path: Path) -> None:
    async with newsroom() as room, fake_slack() as slack:
        bot = make_bot(tmp_path, room, slack)
        try:
            bot.start()
            await bot.ready()
            room.publish(f"{COMPANIES[0]} CTO Jane Roe is leaving the company", "before")
            await slack.posted(2)
            await asyncio.sleep(0.5)  # so that nothing is in doubt
            await bot.kill()
            room.publish(f"{COMPANIES[1]} CTO Jane Roe is leaving the company", "while-down")
            bot.start()
            await slack.posted(4)
            assert await bot.stop() == 0
        finally:
            bot.clean_up()
    assert told(slack) == Counter({(channel, company): 1 for channel in CHANNELS for company in COMPANIES[:2]})


async def test_asked_to_end_it_does_not_wait_for_a_site_that_keeps_it_waiting(tmp_path: Path) -> None:
    async with newsroom() as room, fake_slack() as slack:
        bot = make_bot(tmp_path, room, slack)
        config = bot.config.read_text("utf-8")
        bot.config.write_text(config.replace(room.feed, f"{room.base}/slow"), "utf-8")
        try:
            bot.start()
            await bot.ready()
            await until(lambda: room.asked["/slow"] > 0)
            assert await bot.stop(within=10.0) == 0
        finally:
            bot.clean_up()
    assert "Traceback" not in bot.log, bot.log
