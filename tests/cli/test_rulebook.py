"""A wrong rule file never stops the bot: the last good rules stay in force, and it says so."""

from __future__ import annotations

import os
import shutil
import tomllib
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
import structlog

import config
from cli.rulebook import PACK, Rulebook
from cli.wiring import open_kit
from model.errors import ConfigError
from tests.cli.running import Desk

NOON = datetime(2024, 10, 4, 12, 0, tzinfo=UTC)
LATER = NOON + timedelta(hours=1)
GOOD = '[rules."departure.founder"]\nstrength = 70\n'
WRONG = '[rules."departure.founder"]\nstrength = 700\n'


class Paper:
    """A folder of rules and a config.toml that can be written over; each writing is newer than the last."""

    def __init__(self, folder: Path) -> None:
        self.rules = folder / "pack"
        shutil.copytree(PACK, self.rules)
        self.config = folder / "config.toml"
        self._ticks = 0

    def write(self, path: Path, text: str) -> None:
        path.write_text(text, "utf-8")
        self._ticks += 1
        os.utime(path, ns=(self._ticks, self._ticks))

    def change(self, text: str) -> None:
        self.write(self.config, f'database = "sqlite:///{self.config.parent}/signals.db"\n{text}')

    def open(self) -> Rulebook:
        return Rulebook.open(config.load(self.config), NOON, self.rules)


@pytest.fixture
def paper(tmp_path: Path) -> Paper:
    paper = Paper(tmp_path)
    paper.change(GOOD)
    return paper


def strength(book: Rulebook, id_: str = "departure.founder") -> int | None:
    return next((rule.strength for rule in book.rules.rules if rule.id == id_), None)


def test_a_change_is_taken_up_and_an_unchanged_file_is_not_read_again(paper: Paper) -> None:
    book = paper.open()
    assert (strength(book), book.faults, book.look(LATER)) == (70, (), False)

    paper.change(GOOD.replace("70", "60"))

    assert (book.look(LATER), strength(book)) == (True, 60)


@pytest.mark.parametrize("text", [WRONG, "[rules\n", "rules = 3\n", '[rules."departure.fonder"]\noff = true\n'])
def test_a_wrong_change_keeps_the_last_good_rules_and_says_so_once(paper: Paper, text: str) -> None:
    book = paper.open()
    paper.change(text)

    with structlog.testing.capture_logs() as logged:
        assert not book.look(LATER)
        assert not book.look(LATER + timedelta(hours=1))

    assert strength(book) == 70
    assert [line["event"] for line in logged] == ["rules.wrong"]
    assert logged[0]["faults"] == list(book.faults)
    assert book.wrong_since == LATER
    assert "config.toml" in book.faults[0]


def test_a_broken_file_of_the_pack_keeps_them_too_until_it_is_mended(paper: Paper) -> None:
    book = paper.open()
    conflict = paper.rules / "conflict.toml"
    right = conflict.read_text("utf-8")
    good = f"strength = {strength(book, 'turmoil.top')}"
    paper.write(conflict, right.replace(good, "strength = 6O", 1))

    assert not book.look(LATER)
    assert f"strength = {strength(book, 'turmoil.top')}" == good
    assert "conflict.toml: not valid TOML" in book.faults[0]

    paper.write(conflict, right.replace(good, "strength = 61", 1))

    assert book.look(LATER)
    assert (strength(book, "turmoil.top"), book.faults, book.wrong_since) == (61, (), None)


def test_a_start_with_a_wrong_file_takes_what_is_right(paper: Paper) -> None:
    pack = tomllib.loads((paper.rules / "departures.toml").read_text("utf-8"))["rules"]
    paper.change(WRONG + '[rules."note.several"]\noff = true\n')

    book = paper.open()

    assert strength(book) == next(rule["strength"] for rule in pack if rule["id"] == "departure.founder")
    assert strength(book, "note.several") is None
    assert (
        f"{paper.config}, line 3: rule departure.founder: strength: must be less than or equal to 100" in book.faults[0]
    )


async def test_the_bot_goes_on_and_people_are_told(paper: Paper) -> None:
    paper.change(WRONG)
    async with open_kit(config.load(paper.config), now=lambda: NOON) as kit:
        notice = kit.books.rules_notice(ZoneInfo("Europe/Paris"))
        assert notice is not None
        assert notice.startswith("A rule file is wrong since 4 Oct 2024, 14:00; the last good rules stay in force.")
        assert "line 3: rule departure.founder: strength" in notice

        paper.change(GOOD)
        await kit.look_at_rules(LATER)

        assert kit.books.rules_notice(ZoneInfo("UTC")) is None
        assert next(r.strength for r in kit.pipeline.watch.rules.rules if r.id == "departure.founder") == 70
        await kit.books.renew()
        assert kit.pipeline.watch.rules == kit.rulebook.rules


def test_check_names_the_line_and_commands_go_on(desk: Desk) -> None:
    text = desk.config.read_text("utf-8")
    desk.config.write_text(text + WRONG, "utf-8")
    line = len(text.splitlines()) + 2

    checked, scored, listed = desk.type("check"), desk.type("score", "OpenAI"), desk.type("rules")

    assert f"line {line}: rule departure.founder: strength: must be less than or equal to 100" in checked.out
    assert checked.code == 2
    assert scored.code == 0
    assert "OpenAI" in scored.out
    assert (listed.code, f"line {line}" in listed.err) == (2, True)


def test_a_change_of_rules_is_listed(desk: Desk) -> None:
    desk.config.write_text(desk.config.read_text("utf-8") + GOOD, "utf-8")

    rows = desk.type("rules", "--json").rows

    assert [row["strength"] for row in rows if row["id"] == "departure.founder"] == [70]


def test_rules_of_config_toml_have_to_be_tables(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    path.write_text("rules = 3\n", "utf-8")

    with pytest.raises(ConfigError, match="rules: Input should be a valid dictionary"):
        config.load(path)
