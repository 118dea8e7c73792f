"""No item is lost and none is told twice, whenever the process is killed: a thousand times with `kill -9`."""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import format_datetime
from hashlib import blake2b
from pathlib import Path

import pytest
from aiohttp import web

from tests.pipeline.lives import Told
from tests.sources.server import Server, serve

pytestmark = pytest.mark.slow

HOUSE = Path(__file__).parents[2]
KILLS, KILLS_ON_A_SERVER = 1_000, 100
ROLES = ("CTO", "CFO", "COO", "CMO", "chief scientist", "chief product officer")


@dataclass
class Sites:
    """A feed that shows only its newest entry, and a job board on which every post stays."""

    published: int = 0
    entry: str = ""
    posts: list[dict[str, object]] = field(default_factory=lambda: [_post(number) for number in range(6)])

    def answer(self, request: web.Request) -> web.Response:
        if request.path == "/publish":
            self.published += 1
            self.entry = _entry(self.published)
            self.posts.append(_post(len(self.posts), str(self.published)))
            return web.Response()
        if request.path == "/rss":
            channel = f'<rss version="2.0"><channel><title>News</title>{self.entry}</channel></rss>'
            return _answer(request, channel, "application/rss+xml")
        return _answer(request, json.dumps({"jobs": self.posts, "apiVersion": "1"}), "application/json")


def _post(place: int, number: str = "") -> dict[str, object]:
    return {
        "id": f"new-{number}" if number else f"old-{place}",
        "title": f"Chief Architect {place}",
        "location": "Paris",
    }


def _entry(number: int) -> str:
    at = format_datetime(datetime.now(UTC))
    name = f"{chr(65 + number % 26)}da Roe{chr(97 + number // 26 % 26)}{chr(97 + number // 676)}"
    title = f"OpenAI {ROLES[number % len(ROLES)]} {name} leaves the company"
    link = f"https://newsroom.example/{number}"
    return f"<item><title>{title}</title><link>{link}</link><pubDate>{at}</pubDate></item>"


def _answer(request: web.Request, body: str, kind: str) -> web.Response:
    tag = f'"{blake2b(body.encode(), digest_size=8).hexdigest()}"'
    if request.headers.get("If-None-Match") == tag:
        return web.Response(status=304)
    return web.Response(text=body, content_type=kind, headers={"ETag": tag})


@asynccontextmanager
async def sites() -> AsyncIterator[Server]:
    async with serve(Sites().answer) as server:
        yield server


async def survived(database: str, kills: int, seed: int) -> Told:
    """Let a process of its own kill so many lives."""
    async with sites() as server:
        command = (sys.executable, "-m", "tests.pipeline.lives", database, server.address, str(kills), str(seed))
        process = await asyncio.create_subprocess_exec(
            *command, cwd=HOUSE, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE
        )
        out, err = await process.communicate()
    assert process.returncode == 0, err.decode()[-2000:]
    return Told(**json.loads(out))


def assert_all_is_there_once(told: Told, kills: int) -> None:
    """Everything that was published is kept, read and said, each once."""
    numbers = [str(number + 1) for number in range(told.published)]
    news = {f"https://newsroom.example/{number}" for number in numbers}

    assert told.killed == kills
    assert told.kept == dict.fromkeys(news | {f"opened:new-{number}" for number in numbers}, 1)
    assert {key: times for key, times in told.read.items() if key in news} == dict.fromkeys(news, 1)
    assert set(told.messages.values()) == {1}
    # Death came everywhere: before anything was kept, and between what was kept and what was read.
    assert told.unkept >= kills / 50
    assert told.halfway > 0


async def test_a_thousand_deaths_on_sqlite(tmp_path: Path) -> None:
    told = await survived(f"sqlite:///{tmp_path}/signals.db", KILLS, seed=6)
    assert_all_is_there_once(told, KILLS)


async def test_a_hundred_deaths_on_postgresql(postgres_empty: str) -> None:
    told = await survived(postgres_empty, KILLS_ON_A_SERVER, seed=6)
    assert_all_is_there_once(told, KILLS_ON_A_SERVER)
