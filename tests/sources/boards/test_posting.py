"""A board's words: cities, dates, and what is no post."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sources.boards.posting import LONGEST, cities, moment, words


@pytest.mark.parametrize(
    ("place", "found"),
    [
        ("San Francisco, CA", ("San Francisco",)),
        ("London, UK | Paris; Remote (EMEA)", ("London", "Paris")),
        ("Berlin or Leipzig", ("Berlin", "Leipzig")),
        ("New York (HQ)", ("New York",)),
        ("Hybrid - München", ("München",)),
        ("Dublin Office", ("Dublin",)),
        ("Remote - US", ()),
        ("Homeoffice", ()),
        ("Télétravail, France", ()),
        ("Teletrabajo", ()),
        ("3 Locations", ()),
        ("United States", ()),
        ("Canada", ()),
        ("EMEA", ()),
        ("", ()),
        (None, ()),
        (["Paris"], ()),
    ],
)
def test_a_place_names_its_cities(place: object, found: tuple[str, ...]) -> None:
    assert cities([place]) == found


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2024-10-04T08:00:00-04:00", datetime(2024, 10, 4, 12, tzinfo=UTC)),
        ("2024-10-04 12:00:00 UTC", datetime(2024, 10, 4, 12, tzinfo=UTC)),
        ("2024-10-04T12:00:00.000Z", datetime(2024, 10, 4, 12, tzinfo=UTC)),
        ("2024-10-04", datetime(2024, 10, 4, tzinfo=UTC)),
        (1728043200000, datetime(2024, 10, 4, 12, tzinfo=UTC)),
        ("Posted 3 Days Ago", None),
        (10**20, None),
        ("0001-01-01T00:00:00+14:00", None),
        (True, None),
        (None, None),
    ],
)
def test_a_date_is_read_or_none(text: object, day: datetime | None) -> None:
    assert moment(text) == day


@given(st.one_of(st.text(), st.integers(), st.none(), st.booleans(), st.lists(st.text())))
def test_words_are_one_printable_line(value: object) -> None:
    found = words(value)

    assert found.isprintable()
    assert found == found.strip()
    assert len(found) <= LONGEST
