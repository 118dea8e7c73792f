"""What the pack makes of the dated histories, and that docs/calibration.md says so."""

from __future__ import annotations

import asyncio
import json
from datetime import date
from functools import cache

import pytest

from tools.calibrate import DAYS, PAGE, measure
from tools.calibration_page import OPEN, Case, page

pytestmark = pytest.mark.slow

# The clean tests of "no later than the day on which it was widely reported".
CLEAN = (
    ("OpenAI", date(2024, 5, 18)),
    ("OpenAI", date(2024, 9, 26)),
    ("Twitter", date(2022, 5, 18)),
    ("Apple", date(2025, 8, 7)),
    ("Tesla", date(2024, 5, 2)),
)


@cache
def cases() -> dict[str, Case]:
    return {case.name: case for case in asyncio.run(measure())}


def test_there_are_twelve_histories_and_four_controls_at_least() -> None:
    index = [json.loads(line) for line in (DAYS / "INDEX.jsonl").read_text("utf-8").splitlines()]
    assert len(index) >= 12
    assert sum(one["kind"] == "control" for one in index) >= 4
    assert all((DAYS / one["file"]).exists() for one in index)


@pytest.mark.parametrize(("company", "day"), CLEAN)
def test_the_window_passes_70_no_later_than_the_day(company: str, day: date) -> None:
    (wave,) = (wave for wave in cases()[company].waves if wave.day == day)
    assert wave.window is not None
    assert wave.window >= OPEN
    assert wave.since is not None


def test_no_control_has_a_false_peak() -> None:
    controls = [case for case in cases().values() if case.control]
    assert {case.name: case.false_peaks for case in controls if case.false_peaks} == {}


def test_inflection_rises_on_the_day_and_not_before() -> None:
    inflection = cases()["Inflection AI"]
    (wave,) = inflection.waves
    assert max(window or 0 for day, window in inflection.path.items() if day < wave.day) < 20
    assert (wave.window or 0) >= 50
    assert "rises by" in page([inflection])


def test_ten_outlets_of_one_story_move_no_window_by_more_than_one() -> None:
    assert max(case.repeated for case in cases().values()) <= 1


def test_the_page_is_what_the_pack_makes_now() -> None:
    written, now = PAGE.read_text("utf-8").splitlines(), page(list(cases().values())).splitlines()
    moved = [line for line in now if line not in written]
    assert moved == [], "run .venv/bin/python -m tools.calibrate, and read the difference"
    assert written == now


def test_a_past_score_is_rebuilt_as_it_was_then_whatever_was_told_of_its_stories_later() -> None:
    for case in cases().values():
        for day, given in case.contributed.items():
            assert (case.name, day, sum(given.values())) == (case.name, day, case.path[day] or 0)
