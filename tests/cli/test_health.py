"""How a source fares, in one row: what it gave, what it costs, and whether it is left alone."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from cli.health import health, health_line
from model.company import Company
from model.errors import Busy
from model.poll import PollState
from sources import gdelt, note
from sources.backoff import failed
from sources.feed import Feed
from sources.polling import questions_a_day
from tests.make import NOW

FEED = Feed("https://news.example/rss", timedelta(minutes=15))


def test_a_source_that_answers_is_told_with_what_it_gave_and_costs() -> None:
    state = PollState(FEED.id, polled=NOW, next_due=NOW + timedelta(minutes=15))

    row = health(FEED, state, (12, 3), NOW)

    assert (row["circuit"], row["items"], row["signals"], row["trouble"]) == ("closed", 12, 3, None)
    assert health_line(row) == (
        "feed:https://news.example/rss  2024-10-04 12:00 UTC  next 2024-10-04 12:15 UTC  "
        "12 items and 3 signals in 7 days, 96 questions a day"
    )


def test_how_much_a_private_source_gave_is_not_told() -> None:
    row = health(FEED, PollState(FEED.id, polled=NOW), None, NOW)

    assert (row["items"], row["signals"]) == (None, None)
    assert health_line(row).endswith("2024-10-04 12:00 UTC  private, 96 questions a day")


def test_the_table_of_what_a_vendor_costs_is_for_programs_alone() -> None:
    row = health(FEED, PollState(FEED.id), (1, 0), NOW) | {"cost": {"calls": 1, "credits": 0}}

    assert health_line(row) == "feed:https://news.example/rss  never answered  1 items and 0 signals in 7 days"


@pytest.mark.parametrize(("later", "told"), [(timedelta(0), "open"), (timedelta(hours=3), "half-open")])
def test_a_source_that_failed_three_times_is_told_to_be_left_alone(later: timedelta, told: str) -> None:
    state = PollState(FEED.id)
    for _ in range(3):
        state = failed(state, Busy("news.example is overloaded."), FEED.every, NOW, 0.0)

    line = health_line(health(FEED, state, (0, 0), NOW + later))

    assert f"left alone after 3 failures in a row ({told})" in line
    assert "news.example is overloaded." in line


def test_a_folder_asks_nobody() -> None:
    (source,) = note.open(note.Settings(folder=Path("notes")), [])

    assert questions_a_day(source) == 0
    assert health(source, PollState(source.id), (0, 0), NOW)["cost"] == "asks nobody"


def test_what_a_vendor_costs_is_told_once() -> None:
    row = health(FEED, PollState(FEED.id), None, NOW) | {"cost": {"told": "calls today: 0"}}

    assert health_line(row).endswith("never polled  private")


def test_a_source_of_several_questions_costs_each_of_them() -> None:
    (source,) = gdelt.open(gdelt.Settings(), [Company(f"Company with a long name number {n}") for n in range(12)])

    assert isinstance(source, gdelt.Source)
    assert source.questions == 3
    assert questions_a_day(source) == 48 * 3
