"""Dates as a reader sees them: Slack's date tokens follow the reader's own clock; the plain fallback is ours."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

from digests.texts import table


def day(moment: datetime, zone: ZoneInfo) -> str:
    """Write "25 Sep 2024"."""
    local = moment.astimezone(zone)
    return f"{local.day} {table().months[local.month - 1]} {local.year}"


def read_day(text: str, today: date) -> date | None:
    """Read "2024-10-12", "12 Oct", "Oct 12" or "12 Oct 2024", months as the language has them; None for anything else.

    Without a year it is the next such day.
    """
    try:
        return date.fromisoformat(text)
    except ValueError:
        words = text.casefold().replace(",", " ").split()
    figures = [int(word) for word in words if word.isascii() and word.isdigit() and len(word) <= 4]
    months = [number for word in words if (number := _month(word))]
    if len(months) != 1 or len(figures) not in {1, 2} or len(words) != len(figures) + 1:
        return None
    try:
        if len(figures) == 2:
            return date(figures[1], months[0], figures[0])
        found = date(today.year, months[0], figures[0])
        return found if found >= today else found.replace(year=today.year + 1)
    except ValueError:
        return None


def _month(word: str) -> int:
    """Number a month by its name or any beginning of it that its short form begins with; 0 for no month."""
    short = [name.casefold().rstrip(".") for name in table().months]
    return next((number for number, name in enumerate(short, 1) if word.startswith(name)), 0)


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
