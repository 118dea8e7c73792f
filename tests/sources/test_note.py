"""Recruiters' notes: typed or dropped, one item each."""

from __future__ import annotations

import os
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from model.errors import Changed
from model.item import Item, Note, Page
from model.poll import PollState
from sources.fetcher import Fetcher
from sources.note import Settings, Source, make_note, open
from tests.make import NOW

HTTP = Fetcher("https://talent.example/bot")
LINE = '{"at": "2024-10-01", "author": "U1", "company": "OpenAI", "text": "Heard things."}'


def read(text: str, name: str = "notes.jsonl") -> list[Item]:
    return Source(Path()).parse(Page(name, text.encode(), NOW))


def test_a_typed_note_and_the_same_note_in_a_file_are_one_item() -> None:
    typed = make_note("U1", "OpenAI", "Heard things.", "", datetime(2024, 10, 1, tzinfo=UTC))
    (dropped,) = read(LINE)

    assert (typed.source, typed.key) == (dropped.source, dropped.key)
    assert typed.shape == Note("U1", "OpenAI")
    assert typed.published == typed.fetched


def test_the_title_is_the_first_line_shortened_at_a_word() -> None:
    item = make_note("U1", "OpenAI", f"\n{'one two ' * 40}\nmore", "", NOW)

    assert len(item.title) <= 122
    assert item.title.endswith("two …")
    assert item.text.endswith("more")


@pytest.mark.parametrize("at", ["2024-10-01T09:00:00+02:00", "2024-10-01T07:00:00Z"])
def test_a_moment_with_its_zone_is_kept_in_utc(at: str) -> None:
    (item,) = read(LINE.replace("2024-10-01", at))

    assert item.published == datetime(2024, 10, 1, 7, tzinfo=UTC)


def test_a_note_from_the_future_is_dated_now() -> None:
    assert read(LINE.replace("2024", "2030"))[0].published == NOW


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "holds no note"),
        (LINE + "\n{", "line 2 or what follows it is not JSON"),
        (LINE + "\n[]\n" + LINE.replace('"U1"', '""'), "line 2:.*line 3: author"),
        (LINE.replace("2024-10-01", "2024-10-01T09:00:00"), "line 1: at .*say the zone"),
        (LINE.replace('"2024-10-01"', "5"), "line 1: at .*write a day"),
        (LINE.replace('"2024-10-01"', '"0001-01-01T00:00:00+14:00"'), "line 1: at"),
        (LINE[:-1] + ', "url": "javascript:x"}', "line 1: url"),
        (LINE[:-1] + ', "mood": "good"}', "line 1: mood"),
    ],
)
def test_mistakes_are_told_all_at_once_with_their_lines(text: str, says: str) -> None:
    with pytest.raises(Changed, match=says):
        read(text)


def test_mistakes_in_toml_are_told_by_the_number_of_the_note() -> None:
    good = '[[notes]]\nat = 2024-10-01\nauthor = "U1"\ncompany = "OpenAI"\ntext = "x"\n'

    with pytest.raises(Changed, match=r"note 2: at .*say the zone"):
        read(good + good.replace("2024-10-01", "2024-10-01T09:00:00"), "notes.toml")
    with pytest.raises(Changed, match=r"no \[\[notes\]\] tables"):
        read("notes = 1", "notes.toml")


def test_a_file_of_another_kind_says_what_to_do() -> None:
    with pytest.raises(Changed, match="neither TOML nor JSON lines: name it"):
        read(LINE, "notes.docx")


@given(st.binary(max_size=200), st.sampled_from(["n.toml", "n.jsonl"]))
def test_arbitrary_bytes_raise_changed_and_nothing_else(body: bytes, name: str) -> None:
    with pytest.raises(Changed):
        Source(Path()).parse(Page(name, body, NOW))


@given(st.text(min_size=1), st.text(), st.datetimes(timezones=st.just(timezone(timedelta(hours=2)))))
def test_a_note_is_recognised_by_author_time_and_words(author: str, text: str, at: datetime) -> None:
    note = make_note(author, "OpenAI", text, "", at)

    assert note.key == make_note(author, "Another", text, "https://x.example", at).key
    assert note.key != make_note(author, "OpenAI", text + " and more", "", at).key


async def test_files_are_read_one_by_one_oldest_first_and_again_when_they_change(tmp_path: Path) -> None:
    source, state = Source(tmp_path), PollState("note:")
    for name, age in (("b.jsonl", 2), ("a.jsonl", 1)):
        write(tmp_path / name, LINE.replace("things", name), NOW - timedelta(days=age))
    found = []
    for _ in range(3):
        items, state = await poll(source, state)
        found.append([item.text for item in items])
    write(tmp_path / "b.jsonl", LINE + "\n" + LINE.replace("things", "more"), NOW)
    items, state = await poll(source, state)

    assert found == [["Heard b.jsonl."], ["Heard a.jsonl."], []]
    assert [item.text for item in items] == ["Heard things.", "Heard more."]


def write(path: Path, text: str, at: datetime) -> None:
    path.write_text(text, "utf-8")
    os.utime(path, (at.timestamp(), at.timestamp()))


async def poll(source: Source, state: PollState) -> tuple[list[Item], PollState]:
    page = await source.fetch(HTTP, state, NOW)
    if page is None:
        return [], state
    items = source.parse(page)
    return items, replace(state, cursor=source.advance(state, page, items))


def test_without_a_folder_there_is_nothing_to_poll(tmp_path: Path) -> None:
    assert open(Settings(), []) == []
    assert [source.id for source in open(Settings(folder=tmp_path), [])] == ["note:"]
