"""Whole articles: only of listed sites, only as robots.txt allows, and no failure loses the item."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import replace

import pytest
from aiohttp import web

from model.item import Filing, Item
from sources.articles.extract import text_of
from sources.articles.opening import Articles
from sources.fetcher import Fetcher
from tests.make import NOW, item
from tests.sources.server import Server, serve

pytest.importorskip("trafilatura", reason="needs the extra articles")

CONTACT = "ops@acme.example"
WORDS = "Mira Murati, the chief technology officer of OpenAI, is leaving after six years, she said on Wednesday. "
PAGE = (
    "<html><head><title>News</title></head><body><nav><a href='/'>Home</a> <a href='/all'>All news</a></nav>"
    f"<article><h1>OpenAI's technology chief leaves</h1><p>{WORDS * 3}</p><p>She did not say where to.</p></article>"
    "<footer>Subscribe to our newsletter</footer></body></html>"
)
Answers = dict[str, Callable[[web.Request], web.Response]]


def page(text: str = PAGE, kind: str = "text/html", **headers: str) -> Callable[[web.Request], web.Response]:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return lambda _: web.Response(text=text, content_type=kind, headers=named)


def to(place: str) -> Callable[[web.Request], web.Response]:
    return lambda _: web.Response(status=302, headers={"Location": place})


def failing(status: int) -> Callable[[web.Request], web.Response]:
    return lambda _: web.Response(status=status)


def at(server: Server, path: str = "/story") -> Item:
    return item(url=f"{server.address}{path}", key=path, text="")


async def opened(server: Server, *items: Item, worth: bool = True, most: int = 20) -> Articles:
    async with Fetcher(CONTACT) as http:
        articles = Articles(http, frozenset({"127.0.0.1"}), most, allow_private=True)
        await articles.open(items or [at(server)], lambda _: worth, NOW)
    return articles


def answering(answers: Answers) -> Callable[[web.Request], web.Response]:
    return lambda request: answers.get(request.path, failing(404))(request)


async def test_the_text_of_a_listed_site_is_handed_out_once_without_its_menus() -> None:
    async with serve(answering({"/story": page()})) as server:
        articles = await opened(server)
        text = articles.take(at(server))

    assert WORDS.strip() in text
    assert "Subscribe" not in text
    assert "All news" not in text
    assert articles.take(at(server)) == ""
    assert [asked.path for asked in server.asked] == ["/robots.txt", "/story"]


@pytest.mark.parametrize(
    "answers",
    [
        {"/robots.txt": page("User-agent: *\nDisallow: /", "text/plain"), "/story": page()},
        {"/robots.txt": failing(503), "/story": page()},
        {"/robots.txt": failing(403), "/story": page()},
        {"/story": failing(404)},
        {"/story": failing(410)},
        {"/story": failing(402)},
        {"/story": failing(500)},
        {"/story": page(tdm_reservation="1")},
        {"/story": page(PAGE.replace("<head>", "<head><meta name='tdm-reservation' content='1'>"))},
        {"/story": page("%PDF-1.7", "application/pdf")},
        {"/story": page("")},
        {"/story": page("<html><body><p>Subscribe to read on</p></body></html>" + " " * 1024 * 1024)},
        {"/story": page("\0\ufffd<<<<&&&&<html")},
        {"/story": to("http://localhost/elsewhere")},
        {"/story": to("https://www.linkedin.com/pulse/1")},
    ],
    ids="disallowed down closed 404 410 402 500 tdm reserved pdf empty large rubbish away in".split(),  # noqa: SIM905 - a list is 15 lines
)
async def test_what_may_not_or_cannot_be_read_gives_no_text_and_no_fault(answers: Answers) -> None:
    async with serve(answering(answers)) as server:
        articles = await opened(server)

    assert articles.take(at(server)) == ""
    assert articles.ready(at(server))


async def test_nobody_is_asked_for_what_is_not_listed_or_not_worth_it_or_no_article() -> None:
    async with serve(answering({"/story": page()})) as server:
        filing = replace(at(server), shape=Filing("8-K", "1", "Acme", 1, ()))
        await opened(server, replace(at(server), url="https://elsewhere.example/story"), filing)
        await opened(server, worth=False)

    assert server.asked == []


async def test_a_round_opens_no_more_than_it_may() -> None:
    async with serve(answering({f"/{n}": page() for n in range(9)})) as server:
        items = [at(server, f"/{n}") for n in range(9)]
        articles = await opened(server, *items, most=3)

    assert sum(bool(articles.take(one)) for one in items) == 3
    assert len(server.asked) == 4


async def test_what_is_being_opened_is_left_alone_by_whoever_reads_and_by_another_round() -> None:
    asked, gate = asyncio.Event(), asyncio.Event()

    class Slow:
        """A way to the outside that waits for the gate."""

        async def get(self, url: str, **_: object) -> None:
            asked.set()
            await gate.wait()

    story = item(url="https://news.example/1")
    articles = Articles(Slow(), frozenset({"news.example"}))
    opening = asyncio.create_task(articles.open([story], lambda _: True, NOW))
    await asked.wait()
    assert not articles.ready(story)
    await articles.open([story], lambda _: True, NOW)  # at once: it is being opened already
    gate.set()
    await opening

    assert articles.ready(story)


@pytest.mark.parametrize(
    ("url", "listed"),
    [
        ("https://acme-news.com/1", True),
        ("https://www.acme-news.com/1", True),
        ("https://tech.acme-news.com/1", True),
        ("https://notacme-news.com/1", False),
        ("https://acme-news.com.evil.example/1", False),
        ("https://news.google.com/rss/articles/x", False),
        ("", False),
    ],
)
def test_a_site_is_listed_with_what_lies_below_it(url: str, listed: bool) -> None:
    async def nobody(*_: object, **__: object) -> None: ...

    assert Articles(nobody, frozenset({"acme-news.com"})).lists(url) is listed  # type: ignore[arg-type]  # not asked


def test_a_page_without_an_article_has_no_text() -> None:
    assert text_of(b"", "https://news.example") == ""
    assert text_of(b"x" * 2_000_000, "https://news.example") == ""
