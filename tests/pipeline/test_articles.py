"""Between keeping and reading: a whole article names who left, is stored nowhere, and its failure loses nothing."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from email.utils import format_datetime

import pytest
from aiohttp import web

from model.story import Story
from sources.articles.opening import Articles
from sources.feed import Feed
from sources.fetcher import Fetcher
from tests.make import NOW
from tests.pipeline.desk import Desk
from tests.sources.server import Server, serve

pytest.importorskip("trafilatura", reason="needs the extra articles")

TITLE = "OpenAI's technology chief is leaving the company"
ASIDE = "The paragraph that nobody has to keep speaks of the weather in the bay and of the fog above the bridge. "
PAGE = (
    f"<html><body><article><h1>{TITLE}</h1><p>{TITLE}.</p><p>Mira Murati, the chief technology officer of OpenAI, is "
    f"leaving the company after six years, she said on Wednesday.</p><p>{ASIDE * 3}</p></article></body></html>"
)
ENTRY = "<item><title>{title}</title><link>{at}/{path}</link><pubDate>{dated}</pubDate></item>"
Page = Callable[[web.Request], web.Response]


class Press:
    """A feed that begins with nothing new, and the pages it links to."""

    def __init__(self, page: Page, dated: datetime = NOW - timedelta(hours=1)) -> None:
        self.page, self.title = page, "Rain expected in the west"
        self.dated = format_datetime(dated)

    def answer(self, request: web.Request) -> web.Response:
        if request.path == "/rss":
            path = "story" if self.title == TITLE else "rain"
            entry = ENTRY.format(title=self.title, at=f"http://{request.host}", path=path, dated=self.dated)
            text = f'<rss version="2.0"><channel><title>x</title>{entry}</channel></rss>'
            return web.Response(text=text, content_type="application/rss+xml")
        return self.page(request)


async def read(desk: Desk, page: Page, *sites: str) -> tuple[list[Story], Server]:
    """Let a feed print the title, open what is worth it, and read."""
    press = Press(page)
    async with serve(press.answer) as server, Fetcher("ops@acme.example") as http:
        desk.pipeline.http = http
        desk.pipeline.articles = Articles(http, frozenset(sites), allow_private=True)
        feed = Feed(f"{server.address}/rss", allow_private=True)
        for title, hours in ((press.title, 1), (TITLE, 0)):
            press.title = title
            async for _ in desk.pipeline.poll([feed], NOW - timedelta(hours=hours), force=True):
                pass
            await desk.pipeline.open_articles(NOW)
            await desk.pipeline.read(NOW)
    return await desk.store.stories_of("OpenAI", NOW - timedelta(days=9)), server


async def test_a_whole_article_names_who_left_and_is_stored_nowhere(desk: Desk) -> None:
    stories, server = await read(desk, lambda _: web.Response(text=PAGE, content_type="text/html"), "127.0.0.1")
    kept = [item async for items in desk.store.items_since(NOW - timedelta(days=9), 9) for item in items]

    assert [story.people for story in stories] == [("Mira Murati",)]
    assert [asked.path for asked in server.asked if asked.path != "/rss"] == ["/robots.txt", "/story"]
    assert [item.text for item in kept] == ["", ""]
    assert ASIDE.strip() not in repr(stories)


@pytest.mark.parametrize("status", [404, 500])
async def test_an_article_that_cannot_be_had_is_read_by_its_title(desk: Desk, status: int) -> None:
    stories, _ = await read(desk, lambda _: web.Response(status=status), "127.0.0.1")

    assert [(story.kind.value, story.people) for story in stories] == [("departure", ())]


async def test_nothing_is_opened_of_sites_that_are_not_listed(desk: Desk) -> None:
    stories, server = await read(desk, lambda _: web.Response(text=PAGE, content_type="text/html"))

    assert {asked.path for asked in server.asked} == {"/rss"}
    assert [story.people for story in stories] == [()]


async def test_what_is_being_opened_waits_and_is_read_the_next_time(desk: Desk) -> None:
    await read(desk, lambda _: web.Response(status=404))
    await desk.print("OpenAI CTO Mira Murati leaves the company", site="late.example")
    paper = "feed:https://late.example/rss"
    (item,) = [one async for some in desk.store.items_since(NOW, 9) for one in some if one.source == paper]
    desk.pipeline.articles.opening.add((item.source, item.key))

    assert not desk.pipeline.articles.ready(item)
    assert await desk.pipeline.read(NOW) == []
