"""Adding a feed at Slack: tested through the one way to the outside, saved, polled at once, removed."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from model.errors import Busy, SourceError
from sources.contract import Fetched
from sources.feed import Feed
from sources.fetcher import Fetcher
from store.store import Store
from tests.handlers.pressing import CHANNEL, Room, member, pressing
from tests.pipeline.desk import Desk
from tests.signed import inside, press_body, submission

URL = "https://wire.example/rss?key=s3cret"
ENTRY = (
    "<item><title>{title}</title><link>https://wire.example/{n}</link>"
    "<pubDate>{n} Oct 2024 09:00:00 GMT</pubDate></item>"
)


def rss(*titles: str) -> bytes:
    body = "".join(ENTRY.format(title=title, n=n) for n, title in enumerate(titles, 1))
    return f'<rss version="2.0"><channel><title>Wire</title>{body}</channel></rss>'.encode()


class Wire:
    """A way to the outside that gives `answer`, and remembers what was asked."""

    def __init__(self) -> None:
        self.answer: bytes | SourceError = rss("One", "Two &lt;@U1&gt;", "Three", "Four")
        self.asked: list[tuple[str, bool]] = []
        self.gate: asyncio.Event | None = None

    async def get(
        self,
        url: str,
        *,
        etag: str | None = None,
        last_modified: str | None = None,
        accept: str = "*/*",
        allow_private: bool = False,
        largest: int = 0,
        question: bytes | None = None,
        authorization: str | None = None,
        listen: float | None = None,
    ) -> Fetched | None:
        self.asked.append((url, allow_private))
        if self.gate is not None:
            await self.gate.wait()
        if isinstance(self.answer, SourceError):
            raise self.answer
        return Fetched(url, self.answer, {"content-type": "application/rss+xml"})


@pytest.fixture
def wire() -> Wire:
    return Wire()


@pytest.fixture
async def room(tmp_path: Path, wire: Wire) -> AsyncIterator[Room]:
    async with await Store.open(f"sqlite:///{tmp_path}/signals.db") as store, pressing(Desk(store)) as running:
        running.slack.members = {"U0LEA": {"is_admin": True}}
        running.desk.pipeline.http = wire
        yield running


def words(view: dict[str, Any]) -> str:
    return json.dumps(view, ensure_ascii=False)


async def opened(room: Room) -> dict[str, Any]:
    place = {"channel": {"id": CHANNEL, "name": "hiring"}, "user": member("lea")}
    await room.send({**press_body("add_feed", "", response_url="", trigger=room.slack.trigger()), **place})
    return await room.opened()


async def look(room: Room, url: str = URL) -> dict[str, Any]:
    return dict(await room.submit(await opened(room), url={"value": url}))


async def test_sources_has_the_button(room: Room) -> None:
    assert "[ Add a feed… ]" in await room.ask("sources")


async def test_a_test_shows_the_newest_titles_and_stores_nothing(room: Room, wire: Wire) -> None:
    shown = words((await look(room))["view"])
    assert "wire.example/rss" in shown
    assert "4 entries" in shown
    assert shown.index("Four") < shown.index("Three") < shown.index("Two")
    assert "One" not in shown
    assert wire.asked == [(URL, False)]
    assert await room.desk.store.feeds.of("") == []


async def test_saved_it_stands_in_the_list_and_can_be_removed(room: Room) -> None:
    saved = await room.submit((await look(room))["view"])
    assert "Saved: wire.example/rss is polled from now on." in words(saved["view"])
    assert [feed.url for feed in await room.desk.store.feeds.of("")] == [URL]
    room.slack.views.append(("views.open", {"view": saved["view"]}))  # it is V1
    press = inside(saved["view"], "remove_feed", trigger=room.slack.trigger(), id="V1", value=URL)
    await room.send({**press, "user": member("lea")})
    shown = await room.slack.shown(2)
    assert "Removed: wire.example/rss" in words(shown)
    assert "remove_feed" not in words(shown)
    assert await room.desk.store.feeds.of("") == []
    lines = [(line.actor, line.action) for line in await room.desk.store.audited("")]
    assert lines == [("U0LEA", "remove feed"), ("U0LEA", "add feed")]


@pytest.mark.parametrize(
    ("url", "answer", "said"),
    [
        (URL, Busy("wire.example is overloaded or being repaired (503)."), "overloaded or being repaired (503)"),
        (URL, b"<html><body>Hello</body></html>", "wire.example"),
        (URL, rss(), "no entry could be read"),
        ("wire.example", b"", "Write the whole address"),
        ("javascript:alert(1)", b"", "Write the whole address"),
        ("file:///etc/passwd", b"", "Write the whole address"),
        ("https://wire.example/" + "x" * 1200, b"", "Write the whole address"),
        ("", b"", "Write the whole address"),
        ("https://news.google.com/rss/search?q=OpenAI", b"", "for personal, non-commercial use only"),
    ],
    ids=["busy", "page", "empty", "bare", "script", "file", "long", "nothing", "google"],
)
async def test_the_exact_trouble_stands_under_the_field(
    room: Room, wire: Wire, url: str, answer: bytes | SourceError, said: str
) -> None:
    wire.answer = answer
    ack = await look(room, url)
    assert ack["response_action"] == "errors"
    assert said in ack["errors"]["url"]


@pytest.mark.slow
async def test_a_slow_site_leaves_the_address_where_it_was_typed(room: Room, wire: Wire) -> None:
    wire.gate = asyncio.Event()
    wire.answer = Busy("wire.example took too long to answer.")
    view = await opened(room)
    room.slack.views.append(("views.open", {"view": view}))  # it is V1
    ack = await room.send({**submission(view, url={"value": URL}), "user": member("lea")})
    assert ack["view"]["callback_id"] == "loading"
    wire.gate.set()
    shown = await room.slack.shown(2)
    assert shown["callback_id"] == "add_feed"
    assert "wire.example took too long to answer." in words(shown)
    assert URL in words(shown)
    wire.answer = rss("One")
    assert "1 entry; the newest" in words((await room.submit({**shown, "id": "V1"}, url={"value": URL}))["view"])


@pytest.mark.parametrize("url", ["http://127.0.0.1:1/rss", "http://169.254.169.254/latest", "http://localhost/rss"])
async def test_nobody_reaches_our_own_network_by_a_feed(room: Room, url: str) -> None:
    async with Fetcher("ops@example.com") as http:
        room.desk.pipeline.http = http
        assert "url" in (await look(room, url))["errors"]


async def test_what_is_polled_already_is_not_added(room: Room) -> None:
    assert room.books is not None
    room.books.sources = lambda: [Feed(URL)]
    assert (await look(room))["errors"] == {"url": "This feed is polled already."}


async def test_a_feed_saved_twice_is_one_with_one_line(room: Room) -> None:
    tested = (await look(room))["view"]
    await room.submit(tested)
    again = await room.submit(tested)
    assert "is polled already" in words(again["view"])
    assert len(await room.desk.store.audited("")) == 1
