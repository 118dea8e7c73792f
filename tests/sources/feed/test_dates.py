"""A feed's dates: what people write, what machines write, and what is no date at all."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from email.utils import format_datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sources.feed.dates import parse_date

THREE = datetime(2024, 10, 4, 15, 15, tzinfo=UTC)
DAY = datetime(2024, 10, 4, tzinfo=UTC)

moments = st.integers(0, 3_800_000_000).map(lambda seconds: datetime.fromtimestamp(seconds, UTC))
zones = st.integers(-12 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))


@pytest.mark.parametrize(
    "text",
    [
        "Fri, 04 Oct 2024 15:15:00 GMT",
        "Fri, 4 Oct 2024 15:15:00 +0000",
        "Fri, 04 Oct 2024 15:15 GMT",
        "Fri, 04 Oct 2024 15:15:00",
        "04 Oct 24 15:15 UT",
        "Friday, 04-Oct-2024 15:15:00 Z",
        "Fri, 04 Oct 2024 08:15:00 PDT",
        "Fri, 04 Oct 2024 10:15:00 EST",
        "Fri, Oct 04 2024 03:15:00 PM",
        "Oct 4, 2024 3:15 p.m.",
        "Fri Oct  4 15:15:00 2024",
        "Fri, 4(th) Oct (ober) 2024 15:15:00 +0000 (of course)",
        "2024-10-04T15:15:00Z",
        "2024-10-04T17:15:00+02:00",
        "2024-10-04T17:15+0200",
        "2024-10-04 15:15",
        "20241004T151500Z",
        "2024-10-04T15:15:00.000-00:00",
        "ven., 4 oct. 2024 15:15",
        "Vendredi 4 octobre 2024 à 17:15 +0200",
        "Freitag, 4. Oktober 2024 17:15 MESZ",
        "4 de octubre de 2024, 15:15",
        "Sex, 04 Out 2024 12:15:00 -0300",
    ],
)
def test_one_moment_is_written_in_many_ways(text: str) -> None:
    assert parse_date(text) == THREE


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2024-10-04", DAY),
        ("20241004", DAY),
        ("2024-278", DAY),
        ("2024-10", datetime(2024, 10, 1, tzinfo=UTC)),
        ("2024", datetime(2024, 1, 1, tzinfo=UTC)),
        ("4 October 2024", DAY),
        ("mar., 1 mars 2022", datetime(2022, 3, 1, tzinfo=UTC)),
        ("1 août 2024", datetime(2024, 8, 1, tzinfo=UTC)),
        ("3. März 2024", datetime(2024, 3, 3, tzinfo=UTC)),
    ],
)
def test_a_day_alone_is_its_midnight(text: str, day: datetime) -> None:
    assert parse_date(text) == day


@pytest.mark.parametrize(
    "text",
    ["", " ", "yesterday", "Fri, 32 Oct 2024 10:00:00 GMT", "2024-13-01", "2024-10-04T25:00:00Z", "Oct 2024", "x" * 500,
     "2024-10-04T99", "0", "Mon, 99 Oct 99999 1:1"],
)  # fmt: skip
def test_what_is_no_date_is_none(text: str) -> None:
    assert parse_date(text) is None


def test_an_unknown_zone_is_taken_for_utc() -> None:
    assert parse_date("Fri, 04 Oct 2024 15:15:00 XYZ") == THREE


@given(moments, zones)
def test_what_is_written_by_the_standards_is_read_back(moment: datetime, zone: timezone) -> None:
    told = moment.astimezone(zone)

    assert parse_date(format_datetime(told)) == told
    assert parse_date(told.isoformat()) == told


@given(st.text(max_size=90))
def test_any_text_gives_a_moment_in_utc_or_none(text: str) -> None:
    found = parse_date(text)

    assert found is None or found.utcoffset() == timedelta()
