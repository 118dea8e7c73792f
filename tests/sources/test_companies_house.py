"""Companies House: who came and who went, and what is not taken of anybody."""

from __future__ import annotations

import asyncio
import json
from base64 import b64encode
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web
from hypothesis import given
from hypothesis import strategies as st

from model.errors import Changed, Refused
from model.item import Item, OfficerChange, Page
from model.poll import PollState
from model.signal import Kind, Seniority, SourceClass
from signals.reader import Reader
from sources import companies_house
from sources.companies_house import Settings, Source, Stream, spelled
from sources.fetcher import Fetcher
from stories.merge import merge
from tests.make import NOW, company, signal
from tests.sources.fetcher.hostile import Answer, Hostile, Question, fetcher, said, serving
from tests.sources.server import Server, serve

SHARED = Path(__file__).parents[3] / "shared" / "payloads" / "companies_house"
SETTINGS = Settings(key="secret", numbers={"OpenAI": "99990001"})
needs_shared = pytest.mark.skipif(not SHARED.exists(), reason="needs ../shared")


def officer(name: str = "LAMPWICK, Wanda", **more: object) -> dict[str, object]:
    return {
        "name": name, "officer_role": "director", "appointed_on": "2019-05-14", "occupation": "Finance Director",
        "date_of_birth": {"month": 1, "year": 1980}, "address": {"postal_code": "ZZ99 9ZZ"}, "nationality": "British",
        "links": {"officer": {"appointments": "/officers/a1/appointments"}},
    } | more  # fmt: skip


def page(*officers: dict[str, object], total: int | None = None, at: datetime = NOW) -> Page:
    told = {"items": officers, "total_results": len(officers) if total is None else total}
    return Page("", json.dumps(told).encode(), at)


def read(*officers: dict[str, object]) -> list[Item]:
    return Source(SETTINGS, "OpenAI", "99990001").parse(page(*officers))


def test_who_resigned_is_a_departure_with_its_day_and_words() -> None:
    (item,) = read(officer(resigned_on="2024-09-30"))
    (told,) = Reader([company()], []).read(item)

    assert (told.kind, told.person, told.from_company) == (Kind.DEPARTURE, "Wanda Lampwick", "OpenAI")
    assert told.role == "director (finance director)"
    assert told.effective == datetime(2024, 9, 30, tzinfo=UTC)
    assert (told.seniority, told.source_class) == (Seniority.DIRECTOR, SourceClass.REGISTRY)
    assert told.quote == "Wanda Lampwick, director (finance director), resigned on 30 September 2024."


def test_who_was_appointed_is_an_arrival_and_meets_what_the_press_says() -> None:
    (item,) = read(officer(appointed_on="2024-09-16"))
    (told,) = Reader([company()], []).read(item)
    press = signal(kind=Kind.HIRE, person="Wanda Lampwick", role="CFO", published=told.published + timedelta(days=2))

    assert (told.kind, told.to_company) == (Kind.HIRE, "OpenAI")
    assert len(merge([told, press], []).changed) == 1


def test_an_active_officer_of_old_is_no_news() -> None:
    assert read(officer(), officer(resigned_on="2022-03-01")) == []


def test_officers_that_are_companies_are_left_out() -> None:
    assert read(officer("WICK LTD", officer_role="corporate-secretary", appointed_on="2024-09-30")) == []


def test_no_birthday_address_or_nationality_is_taken() -> None:
    (item,) = read(officer(resigned_on="2024-09-30"))

    assert not any(word in repr(item) for word in ("1980", "ZZ99", "British"))


def test_a_resignation_has_another_key_than_the_appointment_of_the_same_person() -> None:
    both = read(officer(appointed_on="2024-08-01", resigned_on="2024-10-01"))

    assert [item.key for item in both] == ["a1:appointed:2024-08-01", "a1:resigned:2024-10-01"]


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("COGWHEEL, Cornelius Otto", "Cornelius Cogwheel"), ("MOTH-BRAY, Ada, Dr", "Ada Moth-Bray"),
        ("McAdam, Ian", "Ian McAdam"), ("Wanda Lampwick", "Wanda Lampwick"), ("PLATO", "Plato"),
    ],
)  # fmt: skip
def test_names_are_turned_round(written: str, expected: str) -> None:
    assert spelled(written) == expected


def test_fewer_officers_than_the_list_counts_are_a_fault() -> None:
    with pytest.raises(Changed, match="1 of 3"):
        Source(SETTINGS, "OpenAI", "99990001").parse(page(officer(), total=3))


def test_an_empty_list_is_a_fault_for_a_company_has_officers() -> None:
    with pytest.raises(Changed):
        read()


KEYS = st.sampled_from(["items", "name", "officer_role", "appointed_on", "resigned_on", "links", "officer"])
LEAVES = st.none() | st.integers() | st.text(max_size=9)
ANYTHING = st.recursive(
    LEAVES, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=4), max_leaves=12
)


@given(ANYTHING)
def test_arbitrary_json_is_items_or_a_fault(told: Any) -> None:  # noqa: ANN401 - it may be anything
    for body in (told, {"items": [told]}):
        try:
            Source(SETTINGS, "OpenAI", "99990001").parse(Page("", json.dumps(body).encode(), NOW))
        except Changed:
            continue


def paged(request: web.Request) -> web.Response:
    start = int(request.query["start_index"])
    names = [officer(f"LAMPWICK, Wanda{n}", links={}) for n in range(start, min(start + 100, 150))]
    return web.json_response({"items": names, "total_results": 150})


async def fetch(server: Server, settings: Settings) -> Page | None:
    given = settings.model_copy(update={"base_url": server.address, "allow_private": True})
    (source,) = companies_house.open(given, [])
    async with Fetcher("https://talent.example/bot") as http:
        return await source.fetch(http, PollState(source.id), NOW)


async def test_it_asks_page_after_page_with_the_key_as_user() -> None:
    async with serve(paged) as server:
        got = await fetch(server, SETTINGS)

    assert got is not None
    assert Source(SETTINGS, "OpenAI", "99990001").parse(got) == []
    assert [asked.query["start_index"] for asked in server.asked] == ["0", "100"]
    assert {asked.path for asked in server.asked} == {"/company/99990001/officers"}
    basic = "Basic " + b64encode(b"secret:").decode()
    assert {asked.headers["Authorization"] for asked in server.asked} == {basic}


async def test_without_a_key_it_says_where_to_get_one_and_asks_nobody() -> None:
    async with serve(paged) as server:
        with pytest.raises(Refused, match="SIGNALS_SOURCES__COMPANIES_HOUSE__KEY"):
            await fetch(server, Settings(numbers={"OpenAI": "99990001"}))

    assert server.asked == []


def test_the_key_is_never_written_down() -> None:
    assert "secret" not in repr(SETTINGS)
    assert "secret" not in SETTINGS.model_dump_json()


HEARD = Settings(key="secret", stream_key="other", numbers={"OpenAI": "99990001"}, listen=0.3, allow_private=True)


def event(point: int, number: str = "99990001", kind: str = "changed", resigned_on: str | None = None) -> bytes:
    told = {
        "resource_kind": "company-officers", "resource_uri": f"/company/{number}/appointments/x{point}",
        "data": officer(resigned_on=resigned_on), "event": {"timepoint": point, "type": kind},
    }  # fmt: skip
    return json.dumps(told).encode() + b"\n"


def heard(*lines: bytes) -> Page:
    body = b"".join(lines)
    return Page("", b"%%answers %d\n%s" % (len(body), body), NOW)


def endless(*lines: bytes) -> Answer:
    async def answer(_: Question, writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n" + b"".join(lines))
        await writer.drain()
        await asyncio.Event().wait()

    return answer


async def listen(server: Hostile, cursor: str | None) -> tuple[list[Item], str | None]:
    stream = Stream(HEARD.model_copy(update={"stream_url": server.url("")}))
    state = PollState(stream.id, cursor=cursor)
    async with fetcher() as http:
        got = await stream.fetch(http, state, NOW)
    assert got is not None
    items = stream.parse(got)
    return items, stream.advance(state, got, items)


async def test_the_stream_is_heard_from_the_last_timepoint_on_and_left_again() -> None:
    lines = (b"\n", event(8, resigned_on="2024-10-01"), b"\n", event(9, number="00000001"), b'{"half a li')
    async with serving({"/officers?timepoint=8": endless(*lines)}) as server:
        items, cursor = await listen(server, "7")

    assert cursor == "9"
    assert [item.title for item in items] == ["OpenAI: Wanda Lampwick resigns as director (finance director)"]
    basic = "Basic " + b64encode(b"other:").decode()
    assert server.questions[0].header("authorization") == basic
    assert server.questions[0].header("accept-encoding") == "identity"


async def test_a_timepoint_that_is_too_old_starts_anew_for_the_lists_have_the_rest() -> None:
    answers: dict[str, bytes | Answer] = {"/officers?timepoint=8": said(416), "/officers": endless(event(900))}
    async with serving(answers) as server:
        _, cursor = await listen(server, "7")

    assert server.paths() == ["/officers?timepoint=8", "/officers"]
    assert cursor == "900"


async def test_a_key_that_is_refused_is_no_reason_to_start_anew() -> None:
    async with serving({"/officers?timepoint=8": said(401)}) as server:
        with pytest.raises(Refused):
            await listen(server, "7")

    assert len(server.questions) == 1


def test_heartbeats_alone_are_no_fault_and_move_nothing() -> None:
    stream, state = Stream(HEARD), PollState("companies_house:stream", cursor="7")

    assert stream.parse(heard(b"\n", b"\n")) == []
    assert stream.advance(state, heard(b"\n"), []) == "7"
    assert stream.advance(PollState(stream.id), heard(b"\n"), []) is None


def test_a_deleted_record_is_no_departure() -> None:
    assert Stream(HEARD).parse(heard(event(8, kind="deleted", resigned_on="2024-10-01"))) == []


@pytest.mark.parametrize(
    "page_",
    [heard(b"<html>\n"), heard(b'{"error": "x"}\n'), heard(b"7\n"), Page("", b"", NOW), Page("", event(8), NOW)],
)
def test_what_is_no_stream_is_a_fault(page_: Page) -> None:
    with pytest.raises(Changed):
        Stream(HEARD).parse(page_)


def test_a_page_of_the_stream_that_is_cut_short_is_a_fault() -> None:
    whole = heard(event(8), event(9)).body
    for end in range(len(whole)):
        with pytest.raises(Changed):
            Stream(HEARD).parse(Page("", whole[:end], NOW))


@given(st.lists(st.binary(max_size=40), max_size=4))
def test_arbitrary_lines_are_items_or_a_fault(lines: list[bytes]) -> None:
    try:
        Stream(HEARD).parse(heard(*lines))
    except Changed:
        return


def test_the_stream_is_opened_only_with_its_key() -> None:
    assert [source.id for source in companies_house.open(HEARD, [])] == [
        "companies_house:99990001", "companies_house:stream",
    ]  # fmt: skip
    assert len(companies_house.open(SETTINGS, [])) == 1


@needs_shared
def test_recorded_events_of_other_kinds_move_the_timepoint_and_tell_nothing() -> None:
    page_ = heard((SHARED / "companies-house-stream.events.ndjson").read_bytes())

    assert Stream(HEARD).parse(page_) == []
    assert Stream(HEARD).advance(PollState("x"), page_, []) == "140062688"


@needs_shared
def test_the_recorded_lists_are_read() -> None:
    source = Source(Settings(history="120d"), "OpenAI", "99990001")
    at = datetime(2026, 6, 1, tzinfo=UTC)
    told = source.parse(Page("", (SHARED / "coldscreen.officers.json").read_bytes(), at))
    assert {(one.person, one.came) for item in told if isinstance(one := item.shape, OfficerChange)} == {
        ("Ferdinand Flywheel", False), ("Griselda Gasket", False),
    }  # fmt: skip
    small = (SHARED / "UK_company_risk_monitor.companies_house_officers.json").read_bytes()
    assert len(source.parse(Page("", small, datetime(2025, 12, 1, tzinfo=UTC)))) == 1
    real = json.loads((SHARED / "talent-intelligence-tracker.companies_house_officers.json").read_bytes())
    for case in real.values():
        if isinstance(case, dict) and "payload" in case and case["payload"].get("items"):
            body = case["payload"] | {"total_results": len(case["payload"]["items"])}
            source.parse(Page("", json.dumps(body).encode(), at))


@needs_shared
@pytest.mark.parametrize("name", ["coldscreen.profile.json", "companies-house-stream.events.ndjson"])
def test_other_answers_are_refused(name: str) -> None:
    with pytest.raises(Changed):
        Source(SETTINGS, "OpenAI", "99990001").parse(Page("", (SHARED / name).read_bytes(), NOW))
