from __future__ import annotations

from collections import Counter
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo, available_timezones

import pytest

from digests.schedule import WEEK, moment, next_due, parse_quiet, parse_rhythm, write_rhythm
from model.subscription import Quiet, Rhythm, Weekday
from tests.make import at

DAILY = frozenset(Weekday)
# Zones whose clocks change at odd hours, by odd amounts, or twice more a year, and two that never change.
SAMPLE = (
    "Europe/Paris", "America/New_York", "America/Santiago", "America/Nuuk", "Africa/Cairo", "Asia/Beirut",
    "Australia/Lord_Howe", "Antarctica/Troll", "Africa/Casablanca", "America/Havana", "Asia/Kolkata", "UTC",
)  # fmt: skip


@pytest.mark.parametrize(
    ("text", "days", "clock"),
    [
        ("weekdays 09:00", {"mon", "tue", "wed", "thu", "fri"}, time(9)),
        ("daily 9:00", {"mon", "tue", "wed", "thu", "fri", "sat", "sun"}, time(9)),
        ("weekly mon 09:00", {"mon"}, time(9)),
        ("Mon,Thu 08:30", {"mon", "thu"}, time(8, 30)),
        ("  weekends   23:59 ", {"sat", "sun"}, time(23, 59)),
    ],
)
def test_a_rhythm_is_read_by_the_names_of_its_days(text: str, days: set[str], clock: time) -> None:
    assert parse_rhythm(text) == Rhythm(frozenset(Weekday(day) for day in days), clock)


def test_no_text_is_no_rhythm_and_no_quiet_hours() -> None:
    assert parse_rhythm("") is None
    assert parse_quiet(" ") is None


@pytest.mark.parametrize(
    "text",
    ["0 09:00", "weekly 1 09:00", "monday 09:00", "weekdays", "09:00", "weekdays 24:00", "daily 9:60", "daily 9",
     "mon,,tue 09:00", "weekly mon,tue 09:00", "daily 09:00 UTC", "daily ٠٩:٠٠", "weekly 09:00"],
)  # fmt: skip
def test_a_wrong_rhythm_is_refused_with_what_to_write(text: str) -> None:
    with pytest.raises(ValueError, match='write "weekdays 09:00"'):
        parse_rhythm(text)


def test_quiet_hours_may_pass_midnight() -> None:
    assert parse_quiet("20:00-07:00") == Quiet(time(20), time(7))


@pytest.mark.parametrize("text", ["20:00", "20-7", "20:00-20:00", "20:00-25:00", "off"])
def test_wrong_quiet_hours_are_refused_with_what_to_write(text: str) -> None:
    with pytest.raises(ValueError, match='write "20:00-07:00"'):
        parse_quiet(text)


def test_a_digest_is_due_at_the_local_hour_on_both_sides_of_a_clock_change() -> None:
    nine = Rhythm(DAILY, time(9))
    paris = ZoneInfo("Europe/Paris")
    assert next_due(nine, paris, at("2026-10-24 06:59")) == at("2026-10-24 07:00")
    assert next_due(nine, paris, at("2026-10-24 07:00")) == at("2026-10-25 08:00")


def test_a_skipped_hour_fires_at_the_first_valid_moment() -> None:
    assert moment(date(2026, 3, 29), time(2, 30), ZoneInfo("Europe/Paris")) == at("2026-03-29 01:00")
    assert moment(date(2026, 9, 6), time(0), ZoneInfo("America/Santiago")) == at("2026-09-06 04:00")


def test_a_repeated_hour_fires_the_first_time() -> None:
    assert moment(date(2026, 10, 25), time(2, 30), ZoneInfo("Europe/Paris")) == at("2026-10-25 00:30")


def test_a_day_that_a_zone_skipped_has_no_digest_and_the_next_day_one() -> None:
    apia = ZoneInfo("Pacific/Apia")
    assert moment(date(2011, 12, 30), time(9), apia) is None
    due = next_due(Rhythm(DAILY, time(9)), apia, datetime(2011, 12, 29, 20, 0, tzinfo=UTC))
    assert due.astimezone(apia).date() == date(2011, 12, 31)


def test_a_gap_that_ends_on_the_next_day_fires_a_minute_before_it() -> None:
    toronto = ZoneInfo("America/Toronto")  # 30 March 1919: 23:30 became 00:30
    assert moment(date(1919, 3, 30), time(23, 45), toronto) == datetime(1919, 3, 31, 4, 29, tzinfo=UTC)
    assert moment(date(1919, 3, 31), time(0, 15), toronto) == datetime(1919, 3, 31, 4, 30, tzinfo=UTC)


def test_a_weekly_digest_keeps_its_weekday() -> None:
    rhythm = parse_rhythm("weekly sun 09:00")
    assert rhythm is not None
    due = next_due(rhythm, ZoneInfo("Asia/Tokyo"), at("2024-10-04 12:00"))
    assert due == at("2024-10-06 00:00")


def test_a_rhythm_without_days_is_refused() -> None:
    with pytest.raises(ValueError, match="never due"):
        next_due(Rhythm(frozenset(), time(9)), ZoneInfo("UTC"), at("2024-10-04"))


def assert_once_a_day(zone_name: str, clock: time) -> None:
    zone = ZoneInfo(zone_name)
    days = Counter(
        due.astimezone(zone).date()
        for day in range((date(2031, 1, 1) - date(2024, 1, 1)).days)
        if (due := moment(date(2024, 1, 1) + timedelta(days=day), clock, zone)) is not None
    )
    assert set(days.values()) == {1}, zone_name
    assert len(days) == 2557, zone_name


def changes(zone: ZoneInfo) -> list[datetime]:
    """The moments of 2024 to 2030 at which a zone's clocks change, to the hour."""
    hours = [at("2024-01-01") + timedelta(hours=6 * n) for n in range(4 * 2558)]
    offsets = [hour.astimezone(zone).utcoffset() for hour in hours]
    return [hours[n] for n in range(1, len(hours)) if offsets[n] != offsets[n - 1]]


def assert_one_after_the_other(zone: ZoneInfo, clock: time, near: list[datetime]) -> None:
    for change in near:
        due = change - timedelta(days=2)
        told = []
        for _ in range(4):
            due = next_due(Rhythm(DAILY, clock), zone, due)
            told.append(due.astimezone(zone).date())
        assert told == [told[0] + timedelta(days=n) for n in range(4)], (zone.key, clock, change)


@pytest.mark.parametrize("zone", SAMPLE)
@pytest.mark.parametrize("clock", [time(0), time(2, 30)])
def test_exactly_one_digest_a_local_day(zone: str, clock: time) -> None:
    assert_one_after_the_other(ZoneInfo(zone), clock, changes(ZoneInfo(zone)))


@pytest.mark.slow
def test_exactly_one_digest_a_local_day_in_every_zone_at_every_half_hour() -> None:
    for zone in map(ZoneInfo, sorted(available_timezones())):
        near = changes(zone)
        for half_hour in range(48):
            assert_one_after_the_other(zone, time(half_hour // 2, 30 * (half_hour % 2)), near)


@pytest.mark.slow
def test_no_day_of_seven_years_is_missed_or_doubled_in_any_zone() -> None:
    for zone in sorted(available_timezones()):
        assert_once_a_day(zone, time(2, 30))


def test_the_week_starts_on_monday() -> None:
    assert WEEK[date(2024, 10, 7).weekday()] is Weekday.MON


@pytest.mark.parametrize("text", ["", "daily 09:00", "weekly mon 09:00", "thu,mon 08:30"])
def test_a_rhythm_is_written_as_it_is_read(text: str) -> None:
    assert parse_rhythm(write_rhythm(parse_rhythm(text))) == parse_rhythm(text)
