"""People's data through the command line: who is told of it, and how it goes away for good (P1, P2, P3, P7)."""

from __future__ import annotations

import os
import time
from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.cli.newsroom import CHANNEL, Newsroom, write_config
from tests.cli.running import Desk, Ended

pytestmark = pytest.mark.slow  # seconds altogether: ./run.sh check leaves it out

LEA, SAM = "U0LEA", "U0SAM"
HEADER = "First Name,Last Name,URL,Email Address,Company,Position,Connected On\n"
LINE = "{first},{last},https://www.linkedin.com/in/{first}-{last}-demo,,{company},Research Engineer,12 Mar 2022\n"
BEFORE = {"Ada Fontaine": "OpenAI", "Jo Doe": "OpenAI"}
AFTER = {"Ada Fontaine": "Anthropic", "Jo Doe": "Mistral"}


def export(folder: Path, seats: Mapping[str, str]) -> Path:
    """Write a Connections.csv: who sits where."""
    rows = (LINE.format(first=who.split()[0], last=who.split(" ", 1)[1], company=at) for who, at in seats.items())
    file = folder / "Connections.csv"
    file.write_text(HEADER + "".join(rows), "utf-8")
    return file


def take(desk: Desk, seats: Mapping[str, str], owner: str = LEA) -> Ended:
    ended = desk.type("import", str(export(desk.folder, seats)), "--owner", owner)
    assert (ended.code, ended.err) == (0, "")
    return ended


def shown(desk: Desk, *channels: str) -> str:
    """Tell everything that anybody is shown of what is stored, and what is stored itself."""
    told = [desk.type("digest", channel).out for channel in channels]
    return "".join([*told, desk.type("export").out, desk.type("score", "OpenAI").out])


def test_a_member_whose_import_names_them_as_owner_is_told_of_it(desk: Desk) -> None:
    take(desk, BEFORE)
    assert desk.type("digest", LEA).out == f"There is nothing to tell {LEA} now: no message would be sent.\n"
    take(desk, AFTER)
    take(desk, BEFORE, SAM)
    told = desk.type("digest", LEA).out
    assert all(name in told for name in AFTER)
    assert not [name for name in AFTER if name in shown(desk, CHANNEL, SAM)]


def test_p2_a_channel_sees_the_same_totals_with_and_without_private_news(desk: Desk) -> None:
    at = ("--at", "2090-01-01")
    before = desk.type("digest", CHANNEL).out, desk.type("digest", CHANNEL, *at).out
    take(desk, BEFORE)
    take(desk, AFTER)
    desk.type("note", "OpenAI", "Ada Fontaine told me that she is looking for a new job.", "--author", LEA)
    assert (desk.type("digest", CHANNEL).out, desk.type("digest", CHANNEL, *at).out) == before


@pytest.mark.parametrize(
    "ours", ["Northwind Robotics, Inc.", "NORTHWIND ROBOTICS", "Northwind Robotics Labs GmbH", "northwind.example", ""]
)
def test_p1_who_came_to_us_or_nobody_knows_where_is_told_to_nobody(room: Newsroom, tmp_path: Path, ours: str) -> None:
    desk = Desk(write_config(tmp_path, [room.feed]))
    config = desk.config.read_text("utf-8")
    desk.config.write_text(config.replace("[us]", '[us]\ndomain = "northwind.example"'), "utf-8")
    take(desk, BEFORE)
    take(desk, {**AFTER, "Ada Fontaine": ours})
    told = shown(desk, LEA, CHANNEL)
    assert "Jo Doe" in told
    assert "Ada Fontaine" not in told


def test_p1_a_watched_company_that_is_ours_is_ours_by_all_its_names(room: Newsroom, tmp_path: Path) -> None:
    desk = Desk(write_config(tmp_path, [room.feed]))
    config = desk.config.read_text("utf-8").replace("Northwind Robotics", "Open AI")
    desk.config.write_text(config.replace('name = "OpenAI"', 'name = "OpenAI"\naliases = ["Chat House"]'), "utf-8")
    take(desk, {"Ada Fontaine": "Anthropic", "Jo Doe": "Anthropic"})
    take(desk, {"Ada Fontaine": "Chat House", "Jo Doe": "Mistral"})
    told = desk.type("digest", LEA).out
    assert "Jo Doe" in told
    assert "Ada Fontaine" not in told


def test_p3_who_joins_us_before_the_digest_is_not_in_it(desk: Desk) -> None:
    take(desk, BEFORE)
    take(desk, {"Ada Fontaine": "Mistral", "Jo Doe": "Mistral"})
    assert "Ada Fontaine" in desk.type("digest", LEA).out
    take(desk, {"Ada Fontaine": "Northwind Robotics", "Jo Doe": "Mistral"})
    told = desk.type("digest", LEA).out
    assert "Jo Doe" in told
    assert "Ada Fontaine" not in told


def test_p7_a_forgotten_person_does_not_come_back_with_old_or_new_exports(desk: Desk) -> None:
    take(desk, BEFORE)
    take(desk, AFTER)
    assert "exports 1" in desk.type("forget", "ada fontaine").out
    assert "Ada Fontaine" in desk.type("digest", LEA).out
    assert "Removed what was stored about Ada Fontaine" in desk.type("forget", "Ada Fontaine", "--yes").out
    said = [take(desk, {**seats, "Ada Fontaine, PhD": "Mistral"}).out for seats in (BEFORE, AFTER)]
    assert {told.splitlines()[0] for told in said} == {"1 connection read; 1 of them changed since the last export."}
    assert "Fontaine" not in "".join(said) + shown(desk, LEA, CHANNEL)
    assert b"Fontaine" not in (desk.folder / "signals.db").read_bytes()
    assert desk.type("forget", "Ada Fontaine").out.startswith("Nothing is stored about Ada Fontaine.")


def test_p7_a_forgotten_person_does_not_come_back_through_a_watched_folder(room: Newsroom, tmp_path: Path) -> None:
    dropped = tmp_path / "dropped"
    dropped.mkdir()
    section = f'[sources.connections]\nfolder = "{dropped}"\nowner = "{LEA}"\nevery = "1s"\n'
    desk = Desk(write_config(tmp_path, [room.feed], more=section))
    polled = []
    for minutes, seats in ((9, BEFORE), (6, AFTER), (3, BEFORE)):
        changed = time.time() - 60 * minutes
        os.utime(export(dropped, seats), (changed, changed))
        polled.append(desk.type("poll", "connections").out)
        desk.type("forget", "Ada Fontaine", "--yes")
    assert polled == [f"connections:{LEA}: {changes} new of {changes}\n" for changes in (0, 1, 1)]
    assert b"Fontaine" not in (desk.folder / "signals.db").read_bytes()


@pytest.mark.parametrize("command", ["forget", "access"])
@pytest.mark.parametrize("blank", ["", "   ", "…"])
def test_nobody_is_refused_in_one_sentence(desk: Desk, command: str, blank: str) -> None:
    ended = desk.type(command, blank)
    assert (ended.code, ended.out) == (2, "")
    assert ended.err == "Name a person, as in the news: first name, then last name.\n"


@pytest.mark.parametrize(
    ("name", "sentence"),
    [("Murati", "one word may name many people"), ("OpenAI", "one word"), ("the BIG Lab", "is a company")],
)
def test_a_word_or_a_company_cannot_be_forgotten(desk: Desk, name: str, sentence: str) -> None:
    config = desk.config.read_text("utf-8")
    desk.config.write_text(config.replace('name = "OpenAI"', 'name = "OpenAI"\naliases = ["The Big Lab"]'), "utf-8")
    before = (desk.folder / "signals.db").read_bytes()
    ended = desk.type("forget", name, "--yes")
    assert (ended.code, ended.out, len(ended.err.splitlines())) == (2, "", 1)
    assert sentence in ended.err
    assert (desk.folder / "signals.db").read_bytes() == before


def test_a_note_is_answered_in_words(desk: Desk) -> None:
    named = desk.type("note", "OpenAI", "Ada Fontaine asked me about jobs elsewhere.", "--author", LEA)
    assert named.out.endswith(f"It names a person: only {LEA} may see it.\n")
    idle = desk.type("note", "OpenAI", "The coffee there is good.")
    assert idle.out == "Noted about OpenAI; it does not say that anybody is looking around, so it hardly counts.\n"
    assert "Fontaine" not in shown(desk, CHANNEL)


@pytest.mark.parametrize("text", ["", "  \n "])
def test_an_empty_note_is_refused(desk: Desk, text: str) -> None:
    ended = desk.type("note", "OpenAI", text)
    assert (ended.code, ended.out) == (2, "")
    assert ended.err == "The note is empty: write what you heard, in quotes.\n"
