"""Fetch, parse, keep: a poll that fails is no news, and what is remembered of a source is stored with its items."""

from __future__ import annotations

import asyncio
from datetime import UTC, timedelta

import pytest
from aiohttp import web

from model.errors import Busy, Gone, StoreError
from pipeline import LANES
from sources.feed import Feed
from sources.fetcher import Fetcher
from tests.make import NOW
from tests.pipeline.desk import CTO_LEAVES, HOUR, MINUTE, NO_EVENT, Desk, Paper
from tests.sources.server import serve
from tests.waiting import WITHIN

DATED = f"{NOW.astimezone(UTC):%a, %d %b %Y %H:%M:%S} GMT"
ENTRY = f"<item><title>{CTO_LEAVES}</title><link>https://news.example/1</link><pubDate>{DATED}</pubDate></item>"


def rss(entries: str) -> str:
    return f"<?xml version='1.0'?><rss version='2.0'><channel><title>News</title>{entries}</channel></rss>"


async def test_a_feed_that_is_suddenly_empty_has_failed_and_its_etag_is_not_believed(desk: Desk) -> None:
    pages = {"full": rss(ENTRY), "empty": rss("")}
    shown = "full"

    def answer(request: web.Request) -> web.Response:
        return web.Response(text=pages[shown], content_type="application/rss+xml", headers={"ETag": f'"{shown}"'})

    async with serve(answer) as server, Fetcher("https://talent.example/bot") as http:
        desk.pipeline.http = http
        feed = Feed(f"{server.address}/rss", allow_private=True)
        told = [one async for kept in desk.pipeline.poll([feed], NOW) for one in kept]
        shown = "empty"
        told += [one async for kept in desk.pipeline.poll([feed], NOW + HOUR) for one in kept]
    full, empty = told
    assert (full.items, full.new, full.trouble) == (1, 1, None)
    assert empty.trouble is not None
    assert "lists nothing, and it did before" in empty.trouble
    state = (await desk.store.poll_states([feed.id]))[feed.id]
    assert (state.etag, state.polled, state.failures) == ('"full"', NOW, 1)


async def test_an_empty_page_moves_no_cursor(desk: Desk) -> None:
    paper = Paper(news=[(CTO_LEAVES, NOW)])
    await desk.poll(paper)
    paper.news = []
    await desk.poll(paper, now=NOW + HOUR)
    assert (await desk.state(paper)).cursor == "1"


async def test_a_feed_that_never_had_items_may_be_empty(desk: Desk) -> None:
    (told,) = await desk.poll(Paper())
    assert (told.items, told.trouble) == (0, None)


async def test_etag_and_cursor_are_stored_with_the_items(desk: Desk) -> None:
    paper = Paper(news=[(CTO_LEAVES, NOW)])
    await desk.poll(paper)
    state = await desk.state(paper)
    assert (state.etag, state.cursor, state.had_items) == ('"1"', "1", True)
    assert [waits.item.title for waits in await desk.store.pending(9)] == [CTO_LEAVES]


async def test_neither_is_stored_where_the_items_cannot_be(desk: Desk) -> None:
    half_a_letter = "\ud800"
    paper = Paper(news=[(CTO_LEAVES, NOW)], lang=half_a_letter)
    with pytest.raises((StoreError, UnicodeEncodeError)):
        await desk.poll(paper)
    assert await desk.store.poll_states([paper.id]) == {}
    paper.lang = "en"
    (told,) = await desk.poll(paper)
    assert (told.new, (await desk.state(paper)).cursor) == (1, "1")


async def test_what_names_no_watched_company_is_kept_and_not_read(desk: Desk) -> None:
    (told,) = await desk.poll(Paper(news=[("Somebody else leaves something", NOW)]))
    assert told.new == 1
    assert await desk.store.pending(9) == []


async def test_a_source_that_fails_stops_no_other(desk: Desk) -> None:
    broken = Paper("broken.example", trouble=Busy("503."))
    told = {one.source: one for one in await desk.poll(broken, Paper(news=[(CTO_LEAVES, NOW)]))}
    assert told[broken.id].trouble is not None
    assert told[Paper().id].new == 1


async def test_a_source_with_a_fault_of_ours_stops_no_other(desk: Desk) -> None:
    class Clumsy(Paper):
        def advance(self, *_: object) -> str | None:
            raise ZeroDivisionError

    clumsy = Clumsy("clumsy.example", news=[(CTO_LEAVES, NOW)])
    async with asyncio.timeout(WITHIN):
        told = {one.source: one for one in await desk.poll(clumsy, Paper(news=[(CTO_LEAVES, NOW)]))}
    assert "ZeroDivisionError" in (told[clumsy.id].trouble or "")
    assert told[Paper().id].new == 1


async def test_a_source_speaks_once_when_it_goes_down_and_once_when_it_is_back(
    desk: Desk, capsys: pytest.CaptureFixture[str]
) -> None:
    paper = Paper(trouble=Busy("503."))
    for hours in (0, 1, 2):
        await desk.poll(paper, now=NOW + hours * HOUR)
    paper.trouble = None
    for hours in (3, 4):
        await desk.poll(paper, now=NOW + hours * HOUR)
    said = capsys.readouterr().out
    assert (said.count("source.down"), said.count("source.back")) == (1, 1)


async def test_a_source_that_is_gone_is_never_asked_again(desk: Desk) -> None:
    paper = Paper(trouble=Gone("410."))
    await desk.poll(paper)
    assert [kept async for kept in desk.start().poll([paper], NOW + timedelta(days=300))] == []
    assert paper.asked == 1


async def test_a_source_is_asked_again_when_it_is_due_and_not_before(desk: Desk) -> None:
    paper = Paper()
    for later in (0, 1, 16):
        async for _ in desk.pipeline.poll([paper], NOW + later * MINUTE):
            pass
    assert paper.asked == 2


async def test_a_slow_source_holds_up_no_others_news(desk: Desk) -> None:
    slow, quick = Paper("slow.example", gate=asyncio.Event()), Paper("quick.example")
    await desk.poll(quick, now=NOW - HOUR)
    quick.news = [(CTO_LEAVES, NOW)]
    async with asyncio.timeout(WITHIN):
        rounds = desk.pipeline.poll([slow, quick], NOW)
        kept = await anext(rounds)
        await desk.pipeline.read(NOW)
        assert [one.source for one in kept] == [quick.id]
        assert [message.state for message in await desk.post()] == ["reported"]
        assert slow.gate is not None
        slow.gate.set()
        assert [one.source async for kept in rounds for one in kept] == [slow.id]


async def test_a_source_that_is_being_asked_is_not_asked_beside_it(desk: Desk) -> None:
    slow = Paper(gate=asyncio.Event())
    first = asyncio.create_task(desk.poll(slow))
    async with asyncio.timeout(WITHIN):
        while not slow.asked:  # noqa: ASYNC110  (the paper has no event of its own for it)
            await asyncio.sleep(0.001)
        assert await desk.poll(slow) == []
        assert slow.gate is not None
        slow.gate.set()
        assert len(await first) == 1


async def test_a_source_that_is_dropped_while_it_waits_for_its_turn_holds_up_no_round(desk: Desk) -> None:
    papers = [Paper(f"slow.example/{number}", gate=asyncio.Event()) for number in range(LANES + 1)]
    asking = asyncio.create_task(desk.poll(*papers))
    async with asyncio.timeout(WITHIN):
        while sum(paper.asked for paper in papers) < LANES:  # noqa: ASYNC110  (papers have no event of their own)
            await asyncio.sleep(0.001)
        desk.pipeline.drop(papers[-1].id)
        for paper in papers:
            assert paper.gate is not None
            paper.gate.set()
        assert {one.source for one in await asking} == {paper.id for paper in papers}
    assert papers[-1].asked == 1


async def test_what_is_known_already_is_not_new_again(desk: Desk) -> None:
    paper = Paper(news=[(CTO_LEAVES, NOW)])
    await desk.poll(paper)
    paper.news.append((NO_EVENT, NOW))
    (told,) = await desk.poll(paper, now=NOW + HOUR)
    assert (told.items, told.new) == (2, 1)
