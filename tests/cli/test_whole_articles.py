"""`bot.py poll` and the running bot open the articles of a listed site, and tell who left."""

from __future__ import annotations

import asyncio
import io
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from datetime import timedelta
from pathlib import Path

import pytest
from aiohttp import web
from anyio.from_thread import start_blocking_portal

import config
from books import StoreOutbox
from cli.serve import Rounds
from cli.wiring import open_fetcher, open_kit, utc_now
from handlers.console import ConsoleCourier
from handlers.health import Health
from handlers.metrics import Tally
from handlers.post import Poster
from tests.cli.newsroom import write_config
from tests.cli.running import Desk
from tests.pipeline.test_articles import PAGE, TITLE, Press
from tests.sources.server import Server, serve

pytestmark = pytest.mark.slow
pytest.importorskip("trafilatura", reason="needs the extra articles")
LISTED = '[articles]\nsites = ["127.0.0.1"]\nallow_private = true\n'


@asynccontextmanager
async def press() -> AsyncIterator[Server]:
    paper = Press(lambda _: web.Response(text=PAGE, content_type="text/html"), utc_now() - timedelta(hours=1))
    paper.title = TITLE
    async with serve(paper.answer) as server:
        yield server


@contextmanager
def press_beside() -> Iterator[Server]:
    with start_blocking_portal() as portal, portal.wrap_async_context_manager(press()) as server:
        yield server


@pytest.mark.parametrize(("more", "people"), [(LISTED, ["Mira Murati"]), ("", [])])
def test_a_poll_reads_whole_articles_of_listed_sites_alone(tmp_path: Path, more: str, people: list[str]) -> None:
    with press_beside() as server:
        desk = Desk(write_config(tmp_path, [f"{server.address}/rss"], more=more))
        polled = desk.type("poll")
        (story,) = desk.type("export", "--json").rows

    assert polled.code == 0
    assert story["people"] == people


async def test_the_running_bot_reads_them_beside_its_polls(tmp_path: Path) -> None:
    async with press() as server:
        settings = config.load(write_config(tmp_path, [f"{server.address}/rss"], more=LISTED))
        async with open_fetcher(settings) as http, open_kit(settings, http) as kit:
            health, tally = Health(), Tally()
            poster = Poster(StoreOutbox(kit.store), ConsoleCourier(utc_now, io.StringIO()), health=health, tally=tally)
            rounds = Rounds(kit, poster, health, tally)
            await rounds.start()
            async with asyncio.timeout(30):
                while not (told := await kit.store.stories_of("OpenAI", utc_now() - timedelta(days=9))):
                    await rounds.poll()
                    await asyncio.sleep(0.2)
            await rounds.end()

    assert [story.people for story in told] == [("Mira Murati",)]
    assert [asked.path for asked in server.asked].count("/story") == 1
