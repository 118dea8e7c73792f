"""The states' lists of lay-offs: layouts, days, amendments, and what is not taken."""

from __future__ import annotations

import os
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from aiohttp import web
from hypothesis import given
from hypothesis import strategies as st

from model.errors import Changed
from model.item import Item, Notice, Page
from model.poll import PollState
from model.signal import Kind, Signal
from model.story import Story
from signals.reader import Reader
from sources import warn
from sources.fetcher import Fetcher
from sources.warn import Settings, Source
from sources.warn.columns import count
from sources.warn.dates import day, month_posted
from stories.merge import merge
from tests.make import NOW, company, signal
from tests.sources.server import serve

SHARED = Path(__file__).parents[3] / "shared" / "payloads" / "warn"
URL = "https://labor.example/warn.csv"
HEADER = "Company,Location,Notice Date,Layoff Date,Employees Affected,Contact Name,Contact Phone"


def read(*rows: str, header: str = HEADER, **settings: object) -> list[Item]:
    return Source(Settings(**settings), URL).parse(Page("", "\n".join([header, *rows]).encode(), NOW))


def shape(item: Item) -> Notice:
    assert isinstance(item.shape, Notice)
    return item.shape


def stories_of(*items: Item) -> tuple[Story, ...]:
    """Play items one after another, each into what is known."""
    reader, known = Reader([company()], []), dict[str, Story]()
    for item in items:
        merged = merge(reader.read(item), known.values())
        known = {key: story for key, story in known.items() if key not in merged.absorbed}
        known |= {story.id: story for story in merged.changed}
    return tuple(known.values())


def test_a_notice_is_a_lay_off_with_its_number_day_and_place() -> None:
    (item,) = read("OpenAI,Austin,9/16/24,11/15/24,120,Jane Roe,512 555 0100", states={URL: "TX"})
    (told,) = Reader([company()], []).read(item)

    assert item.title == "OpenAI gives notice of 120 lay-offs in Austin, TX"
    assert item.published == datetime(2024, 9, 16, tzinfo=UTC)
    assert (told.kind, told.headcount, told.effective) == (Kind.LAYOFFS, 120, datetime(2024, 11, 15, tzinfo=UTC))
    assert told.quote == item.title


def test_nobody_to_contact_is_taken() -> None:
    (item,) = read("OpenAI,Austin,9/16/24,11/15/24,120,Jane Roe,512 555 0100")

    assert "Roe" not in repr(item)
    assert "555" not in repr(item)


def test_a_number_may_be_missing() -> None:
    for cell in ("", "-", "Not indicated", "N/A"):
        assert shape(read(f"OpenAI,Austin,9/16/24,11/15/24,{cell}")[0]).headcount is None


def test_an_amended_number_grows_the_first_notices_story() -> None:
    (first,) = read("OpenAI,Austin,9/3/24,11/15/24,120")
    (amended,) = read("OpenAI,Austin,9/28/24,12/15/24,150")

    assert first.key != amended.key
    (story,) = stories_of(first, amended)
    assert [told.headcount for told in story.evidence] == [120, 150]


def test_another_site_a_month_later_is_another_story() -> None:
    assert len(stories_of(*read("OpenAI,Austin,9/3/24,11/15/24,120"), *read("OpenAI,Waco,9/28/24,12/15/24,150"))) == 2


def test_one_cut_told_site_by_site_is_one_story_of_as_many_notices() -> None:
    items = read("OpenAI,Austin,9/3/24,11/1/24,206", "OpenAI,Waco,9/3/24,11/1/24,206", "OpenAI,Leon,9/5/24,11/1/24,9")

    assert len({item.key for item in items}) == 3
    (story,) = stories_of(*items)
    assert len(story.evidence) == 3


def test_a_site_is_part_of_the_larger_cut_that_the_press_tells_of() -> None:
    (notice,) = Reader([company()], []).read(read("OpenAI,Austin,9/26/24,11/1/24,206")[0])
    press = signal(kind=Kind.LAYOFFS, person=None, role=None, seniority=None, headcount=900)
    smaller = signal(kind=Kind.LAYOFFS, person=None, role=None, seniority=None, headcount=50)

    assert len(merge([notice, press], []).changed) == 1
    assert len(merge([notice, smaller], []).changed) == 2


@pytest.mark.parametrize("turn", range(3))
def test_the_order_of_notices_does_not_matter(turn: int) -> None:
    items = read("OpenAI,Austin,9/3/24,11/1/24,206", "OpenAI,Austin,9/9/24,11/1/24,300", "OpenAI,Waco,9/15/24,,9")
    told: list[Signal] = [one for item in items for one in Reader([company()], []).read(item)]

    assert len(merge(told[turn:] + told[:turn], []).changed) == 1


def test_a_row_told_twice_is_one_item() -> None:
    assert len(read("OpenAI,Austin,9/3/24,11/1/24,206", "OpenAI,Austin,9/3/24,11/1/24,206")) == 1


def test_what_another_notice_replaced_is_left_out() -> None:
    header = "hash_id,company,location,notice_date,effective_date,jobs,is_superseded,is_amendment,postal_code"
    (item,) = read(
        "a,OpenAI,Akron,2024-09-01,2024-11-01,120,True,False,OH", "b,OpenAI,Akron,2024-09-09,,150,False,True,OH",
        header=header,
    )  # fmt: skip

    assert item.title == "OpenAI gives notice of 150 lay-offs in Akron, OH"


def test_old_notices_are_left_alone() -> None:
    assert read("OpenAI,Austin,9/3/21,11/1/21,206") == []
    assert len(read("OpenAI,Austin,9/3/21,11/1/21,206", history="2000d")) == 1


def test_a_notice_from_the_future_is_dated_when_it_was_seen() -> None:
    assert read("OpenAI,Austin,9/3/25,11/1/25,206")[0].published == NOW


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("9/16/21", "2021-09-16"), ("02-21-22", "2022-02-21"), ("2022-03-01 00:00:00", "2022-03-01"),
        ("January 14, 2022", "2022-01-14"), ("April, 30, 2021", "2021-04-30"), ("10/12/25 - 10/25/25", "2025-10-12"),
        ("06-11-22\n thru\n06-30-22", "2022-06-11"), ("2025-10-17T11:55:19+00:00", "2025-10-17"),
    ],
)  # fmt: skip
def test_days_as_the_states_write_them(cell: str, expected: str) -> None:
    found = day(cell)

    assert found is not None
    assert found.date().isoformat() == expected


@pytest.mark.parametrize("cell", ["", "N/A", "13/45/2021", "TBD", "Smarch 3, 2021", "0000-00-00"])
def test_what_is_no_day(cell: str) -> None:
    assert day(cell) is None


def test_a_month_without_a_year_is_the_last_before_it_takes_effect() -> None:
    assert month_posted("December", day("2024-02-04")) == (datetime(2023, 12, 1, tzinfo=UTC), timedelta(days=31))
    assert month_posted("January", day("2024-03-12")) == (datetime(2024, 1, 1, tzinfo=UTC), timedelta(days=31))
    assert month_posted("January", None) == (None, timedelta())


@pytest.mark.parametrize(
    ("cell", "expected"), [("1,250", 1250), (" 40 ", 40), ("40 (est.)", 40), ("0", None), ("512-555-0100", None)]
)
def test_numbers(cell: str, expected: int | None) -> None:
    assert count(cell) == expected


@pytest.mark.parametrize(
    "body", [b"PK\x03\x04xlsx", b"a,b\n1,2", b"<html>", b'{"a": 1}', b"a\0b", b"", HEADER.encode()]
)
def test_what_is_no_list_is_a_fault_but_a_list_without_rows_is_not(body: bytes) -> None:
    source = Source(Settings(), URL)
    if body == HEADER.encode():
        assert source.parse(Page("", body, NOW)) == []
    else:
        with pytest.raises(Changed):
            source.parse(Page("", body, NOW))


@given(st.binary(max_size=300), st.booleans())
def test_arbitrary_bytes_are_items_or_a_fault_and_the_same_twice(body: bytes, headed: bool) -> None:
    page, source = Page("", HEADER.encode() + b"\n" + body if headed else body, NOW), Source(Settings(), URL)
    try:
        items = source.parse(page)
    except Changed:
        return

    assert [item.key for item in source.parse(page)] == [item.key for item in items]


async def test_a_list_comes_whole_with_its_length_before_it() -> None:
    body = f"{HEADER}\nOpenAI,Austin,9/3/24,11/1/24,206\n".encode()
    async with (
        serve(lambda _: web.Response(body=body, headers={"ETag": '"1"'})) as server,
        Fetcher("https://x.example") as http,
    ):
        (source,) = warn.open(Settings(urls=(f"{server.address}/w.csv",), allow_private=True), [])
        page = await source.fetch(http, PollState(source.id), NOW)

    assert page is not None
    assert len(source.parse(page)) == 1
    with pytest.raises(Changed):
        source.parse(Page("", page.body[:-1], NOW))


def drop(folder: Path, name: str, text: str, age: float = 60.0) -> None:
    """Put a list into a folder, written so many seconds ago."""
    (folder / name).write_text(text, "utf-8")
    changed = NOW.timestamp() - age
    os.utime(folder / name, (changed, changed))


async def test_lists_in_a_folder_are_read_one_by_one_with_their_state(tmp_path: Path) -> None:
    drop(tmp_path, "il.csv", f"{HEADER}\nOpenAI,Joliet,9/16/24,11/15/24,120,Jane Roe,815 555 0100\n", age=90)
    drop(tmp_path, "ga.csv", "ID,Company Name,City,Est. Impact,Separation Date,Phone\n1,OpenAI,Macon,40,9/30/24,555\n")
    [source] = warn.open(Settings(folder=tmp_path, states={"il.csv": "IL"}), [])
    assert source.every == timedelta(minutes=15)
    state, titles = PollState(source.id), list[str]()
    async with Fetcher("https://talent.example/bot") as http:
        while (page := await source.fetch(http, state, NOW)) is not None:
            items = source.parse(page)
            titles += [f"{item.site}: {item.title}" for item in items]
            assert "Roe" not in repr(items)
            assert "555" not in repr(items)
            state = replace(state, cursor=source.advance(state, page, items))
        assert titles == [
            "il.csv: OpenAI gives notice of 120 lay-offs in Joliet, IL",
            "ga.csv: OpenAI gives notice of 40 lay-offs in Macon",
        ]
        drop(tmp_path, "il.csv", f"{HEADER}\nOpenAI,Joliet,9/16/24,11/15/24,180,,\n", age=5)
        page = await source.fetch(http, state, NOW)
        assert page is not None
        [amended] = source.parse(page)
    assert "180 lay-offs" in amended.title


async def test_a_file_that_is_no_list_is_a_fault_that_names_it(tmp_path: Path) -> None:
    drop(tmp_path, "list.csv", "a,b\n1,2\n")
    [source] = warn.open(Settings(folder=tmp_path), [])
    async with Fetcher("https://talent.example/bot") as http:
        page = await source.fetch(http, PollState(source.id), NOW)
    assert page is not None
    with pytest.raises(Changed, match=r"list\.csv: The list has no columns"):
        source.parse(page)


@pytest.mark.skipif(not SHARED.exists(), reason="needs ../shared")
@pytest.mark.parametrize("path", sorted(SHARED.glob("raw.*.csv")), ids=lambda path: path.name)
def test_every_recorded_list_is_read(path: Path) -> None:
    source = Source(Settings(history="9999d"), URL)
    items = source.parse(Page("", path.read_bytes(), datetime(2026, 11, 23, tzinfo=UTC)))

    assert len(items) >= 50
    assert all(shape(item).company for item in items)
    assert sum(shape(item).effective is not None for item in items) >= len(items) * 0.4
