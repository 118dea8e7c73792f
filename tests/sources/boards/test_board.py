"""A board over HTTP: paging, what is asked when, and which answers are a fault that closes nothing."""

from __future__ import annotations

import json
import tracemalloc
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from aiohttp import web
from hypothesis import given
from hypothesis import strategies as st

from model.company import Company
from model.errors import Changed, ConfigError, Refused
from model.item import Item, Page
from model.poll import PollState
from sources import answers, ashby, personio, workday
from sources.boards.board import Board, BoardSettings
from sources.boards.memory import unpack, write
from sources.contract import Source
from sources.fetcher import Fetcher
from sources.find import find
from sources.polling import poll_one
from tests.sources.server import Server, serve

NOW = datetime(2024, 10, 4, 8, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
PROVIDERS = {name: module for name, module in find().items() if issubclass(module.Settings, BoardSettings)}
NAMES = {"workday": "acme.wd5/Careers", "teamtailor": "career.acme.example"}


def board(name: str, base: str = "http://server.example") -> Board:
    module = PROVIDERS[name]
    settings = module.Settings(base_url=base, allow_private=True)
    (found,) = module.open(settings, [Company("Acme", boards={name: NAMES.get(name, "acme")})])
    assert isinstance(found, Board)
    return found


def job(id: str, title: str | None = None) -> dict[str, Any]:
    return {"id": id, "title": title or f"Post {id}", "location": "Paris", "jobUrl": f"https://jobs.ashbyhq.com/a/{id}"}


def jobs(*ids: str) -> bytes:
    return json.dumps({"jobs": [job(id) for id in ids], "apiVersion": "1"}).encode()


async def read(source: Source, http: Fetcher, state: PollState, now: datetime) -> tuple[PollState, tuple[Item, ...]]:
    outcome = await poll_one(source, http, state, now, 0.5)
    return outcome.after, outcome.items or ()


async def told(name: str, answer: Callable[[web.Request], web.Response]) -> tuple[Board, Server, Page]:
    async with serve(answer) as server, Fetcher("https://talent.example/bot") as http:
        source = board(name, server.address)
        page = await source.fetch(http, PollState(source.id), NOW)
    assert page is not None
    return source, server, page


def test_there_are_nine_providers() -> None:
    assert len(PROVIDERS) == 9


def test_a_company_without_a_board_is_not_asked_for() -> None:
    assert ashby.open(ashby.Settings(), [Company("Acme", boards={"lever": "acme"}), Company("Other")]) == []


@pytest.mark.parametrize(
    ("name", "written"),
    [
        ("ashby", "https://jobs.ashbyhq.com/acme"),
        ("greenhouse", "../admin"),
        ("recruitee", "acme.example/x"),
        ("teamtailor", "career.acme.com@evil.example"),
        ("workday", "acme"),
        ("workday", "evil.example/wd5/Careers"),
    ],
)
def test_a_name_that_is_no_board_says_how_one_looks(name: str, written: str) -> None:
    with pytest.raises(ConfigError, match=f"{name} of Acme is .*write the board's name.*boards = "):
        PROVIDERS[name].open(PROVIDERS[name].Settings(), [Company("Acme", boards={name: written})])


@pytest.mark.parametrize("name", list(PROVIDERS))
def test_a_board_is_asked_at_its_own_address(name: str) -> None:
    module = PROVIDERS[name]
    (source,) = module.open(module.Settings(), [Company("Acme", boards={name: NAMES.get(name, "acme")})])
    assert isinstance(source, Board)
    address = source._filled(source.settings.base_url + source.provider.path)

    assert address.startswith("https://")
    assert "acme" in address
    assert "{" not in address


async def test_lever_is_read_a_hundred_at_a_time() -> None:
    def answer(request: web.Request) -> web.Response:
        skip = int(request.query.get("skip", "0"))
        rows = [{"id": str(n), "text": f"Post {n}", "categories": {}} for n in range(skip, min(skip + 100, 230))]
        return web.json_response(rows)

    source, server, page = await told("lever", answer)

    assert len(unpack(source.advance(PollState(source.id), page, ()) or "").live) == 230
    assert [request.query.get("skip") for request in server.asked] == [None, "100", "200"]


async def test_smartrecruiters_is_read_until_all_that_it_counts_are_there() -> None:
    def answer(request: web.Request) -> web.Response:
        offset = int(request.query.get("offset", "0"))
        rows = [{"id": str(n), "name": f"Post {n}"} for n in range(offset, min(offset + 100, 200))]
        return web.json_response({"offset": offset, "limit": 100, "totalFound": 200, "content": rows})

    source, server, page = await told("smartrecruiters", answer)

    assert len(unpack(source.advance(PollState(source.id), page, ()) or "").live) == 200
    assert len(server.asked) == 2


async def test_workday_is_asked_by_post_twenty_at_a_time_and_its_later_answers_count_nothing() -> None:
    questions: list[dict[str, Any]] = []

    async def asked(request: web.Request) -> web.Response:
        questions.append(await request.json())
        offset = questions[-1]["offset"]
        rows = [{"title": f"P {n}", "externalPath": f"/job/x/P_JR{n:04}"} for n in range(offset, min(offset + 20, 45))]
        return web.json_response({"total": 45 if not offset else 0, "jobPostings": rows})

    app = web.Application()
    app.router.add_post("/wday/cxs/acme/Careers/jobs", asked)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    try:
        host, port = runner.addresses[0][:2]
        source = board("workday", f"http://{host}:{port}")
        async with Fetcher("https://talent.example/bot") as http:
            page = await source.fetch(http, PollState(source.id), NOW)
    finally:
        await runner.cleanup()

    assert page is not None
    assert [one["offset"] for one in questions] == [0, 20, 40]
    assert len(unpack(source.advance(PollState(source.id), page, ()) or "").live) == 45


async def test_greenhouse_is_asked_for_its_departments_where_the_posts_do_not_say_theirs() -> None:
    def answer(request: web.Request) -> web.Response:
        if request.path.endswith("/departments"):
            return web.json_response({"departments": [{"name": "Legal", "jobs": [{"id": 1}]}]})
        return web.json_response({"jobs": [{"id": 1, "title": "Counsel"}], "meta": {"total": 1}})

    source, server, page = await told("greenhouse", answer)

    assert [request.path for request in server.asked] == ["/v1/boards/acme/jobs", "/v1/boards/acme/departments"]
    assert unpack(source.advance(PollState(source.id), page, ()) or "").live["1"].department == "Legal"


async def test_a_next_page_at_another_host_is_not_followed() -> None:
    feed = {"items": [{"id": "1", "title": "Cook"}], "next_url": "http://127.0.0.1:1/jobs.json"}

    with pytest.raises(Changed, match="another host"):
        await told("teamtailor", lambda _: web.json_response(feed))


async def test_a_next_page_that_fails_fails_the_whole_reading() -> None:
    def answer(request: web.Request) -> web.Response:
        if request.query.get("skip"):
            return web.Response(status=404)
        return web.json_response([{"id": str(n), "text": "Post"} for n in range(100)])

    with pytest.raises(Refused):
        await told("lever", answer)


async def test_a_board_that_is_not_there_any_more_asks_whether_the_company_moved() -> None:
    with pytest.raises(Refused, match=r"ashby:acme: .*404.* Has Acme moved to another job board\?"):
        await told("ashby", lambda _: web.Response(status=404))


async def test_an_unchanged_board_is_read_once_a_day_and_while_a_post_is_missing() -> None:
    shown = jobs("a", "b")
    conditional: list[bool] = []

    def answer(request: web.Request) -> web.Response:
        conditional.append("If-None-Match" in request.headers)
        tag = f'"{len(shown)}"'
        same = request.headers.get("If-None-Match") == tag
        return web.Response(status=304) if same else web.Response(body=shown, headers={"ETag": tag})

    async with serve(answer) as server, Fetcher("https://talent.example/bot") as http:
        source = board("ashby", server.address)
        state, _ = await read(source, http, PollState(source.id), NOW)
        state, _ = await read(source, http, state, NOW + HOUR)
        shown = jobs("a")
        for hours in (2, 3, 4, 5, 30):
            state, _ = await read(source, http, state, NOW + hours * HOUR)

    assert conditional == [False, True, True, False, False, True, False]
    assert set(unpack(state.cursor or "").live) == {"a"}
    assert set(unpack(state.cursor or "").gone) == {"b"}


@pytest.mark.parametrize(
    "broken",
    [
        b"",
        b"<html><body>Be right back</body></html>",
        b'{"jobs": []}',
        b'{"jobs": null}',
        b'{"jobs": [1]}',
        b'{"jobs": [{"id": "a"}]}',
        jobs("a", "b")[:-9],
        b"[]",
        b"null",
    ],
)
async def test_a_failed_or_empty_answer_closes_nothing_and_moves_no_cursor(broken: bytes) -> None:
    bodies: Iterator[bytes] = iter([jobs("a", "b"), *[broken] * 5, jobs("a", "b")])

    async with (
        serve(lambda _: web.Response(body=next(bodies))) as server,
        Fetcher("https://talent.example/bot") as http,
    ):
        source = board("ashby", server.address)
        first, _ = await read(source, http, PollState(source.id), NOW)
        state, said = first, list[Item]()
        for n in range(1, 6):
            state, items = await read(source, http, state, NOW + n * HOUR)
            said += items
            assert state.failures == n
            assert state.cursor == first.cursor
        state, items = await read(source, http, state, NOW + 6 * HOUR)

    assert [*said, *items] == []
    assert state.failures == 0
    assert set(unpack(state.cursor or "").live) == {"a", "b"}


async def test_a_damaged_memory_begins_anew() -> None:
    async with serve(lambda _: web.Response(body=jobs("a"))) as server, Fetcher("https://talent.example/bot") as http:
        source = board("ashby", server.address)
        state, items = await read(source, http, PollState(source.id, cursor="1:AAAA"), NOW)

    assert (items, state.failures) == ((), 0)
    assert set(unpack(state.cursor or "").live) == {"a"}


def test_a_job_in_several_cities_and_languages_is_one_post() -> None:
    rows = [{"id": n, "internal_job_id": 7, "title": "Cook", "location": {"name": city}, "departments": []}
            for n, city in enumerate(["Paris, France", "Lyon, France", "Remote"])]  # fmt: skip
    page = Page("", json.dumps({"jobs": rows}).encode(), NOW)
    memory = unpack(board("greenhouse").advance(PollState("greenhouse:acme"), page, ()) or "")

    assert {id: one.cities for id, one in memory.live.items()} == {"7": ("Lyon", "Paris")}


def test_an_ashby_post_that_is_not_listed_is_none_and_one_without_an_id_has_that_of_its_address() -> None:
    rows = [job("a"), job("b") | {"isListed": False}, {"title": "Cook", "jobUrl": "https://jobs.ashbyhq.com/acme/c"}]

    assert [one.id for one in ashby.read([json.dumps({"jobs": rows}).encode()])] == ["a", "c"]


def test_an_edit_of_greenhouse_in_bulk_is_no_move() -> None:
    rows = [{"id": n, "title": f"Post {n}", "departments": [], "updated_at": "2024-10-01T00:00:00Z"} for n in range(9)]
    source = board("greenhouse")
    cursor = source.advance(PollState(source.id), Page("", json.dumps({"jobs": rows}).encode(), NOW), ())
    edited = json.dumps({"jobs": [row | {"updated_at": "2024-10-05T00:00:00Z"} for row in rows]}).encode()
    page = Page("", answers.join([write(unpack(cursor or "")), edited]), NOW + HOUR)

    assert source.parse(page) == []


def test_a_document_type_of_personio_is_refused() -> None:
    body = b'<!DOCTYPE x [<!ENTITY a "b">]><workzag-jobs><position><id>1</id><name>&a;</name></position></workzag-jobs>'

    with pytest.raises(Changed, match="document type"):
        personio.read([body])


def test_a_long_board_is_read_without_holding_it_many_times() -> None:
    rows = [{"id": str(n), "text": f"Post {n}", "description": "Nobody said much about it. " * 80} for n in range(900)]
    pages = [json.dumps(rows[start : start + 100]).encode() for start in range(0, 900, 100)]
    page, source = Page("", answers.join([b"", *pages]), NOW), board("lever")
    tracemalloc.start()
    try:
        source.advance(PollState(source.id), page, source.parse(page))
        left, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()

    # The answers one by one beside the page, and what they say of a hundred posts at a time.
    assert most < 2.0 * len(page.body)
    assert left < 0.5 * len(page.body)


def test_the_age_of_a_workday_post_is_no_date() -> None:
    row = {"title": "Cook", "externalPath": "/job/x/Cook_JR-7", "postedOn": "Posted 3 Days Ago", "bulletFields": []}
    (one,) = workday.read([json.dumps({"jobPostings": [row]}).encode()])

    assert (one.id, one.published) == ("JR-7", None)


BODIES = st.one_of(
    st.binary(max_size=80),
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(
                st.sampled_from(["jobs", "content", "offers", "items", "jobPostings", "id", "title", "text", "name"]),
                inner,
                max_size=4,
            )
        ),
        max_leaves=12,
    ).map(lambda value: json.dumps(value).encode()),
)


@pytest.mark.parametrize("name", list(PROVIDERS))
@given(body=BODIES)
def test_any_bytes_are_posts_or_changed(name: str, body: bytes) -> None:
    source = board(name)
    page = Page("", answers.join([b"", body]), NOW)
    try:
        items = source.parse(page)
    except Changed:
        return
    assert items == []
    assert unpack(source.advance(PollState(source.id), page, items) or "").read == NOW


def test_a_boards_page_is_where_an_item_without_an_address_leads() -> None:
    source = board("lever")
    rows = [{"id": str(n), "text": f"Post {n}"} for n in range(3)]
    cursor = source.advance(PollState(source.id), Page("", json.dumps(rows[:2]).encode(), NOW), ())
    body = answers.join([write(unpack(cursor or "")), json.dumps(rows).encode()])
    (item,) = source.parse(replace(Page("", body, NOW), fetched=NOW + HOUR))

    assert (item.url, item.published) == ("https://jobs.lever.co/acme", NOW + HOUR)


@pytest.mark.parametrize("tagged", [True, False])
async def test_the_same_answer_again_is_not_read_again_the_same_day(tagged: bool) -> None:
    shown = jobs("a", "b")

    def answer(request: web.Request) -> web.Response:
        return web.Response(body=shown, headers={"ETag": f'"{request.rel_url}{len(shown)}"'} if tagged else {})

    async with serve(answer) as server, Fetcher("https://talent.example/bot") as http:
        source = board("ashby", server.address)
        state, _ = await read(source, http, PollState(source.id), NOW)
        for hours in (1, 2):
            assert await source.fetch(http, state, NOW + hours * HOUR) is None
        assert await source.fetch(http, state, NOW + 24 * HOUR) is not None  # a quiet day counts
        shown = jobs("a", "b", "c")
        state, items = await read(source, http, state, NOW + 3 * HOUR)
        assert [item.key for item in items] == ["opened:c"]
        shown = jobs("a", "c")
        state, _ = await read(source, http, state, NOW + 4 * HOUR)
        assert await source.fetch(http, state, NOW + 5 * HOUR) is not None  # so does an absence


async def test_what_an_earlier_version_remembered_is_read_and_asked_whole_once() -> None:
    async with (
        serve(lambda _: web.Response(body=jobs("a", "b"))) as server,
        Fetcher("https://talent.example/bot") as http,
    ):
        source = board("ashby", server.address)
        state, _ = await read(source, http, PollState(source.id), NOW)
        old = replace(state, cursor=f"1:{(state.cursor or '').rpartition(':')[2]}")
        assert unpack(old.cursor or "") == unpack(state.cursor or "")
        state, items = await read(source, http, old, NOW + HOUR)
        assert (items, state.trouble) == ((), None)
        assert await source.fetch(http, state, NOW + 2 * HOUR) is None
