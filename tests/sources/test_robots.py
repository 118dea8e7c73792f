"""robots.txt: read once a day, believed, and nothing is allowed while it cannot be had."""

from __future__ import annotations

from datetime import timedelta

import pytest
from aiohttp import web

from sources.fetcher import Fetcher
from sources.robots import Robots
from tests.make import NOW
from tests.sources.server import serve

CONTACT = "ops@acme.example"


@pytest.mark.parametrize(
    ("status", "text", "allowed"),
    [
        (200, "", True),
        (200, "User-agent: *\nDisallow: /a", False),
        (200, "User-agent: *\nDisallow: /b", True),
        (200, "User-agent: *\nDisallow: /\n\nUser-agent: TalentSignals\nAllow: /a", True),
        (200, "User-agent: TalentSignals\nDisallow: /a", False),
        (200, "<html>", True),
        (404, "", True),
        (410, "", True),
        (401, "", False),
        (403, "", False),
        (429, "", False),
        (503, "", False),
    ],
)
async def test_what_it_says_and_what_its_absence_means(status: int, text: str, allowed: bool) -> None:
    async with serve(lambda _: web.Response(status=status, text=text)) as server, Fetcher(CONTACT) as http:
        robots = Robots(http, allow_private=True)

        assert await robots.allow(f"{server.address}/a/1", NOW) is allowed


async def test_it_is_asked_once_a_day() -> None:
    text = "User-agent: *\nCrawl-delay: 7"
    async with serve(lambda _: web.Response(text=text)) as server, Fetcher(CONTACT) as http:
        robots = Robots(http, allow_private=True)
        for hours in (0, 1, 23, 25):
            assert await robots.delay(f"{server.address}/a", NOW + timedelta(hours=hours)) == 7.0

    assert [asked.path for asked in server.asked] == ["/robots.txt"] * 2


async def test_what_may_not_be_fetched_at_all_is_not_allowed() -> None:
    async with Fetcher(CONTACT) as http:
        assert not await Robots(http).allow("https://www.linkedin.com/in/somebody", NOW)
        assert not await Robots(http).allow("http://127.0.0.1/page", NOW)
