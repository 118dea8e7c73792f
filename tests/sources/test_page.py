"""Personal pages: what is new on one, what only looks new, and where we are not wanted."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from aiohttp import web
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from model.company import Company
from model.errors import Changed, Refused
from model.item import Item, Page, Post
from model.poll import PollState
from sources import page
from sources.fetcher import Fetcher
from sources.page import Settings, Source
from tests.make import NOW
from tests.sources.server import Server, serve

CONTACT = "https://talent.example/bot"
WATCHED = [Company("Northwind"), Company("Contoso")]
BEFORE = "<p>I write compilers. I am an engineer at Northwind.</p><p>Updated: May</p>"


def html(main: str, around: str = "") -> bytes:
    return f"<!doctype html><html><body>{around}<main>{main}</main></body></html>".encode()


def watch(address: str, selector: str = "main") -> Source:
    pages = [{"url": f"{address}/about", "person": "Ada Byron", "selector": selector}]
    (source,) = page.open(Settings.model_validate({"allow_private": True, "pages": pages}), WATCHED)
    assert isinstance(source, Source)
    return source


def told(*mains: str, selector: str = "main") -> list[list[Item]]:
    """Read one state of the page after another; return what each told."""
    source, state, found = watch("http://ada.example", selector), PollState("x"), []
    for main in mains:
        seen = Page("x", _joined(state, html(main)), NOW)
        items = source.parse(seen)
        state = replace(state, cursor=source.advance(state, seen, items))
        found.append(items)
    return found


def _joined(state: PollState, body: bytes) -> bytes:
    before = (state.cursor or "").encode()
    return b"%%answers %d %d\n%s%s" % (len(before), len(body), before, body)


def test_the_first_look_tells_nothing_and_a_new_sentence_about_a_watched_company_is_told() -> None:
    first, second = told(BEFORE, "<p>I write compilers. I am an engineer at Contoso.</p>")
    (item,) = second
    assert first == []
    assert item.text == "I am an engineer at Contoso."
    assert item.title == "Ada Byron’s own page has changed"
    assert item.shape == Post(
        "Ada Byron", "http://ada.example/about", ("i", "am", "an", "engineer", "at"), vouched=True
    )


@pytest.mark.parametrize(
    "after",
    [
        "<div><div><p>I <em>write</em>\n compilers. I am an\tengineer at <b>Northwind</b>.</p></div></div>",
        "<ul><li>I write compilers.<li>I am an engineer at Northwind.</ul>",
        "<p>I am an engineer at Northwind. I write compilers.</p>",
        "<p>I WRITE COMPILERS! I am an engineer at Northwind</p>",
        f"{BEFORE}<script>'I left Contoso.'</script><style>contoso</style><noscript>Contoso.</noscript>",
        "<p>I write parsers.</p>",
        f"{BEFORE}<p>Updated: June</p>",
    ],
)
def test_markup_order_and_what_names_nobody_we_watch_is_no_news(after: str) -> None:
    assert told(BEFORE, after) == [[], []]


def test_what_stands_outside_of_the_selector_is_not_theirs() -> None:
    source = watch("http://ada.example")
    first = Page("x", html(BEFORE), NOW)
    cursor = source.advance(PollState("x"), first, [])
    state = PollState("x", cursor=cursor)
    ads = html(BEFORE, "<aside>Contoso hires!</aside>")
    assert source.parse(Page("x", _joined(state, ads), NOW)) == []


def test_a_page_that_lost_a_part_and_has_it_again_tells_nothing() -> None:
    assert told(BEFORE, "<p>I write", BEFORE) == [[], [], []]


def test_a_page_that_was_cut_short_is_a_fault() -> None:
    source = watch("http://ada.example")
    state = PollState("x", cursor=source.advance(PollState("x"), Page("x", html(BEFORE), NOW), []))
    cut = Page("x", _joined(state, html(BEFORE).removesuffix(b"</main></body></html>")), NOW)
    with pytest.raises(Changed, match="came without its end"):
        source.parse(cut)
    with pytest.raises(Changed):
        source.advance(state, cut, [])


def test_a_selector_that_matches_nothing_says_so() -> None:
    for selector, says in (("#gone", "the selector '#gone' matches nothing"), ("aside", "matches nothing")):
        with pytest.raises(Changed, match=says):
            told(BEFORE, selector=selector)
    with pytest.raises(Changed, match="holds no text"):
        told("<p> 2026 </p>")


@pytest.mark.parametrize("body", [b"", b"{}", b"x", b"%PDF-1.7", b"<html><body>Be right back"])
def test_what_is_no_such_page_is_a_fault_and_moves_no_cursor(body: bytes) -> None:
    source = watch("http://ada.example")
    with pytest.raises(Changed):
        source.parse(Page("x", body, NOW))
    with pytest.raises(Changed):
        source.advance(PollState("x"), Page("x", body, NOW), [])


async def poll(server: Server, state: PollState) -> tuple[list[Item] | None, PollState]:
    source = watch(server.address)
    async with Fetcher(CONTACT) as http:
        got = await source.fetch(http, state, NOW)
    if got is None:
        return None, state
    items = source.parse(got)
    cursor = source.advance(state, got, items)
    return items, replace(state, cursor=cursor, etag=got.etag, last_modified=got.last_modified)


async def test_it_is_asked_with_its_version_and_its_charset_is_believed() -> None:
    body = html("<p>J’écris des compilateurs chez Northwind.</p>").decode().encode("cp1252")

    def answer(request: web.Request) -> web.Response:
        if request.path == "/robots.txt":
            return web.Response(status=404)
        if request.headers.get("If-Modified-Since"):
            return web.Response(status=304)
        modified = {"Last-Modified": "Mon, 23 Nov 2026 10:00:00 GMT", "Content-Type": "text/html; charset=windows-1252"}
        return web.Response(body=body, headers=modified)

    async with serve(answer) as server:
        items, state = await poll(server, PollState("x"))
        unchanged, _ = await poll(server, state)
    assert items == []
    assert unchanged is None


@pytest.mark.parametrize(
    ("robots", "allowed"),
    [
        ("User-agent: *\nDisallow: /", False),
        ("User-agent: *\nDisallow: /about", False),
        ("User-agent: TalentSignals\nDisallow: /", False),
        ("User-agent: OtherBot\nDisallow: /", True),
        ("User-agent: *\nDisallow: /private", True),
        ("<html>not found</html>", True),
        ("", True),
    ],
)
async def test_a_robots_txt_is_heeded(robots: str, allowed: bool) -> None:
    def answer(request: web.Request) -> web.Response:
        return web.Response(text=robots) if request.path == "/robots.txt" else web.Response(body=html(BEFORE))

    async with serve(answer) as server:
        if allowed:
            assert (await poll(server, PollState("x")))[0] == []
        else:
            with pytest.raises(Refused, match=r"robots\.txt"):
                await poll(server, PollState("x"))
            assert [asked.path for asked in server.asked] == ["/robots.txt"]


@pytest.mark.parametrize(
    ("key", "value", "says"),
    [("url", "ada.example", "no web address"), ("selector", "##", "no CSS selector"), ("person", "", "at least 3")],
)
def test_wrong_settings_say_what_to_write(key: str, value: str, says: str) -> None:
    right = {"url": "https://ada.example", "person": "Ada Byron", "selector": "main"}
    with pytest.raises(ValidationError, match=says):
        Settings.model_validate({"pages": [right | {key: value}]})


def test_what_is_remembered_are_digests() -> None:
    source = watch("http://ada.example")
    cursor = source.advance(PollState("x"), Page("x", html(BEFORE), NOW), [])
    assert cursor is not None
    assert "compilers" not in cursor
    assert "northwind" not in cursor.casefold()


@given(st.text(max_size=80), st.text(max_size=80))
def test_a_page_that_says_the_same_tells_nothing(one: str, other: str) -> None:
    main = f"<p>Northwind {one}</p><p>{other}</p>"
    assert told(main, main) == [[], []]


def test_a_change_long_after_is_dated_when_it_was_seen() -> None:
    later: datetime = NOW + timedelta(days=30)
    source = watch("http://ada.example")
    state = PollState("x", cursor=source.advance(PollState("x"), Page("x", html(BEFORE), NOW), []))
    (item,) = source.parse(Page("x", _joined(state, html("<p>I joined Contoso.</p>")), later))
    assert item.published == item.fetched == later
