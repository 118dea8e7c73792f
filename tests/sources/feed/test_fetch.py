"""A feed is asked politely: only for what changed, and where it has moved to."""

from __future__ import annotations

from datetime import UTC, datetime

from aiohttp import web

from model.poll import PollState
from sources.feed import Feed, digest
from sources.fetcher import Fetcher
from tests.sources.server import serve

NOW = datetime(2024, 10, 7, 12, tzinfo=UTC)
BODY = b"<rss><channel><item><title>News</title></item></channel></rss>"
CONTACT = "https://talent.example/bot"


def answer(_: web.Request) -> web.Response:
    return web.Response(body=BODY, headers={"ETag": '"1"', "Last-Modified": "Mon, 07 Oct 2024 10:00:00 GMT"})


async def test_what_the_server_said_of_its_page_is_sent_back_next_time() -> None:
    async with serve(answer) as server, Fetcher(CONTACT) as http:
        feed = Feed(f"{server.address}/feed", allow_private=True)
        page = await feed.fetch(http, PollState(feed.id), NOW)
        assert page is not None
        await feed.fetch(http, PollState(feed.id, etag=page.etag, last_modified=page.last_modified), NOW)

    asked = server.asked[1].headers
    assert asked["If-None-Match"] == '"1"'
    assert asked["If-Modified-Since"] == "Mon, 07 Oct 2024 10:00:00 GMT"
    assert "application/atom+xml" in asked["Accept"]


async def test_a_page_with_the_same_bytes_is_not_read_again() -> None:
    async with serve(answer) as server, Fetcher(CONTACT) as http:
        feed = Feed(f"{server.address}/feed", allow_private=True)

        assert await feed.fetch(http, PollState(feed.id, body_digest=digest(BODY)), NOW) is None
        assert await feed.fetch(http, PollState(feed.id, body_digest=digest(b"other")), NOW) is not None


async def test_a_feed_that_moved_is_asked_at_its_new_address_and_keeps_its_identity() -> None:
    async with serve(answer) as server, Fetcher(CONTACT) as http:
        feed = Feed("https://gone.example/feed", allow_private=True)
        page = await feed.fetch(http, PollState(feed.id, moved_to=f"{server.address}/new", moved=3), NOW)

    assert page is not None
    assert server.asked[0].path == "/new"
    assert {item.source for item in feed.parse(page)} == {"feed:https://gone.example/feed"}


def test_a_feed_has_no_cursor() -> None:
    feed = Feed("https://a.example/feed")

    assert feed.advance(PollState(feed.id, cursor="x"), None, []) is None  # type: ignore[arg-type]  # it looks at no page
