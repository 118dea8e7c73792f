"""Two exports compared, and the folder they are dropped into."""

from __future__ import annotations

import logging
import os
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from model.errors import Changed, Refused
from model.item import Item, Page, ProfileChange
from model.poll import PollState
from sources.connections import Memory, Settings, Source, employers, open, page_of, without
from sources.connections.changes import diff, dump, forget, load, snapshot, turnover
from sources.connections.export import Export, Kind, Row, read_export
from sources.fetcher import Fetcher
from tests.make import NOW
from tests.sources.recorded import FIXTURES

EXPORTS = FIXTURES / "connections" / "exports"
JANUARY, OCTOBER = (read_export((EXPORTS / name).read_bytes()).rows for name in ("january.csv", "october.csv"))
JANE = Row("Jane Doe", "jane-doe", date(2020, 4, 1), "Acme", "Engineer")
OWNER = "U0RECRUIT"
HTTP = Fetcher("https://talent.example/bot")

WORDS = st.sampled_from(["Acme", "acme", "Acme, Inc.", "Globex", "Initech GmbH", "Ångström", "Co", "😀"])
ROWS = st.builds(
    Row,
    person=st.sampled_from(["Jane Doe", "Bo Reed", "Zoë Łuk"]),
    profile=st.sampled_from(["", "jane-doe", "bo-reed", "zoë"]),
    connected=st.none() | st.sampled_from([date(2020, 4, 1), date(2024, 1, 2)]),
    company=st.none() | WORDS,
    position=st.none() | WORDS,
)
EXPORT_ROWS = st.lists(ROWS, max_size=6)


def change(before: Row, after: Row) -> Item | None:
    items = diff(snapshot([before]), [after], OWNER, NOW)
    return items[0] if items else None


@given(EXPORT_ROWS)
def test_an_export_compared_with_itself_tells_nothing(rows: list[Row]) -> None:
    unique = list({(row.profile or (row.person, row.connected)): row for row in rows}.values())

    assert diff(snapshot(unique), unique, OWNER, NOW) == []


@given(EXPORT_ROWS, EXPORT_ROWS)
def test_who_is_new_and_who_is_gone_make_up_the_difference(before: list[Row], after: list[Row]) -> None:
    some, others = (
        list(
            {(row.profile or (row.person, row.connected)): row for row in rows if row.profile or row.connected}.values()
        )
        for rows in (before, after)
    )
    new, gone = turnover(snapshot(some), others)
    assert len(some) - gone == len(others) - new
    assert turnover(snapshot(some), some) == (0, 0)
    strangers = [replace(row, person=f"{row.person} II", profile=row.profile and f"{row.profile}-2") for row in others]
    assert turnover(snapshot(some), strangers) == (len(others), len(some))


@given(EXPORT_ROWS, EXPORT_ROWS)
def test_who_stands_in_one_export_only_is_never_told(before: list[Row], after: list[Row]) -> None:
    strangers = [replace(row, person=f"{row.person} II", profile=row.profile and f"{row.profile}-2") for row in after]

    assert diff(snapshot(before), strangers, OWNER, NOW) == []


@given(EXPORT_ROWS)
def test_a_snapshot_comes_back_as_it_was_dumped_and_names_nobody(rows: list[Row]) -> None:
    seats = snapshot(rows)

    assert load(dump(seats)) == seats
    assert not any(name in repr(seats) for name in ("Jane", "Reed", "jane-doe", "bo-reed", "zoë"))


def test_a_new_company_is_told_with_both_names() -> None:
    item = change(JANE, replace(JANE, company="Globex", position="VP Engineering"))

    assert item is not None
    assert item.title == "Jane Doe: Acme → Globex"
    assert item.text == "Engineer at Acme → VP Engineering at Globex"
    assert (item.source, item.site, item.url) == ("connections:U0RECRUIT", "connections", "")
    assert item.shape == ProfileChange(
        owner=OWNER,
        person="Jane Doe",
        profile="https://www.linkedin.com/in/jane-doe",
        company_before="Acme",
        company_after="Globex",
        position_before="Engineer",
        position_after="VP Engineering",
    )


@pytest.mark.parametrize(
    ("after", "title"),
    [
        (replace(JANE, company=None, position=None), "Jane Doe: Acme → no company named"),
        (replace(JANE, position="Staff Engineer"), "Jane Doe at Acme: Engineer → Staff Engineer"),
        (replace(JANE, position=None), "Jane Doe at Acme: Engineer → no title named"),
        (replace(JANE, person="Jane Roe", company="Globex"), "Jane Roe: Acme → Globex"),
        (replace(JANE, profile="jane-doe-phd", company="Globex"), "Jane Doe: Acme → Globex"),
        (replace(JANE, profile="", company="Globex"), "Jane Doe: Acme → Globex"),
    ],
)
def test_each_change_has_its_words(after: Row, title: str) -> None:
    item = change(JANE, after)

    assert item is not None
    assert item.title == title


@pytest.mark.parametrize(
    "after",
    [
        replace(JANE, company="ACME"),
        replace(JANE, company="Acme, Inc."),
        replace(JANE, position="engineer "),
        replace(JANE, person="John Smith", connected=date(2024, 9, 9), company="Globex"),
        replace(JANE, profile="", connected=None, company="Globex"),
        replace(JANE, profile="jane-2", connected=date(2021, 1, 1), company="Globex"),
    ],
    ids=["case", "legal form", "spaces", "address of somebody else now", "no day", "namesake"],
)
def test_another_spelling_or_another_person_is_no_change(after: Row) -> None:
    assert change(JANE, after) is None


def test_two_namesakes_met_on_one_day_are_not_mixed_up() -> None:
    before = [replace(JANE, profile="jane-1"), replace(JANE, profile="jane-2", company="Initech")]
    after = [replace(JANE, profile="jane-3", company="Initech"), replace(JANE, profile="jane-4")]

    assert diff(snapshot(before), after, OWNER, NOW) == []


def test_two_exports_tell_who_moved_and_not_who_vanished_or_came() -> None:
    titles = [item.title for item in diff(snapshot(JANUARY), OCTOBER, OWNER, NOW)]

    assert titles == [
        "Ada Quill: OpenAI → Anthropic",
        "Bo Fernández, PhD at Anthropic: Research Scientist, Alignment → Research Lead, Alignment",
        "Cleo Marsh: OpenAI → no company named",
        "Edda Roth: OpenAI → Thinking Machines",
    ]


def test_the_same_move_made_again_later_is_another_item() -> None:
    moved = replace(JANE, company="Globex")
    first, again = (diff(snapshot([JANE]), [moved], OWNER, NOW + timedelta(days=n))[0] for n in (0, 300))

    assert first.key != again.key


def test_who_asks_to_be_forgotten_leaves_the_snapshot() -> None:
    seats = snapshot([JANE, replace(JANE, person="Bo Reed", profile="bo-reed")])

    assert forget(seats, " jane  DOE ") == seats[1:]


@pytest.mark.parametrize("text", ["1:!", "1:aGVsbG8=", "nonsense", "1:" + dump(())[2:-4]])
def test_a_damaged_snapshot_is_told(text: str) -> None:
    with pytest.raises(Changed, match="import it once more"):
        load(text)


@given(st.binary(max_size=200))
def test_arbitrary_pages_raise_changed_and_nothing_else(body: bytes) -> None:
    with pytest.raises(Changed):
        Source(OWNER).parse(Page("", body, NOW))


# Pages and memory


def keep(source: Source, rows: tuple[Row, ...], state: PollState, now: datetime) -> tuple[list[Item], PollState]:
    page = page_of(Export(rows, ()), state, now)
    items = source.parse(page)
    return items, replace(state, cursor=source.advance(state, page, items))


def test_the_first_export_is_the_baseline_and_the_next_ones_tell() -> None:
    source, state = Source(OWNER), PollState(f"connections:{OWNER}")
    first, state = keep(source, JANUARY, state, NOW - timedelta(days=90))
    second, state = keep(source, OCTOBER, state, NOW)
    third, state = keep(source, OCTOBER, state, NOW + timedelta(days=1))

    assert (len(first), len(second), len(third)) == (0, 4, 0)


def test_nothing_that_is_kept_between_exports_is_an_address_or_a_name() -> None:
    _, state = keep(Source(OWNER), JANUARY, PollState("x"), NOW)
    seats = Memory.read(state.cursor).of(Kind.CONNECTIONS)

    assert not any(word in repr(seats) for word in ("@", "Ada", "Quill", "quill", "cleo", "linkedin"))


def test_a_snapshot_of_a_large_network_stays_small() -> None:
    rows = [replace(JANE, person=f"Jane {n}", profile=f"jane-{n}", company=f"Company {n % 700}") for n in range(5_000)]

    assert len(dump(snapshot(rows))) < 250_000


# The watched folder


def drop(folder: Path, name: str, body: bytes, at: datetime) -> None:
    (folder / name).write_bytes(body)
    os.utime(folder / name, (at.timestamp(), at.timestamp()))


async def poll(source: Source, state: PollState) -> tuple[list[Item] | None, PollState]:
    page = await source.fetch(HTTP, state, NOW)
    if page is None:
        return None, state
    items = source.parse(page)
    return items, replace(state, cursor=source.advance(state, page, items))


async def test_the_newest_file_is_read_once_and_older_ones_never(tmp_path: Path) -> None:
    source, state = Source(OWNER, tmp_path), PollState(f"connections:{OWNER}")
    drop(tmp_path, "a.csv", (EXPORTS / "january.csv").read_bytes(), NOW - timedelta(days=90))
    drop(tmp_path, "older.csv", (EXPORTS / "url-last.csv").read_bytes(), NOW - timedelta(days=200))
    first, state = await poll(source, state)
    again, state = await poll(source, state)
    drop(tmp_path, "b.csv", (EXPORTS / "october.csv").read_bytes(), NOW - timedelta(days=1))
    second, state = await poll(source, state)

    assert first == []
    assert again is None
    assert second is not None
    assert len(second) == 4


async def test_lists_of_candidates_are_read_one_after_the_other_beside_the_newest_connections(tmp_path: Path) -> None:
    source, state = Source(OWNER, tmp_path), PollState(f"connections:{OWNER}")
    head = b"First name,Last name,Job title,Company,Location\n"
    drop(tmp_path, "old.csv", (EXPORTS / "january.csv").read_bytes(), NOW - timedelta(days=9))
    drop(tmp_path, "project-a.csv", head + b"Ada,Quill,Engineer,Acme,Lyon\n", NOW - timedelta(days=8))
    drop(tmp_path, "Connections.csv", (EXPORTS / "january.csv").read_bytes(), NOW - timedelta(days=7))
    drop(tmp_path, "project-b.csv", head + b"Ada,Quill,Engineer,Globex,Lyon\n", NOW - timedelta(days=6))
    told = []
    for _ in range(4):
        items, state = await poll(source, state)
        told.append(None if items is None else [item.title for item in items])

    assert told == [[], [], ["Ada Quill: Acme → Globex"], None]


async def test_a_list_of_candidates_that_is_older_than_what_was_read_is_read_all_the_same(tmp_path: Path) -> None:
    source, state = Source(OWNER, tmp_path), PollState(f"connections:{OWNER}")
    head = b"First name,Last name,Job title,Company,Location\n"
    drop(tmp_path, "Connections.csv", (EXPORTS / "january.csv").read_bytes(), NOW - timedelta(days=2))
    drop(tmp_path, "b.csv", head + b"Bo,Reed,Engineer,Acme,Berlin\n", NOW - timedelta(days=1))
    _, state = await poll(source, state)
    _, state = await poll(source, state)
    old = b"Ada,Quill,Engineer,Acme,Lyon\nBo,Reed,Engineer,Where Bo was,Berlin\n"
    drop(tmp_path, "late.csv", head + old, NOW - timedelta(days=90))
    drop(tmp_path, "old.csv", (EXPORTS / "october.csv").read_bytes(), NOW - timedelta(days=80))
    drop(tmp_path, "older.txt", b"none of these", NOW - timedelta(days=80))
    late, state = await poll(source, state)

    assert late == []
    assert employers(state, {"Ada Quill"})["Ada Quill"] >= {"Acme"}
    assert "Where Bo was" not in employers(state, {"Bo Reed"})["Bo Reed"]
    assert (await poll(source, state))[0] is None


async def test_a_file_that_cannot_be_read_is_named_with_its_line_and_waits_to_be_mended(tmp_path: Path) -> None:
    source, state = Source(OWNER, tmp_path), PollState(f"connections:{OWNER}")
    head = "First name,Last name,Job title,Company,Location\n"
    drop(tmp_path, "bad.csv", (head + "=1,x,y,z,w\n").encode(), NOW - timedelta(days=2))
    with pytest.raises(Changed, match=r"bad\.csv: The file names no connection; 2: a value is a formula"):
        await source.fetch(HTTP, state, NOW)
    drop(tmp_path, "bad.csv", (head + "Ada,Quill,Engineer,Acme,Lyon\n").encode(), NOW - timedelta(days=1))

    assert (await poll(source, state))[0] == []


async def test_a_file_that_is_still_being_written_waits(tmp_path: Path) -> None:
    drop(tmp_path, "a.csv", (EXPORTS / "january.csv").read_bytes(), NOW - timedelta(seconds=1))
    drop(tmp_path, ".hidden.csv", b"", NOW - timedelta(days=1))
    drop(tmp_path, "b.csv.crdownload", b"", NOW - timedelta(days=1))

    assert await Source(OWNER, tmp_path).fetch(HTTP, PollState("x"), NOW) is None


async def test_a_file_of_another_kind_says_what_to_do_and_moves_nothing(tmp_path: Path) -> None:
    drop(tmp_path, "export.zip", b"PK\x03\x04", NOW - timedelta(days=1))

    with pytest.raises(Changed, match="unpack it first"):
        await Source(OWNER, tmp_path).fetch(HTTP, PollState("x"), NOW)


async def test_a_file_beyond_all_bounds_is_not_read_into_memory(tmp_path: Path) -> None:
    with (tmp_path / "huge.csv").open("wb") as file:
        file.truncate(2**30)
    os.utime(tmp_path / "huge.csv", (NOW.timestamp() - 60, NOW.timestamp() - 60))

    with pytest.raises(Changed, match="larger than 20 MB"):
        await Source(OWNER, tmp_path).fetch(HTTP, PollState("x"), NOW)


async def test_a_missing_folder_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="create it, or correct `folder`"):
        await Source(OWNER, tmp_path / "nowhere").fetch(HTTP, PollState("x"), NOW)


async def test_bad_lines_are_logged_by_number_without_what_they_say(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    drop(tmp_path, "bad.csv", (EXPORTS / "bad-lines.csv").read_bytes(), datetime(2024, 1, 1, tzinfo=UTC))
    with caplog.at_level(logging.WARNING):
        await Source(OWNER, tmp_path).fetch(HTTP, PollState("x"), NOW)

    assert "connections:U0RECRUIT: 5 lines could not be read (2: a quote is opened and never closed" in caplog.text
    assert not any(word in caplog.text for word in ("Ada", "Reed", "Globex"))


def test_without_a_folder_there_is_nothing_to_poll_and_a_folder_needs_its_owner() -> None:
    assert open(Settings(), []) == []
    with pytest.raises(ValidationError, match="owner is missing"):
        Settings(folder=Path("drop"))


def test_somebody_forgotten_is_nobody_to_the_next_export() -> None:
    source, moved = Source(OWNER), replace(JANE, company="Globex")
    first = page_of(Export((JANE,), ()), PollState(source.id), NOW)
    cursor = source.advance(PollState(source.id), first, [])

    known = source.parse(page_of(Export((moved,), ()), PollState(source.id, cursor=cursor), NOW))
    forgotten = source.parse(
        page_of(Export((moved,), ()), PollState(source.id, cursor=without(cursor, "Jane Doe")), NOW)
    )

    assert [item.title for item in known] != []
    assert forgotten == []
