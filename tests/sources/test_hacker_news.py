"""Hacker News: what is asked, page by page, and what is not believed."""

from __future__ import annotations

import json
import logging
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from aiohttp import web
from hypothesis import given
from hypothesis import strategies as st

from model.company import Company
from model.errors import Changed
from model.item import Item, Page
from model.poll import PollState
from sources import hacker_news
from sources.fetcher import Fetcher
from sources.hacker_news import Settings, Source
from tests.make import NOW
from tests.sources.server import Server, serve

SHARED = Path(__file__).parents[3] / "shared" / "payloads" / "hackernews"
CONTACT = "https://talent.example/bot"


def story(number: int, at: datetime) -> dict[str, object]:
    return {"objectID": str(number), "title": f"OpenAI story {number}", "created_at_i": int(at.timestamp())}


def answer(*hits: object, pages: int = 1) -> bytes:
    return json.dumps({"hits": hits, "nbPages": pages}).encode()


def watch(server: Server, company: Company = Company("OpenAI"), pages: int = 5) -> Source:  # noqa: B008 - frozen
    settings = Settings(base_url=server.address, allow_private=True, pages=pages)
    (source,) = hacker_news.open(settings, [company])
    assert isinstance(source, Source)
    return source


async def poll(source: Source, state: PollState) -> tuple[list[Item], PollState]:
    async with Fetcher(CONTACT) as http:
        page = await source.fetch(http, state, NOW)
    assert page is not None
    items = source.parse(page)
    return items, PollState(source.id, cursor=source.advance(state, page, items))


async def test_it_asks_for_an_exact_phrase_of_stories_of_the_last_thirty_days() -> None:
    async with serve(lambda _: web.Response(body=answer())) as server:
        items, state = await poll(watch(server, Company('Open "AI"')), PollState("hacker_news:x"))

    (asked,) = server.asked
    assert asked.path == "/api/v1/search_by_date"
    assert asked.query["query"] == '"Open AI"'
    assert asked.query["tags"] == "story"
    assert asked.query["typoTolerance"] == "false"
    assert asked.query["numericFilters"] == f"created_at_i>{int((NOW - timedelta(days=30)).timestamp())}"
    assert (items, state.cursor) == ([], None)


async def test_the_cursor_is_the_newest_story_and_the_next_poll_looks_back_an_hour_behind_it() -> None:
    newest = NOW - timedelta(hours=5)
    body = answer(story(2, newest), story(1, newest - timedelta(days=1)))
    async with serve(lambda _: web.Response(body=body)) as server:
        items, state = await poll(watch(server), PollState("hacker_news:OpenAI"))
        await poll(watch(server), state)

    assert [item.key for item in items] == ["2", "1"]
    assert state.cursor == str(int(newest.timestamp()))
    assert server.asked[1].query["numericFilters"] == f"created_at_i>{int(newest.timestamp()) - 3600}"


async def test_a_poll_that_finds_only_old_stories_does_not_move_the_cursor_back() -> None:
    state = PollState("hacker_news:OpenAI", cursor=str(int(NOW.timestamp())))
    async with serve(lambda _: web.Response(body=answer(story(1, NOW - timedelta(days=9))))) as server:
        _, after = await poll(watch(server), state)

    assert after.cursor == state.cursor


async def test_aliases_are_asked_for_too_and_a_story_found_twice_is_one_item() -> None:
    async with serve(lambda _: web.Response(body=answer(story(1, NOW)))) as server:
        items, _ = await poll(watch(server, Company("OpenAI", aliases=("Open AI", "OpenAI"))), PollState("x"))

    assert [asked.query["query"] for asked in server.asked] == ['"OpenAI"', '"Open AI"']
    assert [item.key for item in items] == ["1"]


async def test_a_company_named_like_an_ordinary_word_is_looked_for_in_titles_only() -> None:
    async with serve(lambda _: web.Response(body=answer())) as server:
        await poll(watch(server, Company("Glean", must=("search",))), PollState("x"))
        await poll(watch(server, Company("Anthropic")), PollState("x"))

    assert [asked.query["restrictSearchableAttributes"] for asked in server.asked] == ["title", "title,story_text"]


async def test_it_turns_pages_to_the_last_one() -> None:
    def page(request: web.Request) -> web.Response:
        number = int(request.query["page"])
        return web.Response(body=answer(story(number, NOW - timedelta(hours=number)), pages=3))

    async with serve(page) as server:
        items, _ = await poll(watch(server), PollState("x"))

    assert [item.key for item in items] == ["0", "1", "2"]


async def test_it_stops_after_the_pages_it_may_read_and_says_so(caplog: pytest.LogCaptureFixture) -> None:
    async with serve(lambda _: web.Response(body=answer(story(1, NOW), pages=1000))) as server:
        with caplog.at_level(logging.WARNING):
            await poll(watch(server, pages=2), PollState("x"))

    assert len(server.asked) == 2
    assert "hacker_news:OpenAI: over 200 stories" in caplog.text


async def test_one_half_answer_among_whole_ones_fails_the_poll() -> None:
    def page(request: web.Request) -> web.Response:
        whole = answer(story(1, NOW), pages=2)
        return web.Response(body=whole if request.query["page"] == "0" else whole[:-9])

    async with serve(page) as server, Fetcher(CONTACT) as http:
        with pytest.raises(Changed):
            await watch(server).fetch(http, PollState("x"), NOW)


@pytest.mark.parametrize(
    ("body", "says"),
    [
        (b'{"message": "Invalid filter", "status": 400}', "'Invalid filter'"),
        (b"[]", "no list of stories"),
        (b"<!DOCTYPE html><title>Down</title>", "not answer in JSON"),
        (b'{"hits": [{"name": "x"}]}', "objectID, title and created_at_i"),
        (b'{"hits": {}}', "no list of stories"),
        (b"[" * 100_000, "not answer in JSON"),
    ],
)
def test_an_answer_with_status_200_is_not_believed(body: bytes, says: str) -> None:
    with pytest.raises(Changed, match=says):
        Source(Settings(), "OpenAI").parse(Page("", body, NOW))


@given(
    st.dictionaries(
        st.sampled_from(["objectID", "title", "url", "story_text", "created_at_i"]),
        st.none() | st.text() | st.integers() | st.floats(allow_nan=False) | st.lists(st.integers(), max_size=2),
    )
)
def test_no_hit_does_anything_but_give_an_item_or_raise_changed(hit: dict[str, object]) -> None:
    good = story(7, NOW - timedelta(days=1))
    items = Source(Settings(), "OpenAI").parse(Page("", answer(good, good | hit), NOW))

    assert items
    assert all(item.published <= NOW and item.url.startswith("http") and item.title for item in items)


@given(st.binary(max_size=300))
def test_arbitrary_bytes_raise_changed_and_nothing_else(body: bytes) -> None:
    try:
        Source(Settings(), "OpenAI").parse(Page("", body, NOW))
    except Changed:
        return


@pytest.mark.skipif(not SHARED.exists(), reason="needs ../shared")
def test_a_real_answer_is_read() -> None:
    body = (SHARED / "anthropic-news-mcp.hackernews.json").read_bytes()
    items = Source(Settings(), "Anthropic").parse(Page("", body, datetime(2026, 11, 23, tzinfo=UTC)))

    assert len(items) == 6
    assert items[0].site == "github.com"
    assert items[3].url == "https://news.ycombinator.com/item?id=42346913"
    assert not any("&#x" in item.text or "<p>" in item.text for item in items)
