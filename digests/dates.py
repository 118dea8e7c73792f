"""Dates as a reader sees them: Slack's date tokens follow the reader's own clock; the plain fallback is ours."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from digests.texts import table


def day(moment: datetime, zone: ZoneInfo) -> str:
    """Write "25 Sep 2024"."""
    local = moment.astimezone(zone)
    return f"{local.day} {table().months[local.month - 1]} {local.year}"


def span(since: datetime, now: datetime, zone: ZoneInfo) -> str:
    """Write "24 – 25 Sep 2024", as short as the two days allow."""
    first, last = since.astimezone(zone), now.astimezone(zone)
    if first.date() == last.date():
        return day(now, zone)
    month = "" if (first.year, first.month) == (last.year, last.month) else f" {table().months[first.month - 1]}"
    year = "" if first.year == last.year else f" {first.year}"
    return f"{first.day}{month}{year} – {day(now, zone)}"


def day_and_time(moment: datetime, zone: ZoneInfo) -> str:
    """Write "25 Sep 2024, 18:30"."""
    return f"{day(moment, zone)}, {moment.astimezone(zone):%H:%M}"


def clock(moment: datetime, zone: ZoneInfo, now: datetime) -> str:
    """Write "18:30" for today, else the day with it."""
    local = moment.astimezone(zone)
    return f"{local:%H:%M}" if local.date() == now.astimezone(zone).date() else day_and_time(moment, zone)


def token(moment: datetime, zone: ZoneInfo, *, timed: bool = False) -> str:
    """Write a mrkdwn date that Slack shows in the reader's zone."""
    fallback = day_and_time(moment, zone) if timed else day(moment, zone)
    return f"<!date^{stamp(moment)}^{form(timed=timed)}|{fallback}>"


def form(*, timed: bool) -> str:
    """Name Slack's own way to write a day, or a day with its time."""
    return "{date_short_pretty}, {time}" if timed else "{date_short_pretty}"


def stamp(moment: datetime) -> int:
    """Count the seconds since 1970, never below zero: Slack refuses negative ones."""
    return max(0, int(moment.timestamp()))
