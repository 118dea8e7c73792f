"""Lists of lay-offs that somebody keeps: what is taken, what is not believed, and what an edit is."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digests.sentence import lead, sentence
from model.errors import Changed
from model.item import Item, Notice
from model.poll import PollState, old_news
from model.signal import Certainty, Kind, SourceClass
from model.story import State, Story
from rules.facts import facts_of
from signals.reader import Reader
from sources import layoffs
from sources.fetcher import Fetcher
from sources.layoffs import ID, Settings, Source
from sources.layoffs.rows import Read, is_list, items_of, read_rows
from stories.merge import merge
from tests.make import NOW, company, signal

SHARED = Path(__file__).parents[3] / "shared" / "payloads" / "layoffs" / "world-layoffs.raw.csv"
HEADER = "company,location,total_laid_off,date,percentage_laid_off,industry,source"
LINK = "https://paper.example/openai-cuts"


def row(
    people: str = "120.0", day: str = "10/2/2024", place: str = "Austin", link: str = LINK, share: str = "0.08"
) -> str:
    return f'OpenAI,"{place}",{people},{day},{share},AI,{link}'


def read(*rows: str, header: str = HEADER) -> Read:
    return read_rows("\n".join([header, *rows]).encode(), NOW)


def items(*rows: str) -> list[Item]:
    return items_of(read(*rows).rows, ID, "ours.csv", NOW)


def reason(line: str) -> str:
    """Read a list whose second row is wrong, and give what is said of it."""
    told = read(row(day="9/25/2024"), line)
    assert len(told.rows) == 1
    [bad] = told.bad_lines
    assert bad.number == 3
    return bad.reason


def stories_of(files: Sequence[Sequence[Item]], domain: str | None = None) -> tuple[Story, ...]:
    """Play files one after another, each into what is known."""
    reader, known = Reader([company()], []), dict[str, Story]()
    for file in files:
        told = [one for item in file for one in reader.read(item)]
        merged = merge(told, known.values(), frozenset(), {"OpenAI": domain} if domain else {})
        known = {key: story for key, story in known.items() if key not in merged.absorbed}
        known |= {story.id: story for story in merged.changed}
    return tuple(known.values())


# --- a row -----------------------------------------------------------------------------------------------------------


def test_a_row_is_a_lay_off_with_its_number_its_day_and_its_own_link() -> None:
    [item] = items(row(place="Lisbon, Non-U.S."))
    [told] = Reader([company()], []).read(item)

    assert item.title == "OpenAI lays off 120 people (8% of its staff) in Lisbon"
    assert (item.published, item.url, item.site) == (datetime(2024, 10, 2, tzinfo=UTC), LINK, "paper.example")
    assert (told.kind, told.headcount, told.certainty) == (Kind.LAYOFFS, 120, Certainty.REPORTED)
    assert told.quote == item.title


@pytest.mark.parametrize("cell", ["", "NULL", "N/A", "-", " "])
def test_without_a_number_no_number_is_told(cell: str) -> None:
    [item] = items(row(people=cell, share=cell))
    [told] = Reader([company()], []).read(item)

    assert told.headcount is None
    assert item.title == "OpenAI lays off people in Austin"


def test_a_share_is_never_turned_into_a_number() -> None:
    [told] = Reader([company(employees=1000)], []).read(items(row(people="", share="0.5"))[0])

    assert told.headcount is None


def test_it_is_no_official_notice() -> None:
    [told] = Reader([company()], []).read(items(row())[0])

    assert told.source_class is SourceClass.PRESS


@pytest.mark.parametrize(
    "link",
    ["", "Internal memo", "8/28/half-an-address/", "ftp://paper.example/x", "http://intranet/x", "javascript:alert(1)"],
)
def test_without_a_link_it_is_hearsay_and_has_no_link(link: str) -> None:
    [item] = items(row(link=link))
    [told] = Reader([company()], []).read(item)

    assert (item.url, item.site) == ("", "ours.csv")
    assert told.certainty is Certainty.RUMOUR
    assert stories_of([[item]])[0].state is State.RUMOURED


def test_a_link_with_spaces_around_it_is_one() -> None:
    assert items(row(link=f" {LINK} "))[0].url == LINK


def test_only_watched_companies_are_told_of() -> None:
    reader = Reader([company()], [])
    told = items(row(), "Openair,Oslo,5,10/2/2024,,AI,", "Umbra,Oslo,5,10/2/2024,,AI,")

    assert [reader.mentions(item) for item in told] == [True, False, False]


# --- lines that cannot be read ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "says"),
    [
        (",Austin,120,10/2/2024,,AI,", "it names no company"),
        ("OpenAI,Austin,120,,,AI,", "its date is no day"),
        ("OpenAI,Austin,120,13/45/2024,,AI,", "its date is no day"),
        ("OpenAI,Austin,120,2/30/2024,,AI,", "its date is no day"),
        ("OpenAI,Austin,120,10/2/0024,,AI,", "its date is no day"),
        ("OpenAI,Austin,120,25/9/2024,,AI,", "the day written before the month"),
        ("OpenAI,Austin,120,10/2/2031,,AI,", "yet to come"),
        ("OpenAI,Austin,many,10/2/2024,,AI,", "total_laid_off is no number"),
        ("OpenAI,Austin,120.5,10/2/2024,,AI,", "total_laid_off is no number"),
        ("OpenAI,Austin,-120,10/2/2024,,AI,", "total_laid_off is no number"),
        ("OpenAI,Austin,0,10/2/2024,,AI,", "total_laid_off is no number"),
        ("OpenAI,Austin,120,10/2/2024,8,AI,", "no share between 0 and 1"),
        ("OpenAI,Austin,120,10/2/2024,8%,AI,", "no share between 0 and 1"),
        ("OpenAI,Austin,1,200,10/2/2024,,AI,", "it has 8 values, the header has 7"),
        ("OpenAI,Austin", "it has 2 values, the header has 7"),
        ('OpenAI,"Austin,120,10/2/2024,,AI,', "its quotes cannot be understood"),
    ],
)
def test_a_line_that_cannot_be_read_is_told_by_number_and_tells_nothing(line: str, says: str) -> None:
    assert says in reason(line)
    assert "OpenAI" not in reason(line)


def test_a_quote_that_is_not_closed_spoils_its_own_line_only() -> None:
    told = read('OpenAI,"Austin,120,10/2/2024,,AI,', row(), row(day="9/1/2024"))

    assert [bad.number for bad in told.bad_lines] == [2]
    assert len(told.rows) == 2


def test_a_spreadsheet_that_writes_the_day_first_is_refused_as_a_whole() -> None:
    with pytest.raises(Changed, match="the day before the month"):
        read(row(day="2/10/2024"), row(day="25/9/2024"))
    assert len(read(row(day="9/25/2024"), row(day="25/9/2024")).rows) == 1


@pytest.mark.parametrize(
    "body", [b"", b"company,date\na,1/1/2024", b"<html>", b"PK\x03\x04", b"a\0b", f"{HEADER}\n,,,,,,x".encode()]
)
def test_what_is_no_list_is_a_fault(body: bytes) -> None:
    with pytest.raises(Changed):
        read_rows(body, NOW)


def test_a_header_in_another_order_and_with_other_columns_beside_is_one() -> None:
    header = "\ufeffDate,Company,percentage_laid_off,total_laid_off,stage"
    [told] = read("2024-10-02,OpenAI,0.1,50,Seed", header=header).rows

    assert (told.people, told.place, told.link) == (50, "", "")
    assert is_list(header.encode())
    assert not is_list(b"First Name,Last Name,URL,Email Address,Company,Position,Connected On\n")
    assert not is_list(b"company,company,total_laid_off,date,percentage_laid_off\n")


@given(st.binary(max_size=300), st.booleans())
def test_arbitrary_bytes_are_rows_or_a_fault_and_the_same_twice(body: bytes, headed: bool) -> None:
    body = HEADER.encode() + b"\n" + body if headed else body
    try:
        told = read_rows(body, NOW)
    except Changed:
        return

    assert read_rows(body, NOW) == told
    assert {item.url == "" or item.url.startswith("http") for item in items_of(told.rows, ID, "f", NOW)} <= {True}


# --- again, edited, and together with the press ----------------------------------------------------------------------


def test_the_same_row_again_and_one_with_another_link_or_industry_is_the_same_item() -> None:
    [first] = items(row())
    [again] = items(row(link="https://daily.example/openai").replace(",AI,", ",Research,"))

    assert (first.source, first.key) == (again.source, again.key)
    assert len(items(row(), row())) == 1


@pytest.mark.parametrize("edited", [row(people="600.0"), row(people=""), row(place="Waco"), row(share="0.5")])
def test_an_edited_row_is_an_amendment_and_no_second_event(edited: str) -> None:
    first, later = items(row()), items(edited)
    [story] = stories_of([first, later])

    assert first[0].key != later[0].key
    assert len(story.evidence) == 2
    assert len(stories_of([later, first])) == 1


@pytest.mark.parametrize("later", ["80", "200"])
def test_the_newest_number_of_a_row_holds_downwards_too_in_whatever_order_they_come(later: str) -> None:
    first = items(row("120"), row("30", place="Waco"))
    again = [replace(item, fetched=NOW + timedelta(days=1)) for item in items(row(later))]
    for files in ([first, again], [again, first]):
        [story] = stories_of(files)
        assert facts_of(story).headcount == int(later)
        assert sentence(story) == f"OpenAI lays off {later} people"
        assert lead(story).title.startswith(f"OpenAI lays off {later} people")


def test_a_row_that_lost_its_number_corrects_nothing_and_another_place_is_another_row() -> None:
    again = [replace(item, fetched=NOW + timedelta(days=1)) for item in items(row(""), row("30", place="Waco"))]
    [story] = stories_of([items(row("120")), again])
    assert facts_of(story).headcount == 120


def test_one_cut_told_place_by_place_is_one_story() -> None:
    assert len(stories_of([items(row("188"), row("161", place="Seattle"), row("", place="Bengaluru"))])) == 1


def test_another_day_with_another_number_is_another_story() -> None:
    assert len(stories_of([items(row("188"), row("40", day="9/1/2024"))])) == 2


def test_another_companys_row_of_that_day_is_never_an_amendment() -> None:
    one, other = items(row(), row().replace("OpenAI", "Umbra"))

    assert one.key.partition(".")[0] != other.key.partition(".")[0]


def test_what_the_press_says_is_the_same_story_and_its_outlet_no_second_voice() -> None:
    press = signal(
        kind=Kind.LAYOFFS, person=None, role=None, seniority=None, headcount=120, site="paper.example",
        published=datetime(2024, 10, 2, 9, tzinfo=UTC), url=LINK,
    )  # fmt: skip
    [listed] = Reader([company()], []).read(items(row())[0])
    [same] = merge([press, listed], []).changed
    [other] = merge([replace(press, site="daily.example"), listed], []).changed

    assert (same.state, other.state) == (State.REPORTED, State.CONFIRMED)


def test_a_list_alone_confirms_nothing_whomever_it_links_to() -> None:
    two = items(row(), row("60", place="Waco", link="https://daily.example/openai"))
    own = items(row(link="https://openai.com/blog/cuts"))

    assert stories_of([two])[0].state is State.REPORTED
    assert stories_of([own], "openai.com")[0].state is State.REPORTED


def test_what_is_older_than_a_week_counts_and_never_speaks_however_late_it_came() -> None:
    old, new = items(row(day="8/1/2024"), row(day=f"{NOW - timedelta(days=2):%-m/%-d/%Y}"))

    assert old_news([old, new], NOW, first=False) == {old.key}
    official = replace(old, shape=replace(old.shape, official=True)) if isinstance(old.shape, Notice) else old
    assert old_news([official], NOW, first=False) == frozenset()


# --- the folder ------------------------------------------------------------------------------------------------------


def drop(folder: Path, name: str, text: str, age: float = 60.0) -> None:
    (folder / name).write_text(text, "utf-8")
    changed = NOW.timestamp() - age
    os.utime(folder / name, (changed, changed))


async def test_a_folder_is_read_file_by_file_and_what_is_wrong_is_told_in_the_log(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    drop(tmp_path, "a.csv", f"{HEADER}\n{row()}\nOpenAI,Austin\n", age=90)
    drop(tmp_path, "b.csv", "a,b\n1,2\n")
    [source] = layoffs.open(Settings(folder=tmp_path), [])
    assert layoffs.open(Settings(), []) == []
    async with Fetcher("https://talent.example/bot") as http:
        page = await source.fetch(http, PollState(source.id), NOW)
        assert page is not None
        assert len(source.parse(page)) == 1
        assert "a.csv: 1 lines could not be read (3: it has 2 values" in caplog.text
        state = PollState(source.id, cursor=source.advance(PollState(source.id), page, []))
        page = await source.fetch(http, state, NOW)
    assert page is not None
    with pytest.raises(Changed, match=r"b\.csv: Its first line does not say"):
        source.parse(page)


async def test_a_file_that_is_still_being_written_waits(tmp_path: Path) -> None:
    drop(tmp_path, "a.csv", f"{HEADER}\n{row()}\n", age=0.5)
    async with Fetcher("https://talent.example/bot") as http:
        assert await Source(tmp_path).fetch(http, PollState(ID), NOW) is None
        assert await Source(tmp_path).fetch(http, PollState(ID), NOW + timedelta(seconds=5)) is not None


@pytest.mark.skipif(not SHARED.exists(), reason="needs ../shared")
def test_the_recorded_list_is_read_whole() -> None:
    told = read_rows(SHARED.read_bytes(), datetime(2026, 11, 23, tzinfo=UTC))

    assert told.bad_lines == ()
    assert len(told.rows) == 4_453
    assert sum(one.people is None for one in told.rows) == 1_534
    assert sum(one.link == "" for one in told.rows) > 100
