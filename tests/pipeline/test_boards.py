"""From a job board to a message: polled, read, merged, scored and told, over a real server and a real store."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest
from aiohttp import web

from digests.plain import as_text
from digests.sentence import sentence
from model.company import Company
from model.message import Message
from model.score import Score
from model.signal import Kind
from model.story import State
from sources import ashby, greenhouse, lever
from sources.contract import Source
from sources.fetcher import Fetcher
from tests.make import DAY, NOW
from tests.pipeline.desk import Desk, channel
from tests.sources.server import serve

OPENAI = Company("OpenAI", boards={"ashby": "openai", "greenhouse": "openai", "lever": "openai"})
START = NOW - 40 * DAY


def rows(n: int, city: str = "Paris") -> list[dict[str, Any]]:
    """List the first `n` posts of a board, in the words of all three providers at once."""
    return [
        {
            "id": f"p{k:03}",
            "title": f"Engineer {k}",
            "text": f"Engineer {k}",
            "departments": [{"name": "Research"}],
            "department": "Research",
            "categories": {"team": "Research", "location": city},
            "location": city,
        }
        for k in range(n)
    ]


async def followed(desk: Desk, source: str, days: Mapping[int, list[dict[str, Any]] | None]) -> list[Message]:
    """Poll a board on these days since START (None: the server is down); return what was posted."""
    shown: list[dict[str, Any]] | None = None

    def answer(request: web.Request) -> web.Response:
        if shown is None:
            return web.Response(status=503)
        return web.json_response(shown if source == "lever" else {"jobs": shown})

    async with serve(answer) as server, Fetcher("https://talent.example/bot") as http:
        desk.pipeline.http = http
        board = opened(source, server.address)
        for day, listed in days.items():
            shown, now = listed, START + day * DAY
            async for _ in desk.pipeline.poll([board], now, force=True):
                pass
            await desk.pipeline.read(now)
    return await desk.post(NOW)


def opened(name: str, address: str) -> Source:
    """Open one of the three providers at a server."""
    if name == "ashby":
        return ashby.open(ashby.Settings(base_url=address, allow_private=True), [OPENAI])[0]
    if name == "lever":
        return lever.open(lever.Settings(base_url=address, allow_private=True), [OPENAI])[0]
    return greenhouse.open(greenhouse.Settings(base_url=address, allow_private=True), [OPENAI])[0]


STEADY = {day: rows(30 + day) for day in range(0, 25, 6)}
GROWING = STEADY | {27: rows(75)}


async def test_a_surge_is_told_with_its_numbers(desk: Desk) -> None:
    (said,) = await followed(desk, "ashby", GROWING)
    (story,) = await desk.store.stories_of("OpenAI", START)

    assert (story.kind, story.evidence[0].headcount, story.evidence[0].usual) == (Kind.HIRING_SURGE, 25, 7)
    assert "OpenAI opened 25 posts in a week; usually 7" in said.drawn.text


def _narrowed(company: Company, departments: tuple[str, ...] = (), cities: tuple[str, ...] = ()) -> Company:
    return replace(company, departments=departments, cities=cities)


@pytest.mark.parametrize(
    ("parts", "told"),
    [
        ({"departments": ("Research",)}, True),
        ({"departments": ("Sales",)}, False),
        ({"cities": ("Paris",)}, True),
        ({"cities": ("Berlin",)}, False),
    ],
    ids=str,
)
async def test_a_surge_elsewhere_than_in_what_was_asked_for_is_not_told_and_does_not_count(
    desk: Desk, parts: dict[str, Any], told: bool
) -> None:
    watch = desk.pipeline.watch
    narrow = tuple(_narrowed(one, **parts) if one.name == "OpenAI" else one for one in watch.companies)
    desk.pipeline.watch = replace(watch, companies=narrow)
    said = await followed(desk, "ashby", GROWING)
    await desk.pipeline.editions.send_sample(watch.subscriptions[0], NOW - 11 * DAY)
    (sample,) = await desk.post(NOW)
    assert bool(said) is told
    assert ("25 posts in a week" in str(sample.drawn)) is told
    assert len(await desk.store.stories_of("OpenAI", START)) == 1, "it is kept: somebody may ask for it later"
    assert isinstance(await desk.pipeline.score("OpenAI", START + 28 * DAY), Score) is told


async def test_two_boards_of_one_company_tell_one_story(desk: Desk) -> None:
    for name in ("greenhouse", "lever"):
        await followed(desk, name, GROWING)
    (story,) = await desk.store.stories_of("OpenAI", START)

    assert {one.item[0] for one in story.evidence} == {"greenhouse:openai", "lever:openai"}


async def test_a_board_that_is_down_for_a_week_closes_nothing_and_is_no_freeze(desk: Desk) -> None:
    desk.start(channel(threshold=1))
    down = dict.fromkeys(range(25, 32))

    assert await followed(desk, "ashby", STEADY | down | {32: rows(54)}) == []
    assert await desk.store.stories_of("OpenAI", START) == []


async def test_a_board_that_stops_is_told_as_a_freeze(desk: Desk) -> None:
    (said,) = await followed(desk, "ashby", STEADY | {30: rows(54), 39: rows(54)})
    (story,) = await desk.store.stories_of("OpenAI", START)

    assert (story.kind, story.evidence[0].usual) == (Kind.HIRING_FREEZE, 7)
    assert "OpenAI opens no posts any more; usually 7 a week" in said.drawn.text


async def test_of_a_board_that_loses_many_posts_it_is_told_what_was_seen(desk: Desk) -> None:
    desk.start(channel(threshold=1))
    (said,) = await followed(desk, "ashby", STEADY | {33: rows(56), 37: rows(20), 38: rows(20), 39: rows(20)})
    (story,) = await desk.store.stories_of("OpenAI", START)

    assert (story.kind, story.state) == (Kind.HIRING_FREEZE, State.REPORTED)
    assert sentence(story) == "OpenAI takes many posts off its job board"
    assert "by the look of its job board" in as_text(said.drawn)
    assert "took down 36 of its" in as_text(said.drawn)


async def test_a_head_in_a_new_city_is_a_story_under_its_title(desk: Desk) -> None:
    head = rows(1, "Tokyo, Japan")[0] | {"id": "x", "title": "Head of Sales, Japan"}
    await followed(desk, "ashby", {0: rows(30), 1: [*rows(30), head], 2: [*rows(30), head]})
    (story,) = await desk.store.stories_of("OpenAI", START)

    assert story.kind is Kind.STRATEGIC_ROLE
    assert sentence(story) == "OpenAI looks for a Head of Sales, Japan"
