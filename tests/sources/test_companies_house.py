"""Companies House: who came and who went, and what is not taken of anybody."""

from __future__ import annotations

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
from sources.companies_house import Settings, Source, spelled
from sources.fetcher import Fetcher
from stories.merge import merge
from tests.make import NOW, company, signal
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
