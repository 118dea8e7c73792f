"""Days as people type them."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digests.dates import read_day
from digests.texts import TABLES, speaking
from model.language import Language

TODAY = date(2024, 10, 4)


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("2024-10-12", date(2024, 10, 12)),
        ("12 Oct", date(2024, 10, 12)),
        ("October 12", date(2024, 10, 12)),
        ("Oct 12, 2025", date(2025, 10, 12)),
        ("4 oct", TODAY),
        ("3 Oct", date(2025, 10, 3)),
        ("29 Feb", None),
        ("12", None),
        ("Oct", None),
        ("12 13 Oct 2024", None),
        ("next Friday", None),
        ("", None),
    ],
)
def test_a_day_is_read_as_it_is_typed(typed: str, expected: date | None) -> None:
    assert read_day(typed, TODAY) == expected


@pytest.mark.parametrize("typed", ["12 août", "12 août 2025", "août 12 2025", "12 AOÛT"])
def test_a_french_day_is_read_where_french_is_spoken(typed: str) -> None:
    assert read_day(typed, TODAY) is None
    with speaking(Language.FRENCH):
        assert read_day(typed, TODAY) == date(2025, 8, 12)


@given(st.sampled_from(sorted(Language)), st.dates(date(2024, 10, 4), date(2025, 10, 3)))
def test_every_month_is_read_as_it_is_written(language: Language, day: date) -> None:
    with speaking(language):
        assert read_day(f"{day.day} {TABLES[language].months[day.month - 1]} {day.year}", TODAY) == day


@given(st.text(max_size=30))
def test_whatever_is_typed_is_a_day_or_none(typed: str) -> None:
    found = read_day(typed, TODAY)
    assert found is None or isinstance(found, date)
