"""A feed's dates: RFC 822 with all that is wrongly called so, ISO 8601, and months in several languages."""

from __future__ import annotations

import re
import tomllib
from contextlib import suppress
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

_NAMES = tomllib.loads((Path(__file__).parent / "dates.toml").read_text("utf-8"))
_MONTHS = {name: int(number) for number, names in _NAMES["months"].items() for name in names}
_ZONES: dict[str, int] = _NAMES["zones"]
_RFC_MONTHS = {name.title(): f"-{number:02}-" for name, number in _MONTHS.items() if len(name) == 3 and name.isascii()}
_RFC_ZONES = {"GMT": "+00:00", "UTC": "+00:00", "Z": "+00:00", "+0000": "+00:00"}
_LONGEST = 80

_CLOCK = re.compile(r"(\d{1,2}):(\d{2})(?::(\d{2}))?(?:[.,]\d+)?\s*([ap]\.?m\b)?", re.IGNORECASE)
_OFFSET = re.compile(r"(?<![\w])(?:gmt|utc)?([+-])(\d{2}):?(\d{2})?(?!\d)", re.IGNORECASE)
_COMMENT = re.compile(r"\((?:\\.|[^()\\]|\((?:\\.|[^()\\])*\))*\)")
_WORD = re.compile(r"[^\W\d_]+")
_NUMBER = re.compile(r"\d+")
_DAY = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?|-?(\d{3}))?(?![\d-])")
_SHORT_YEAR = re.compile(r"\d{2}-\d{2}-\d{2}(?!\d)|\d{6}(?!\d)")


def parse_date(text: str) -> datetime | None:
    """Return the moment `text` names, in UTC (UTC is assumed where it names no zone), or None when it names none."""
    text = text.strip()
    if not text or len(text) > _LONGEST:
        return None
    for read in (_quick, _iso, _worded):
        try:
            moment = read(text)
            if moment is not None:
                return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
        except (ValueError, OverflowError):
            continue
    return None


def _quick(text: str) -> datetime | None:
    """Read the two spellings that nearly every feed uses, without a regular expression."""
    if text[3:5] == ", ":
        if text[6:7] == " ":
            text = f"{text[:5]}0{text[5:]}"
        month, zone = _RFC_MONTHS.get(text[8:11]), text[26:]
        if month is None:
            return None
        return datetime.fromisoformat(f"{text[12:16]}{month}{text[5:7]}T{text[17:25]}{_RFC_ZONES.get(zone, zone)}")
    return datetime.fromisoformat(text) if text[4:5] == "-" and text[10:11] in ("T", " ") else None


def _iso(text: str) -> datetime | None:
    """Read ISO 8601: what Python reads of it, and years alone, days of the year, hours without leading zeros."""
    with suppress(ValueError):
        return datetime.fromisoformat(text)
    if _SHORT_YEAR.match(text):
        text = f"20{text}"
    if text[:4].isdigit() and text[4:8].isdigit() and text[8:9] in ("", "T"):
        text = f"{text[:4]}-{text[4:6]}-{text[6:]}"
    day = _DAY.match(text)
    if day is None:
        return None
    date = datetime(int(day[1]), int(day[2] or 1), int(day[3] or 1), tzinfo=UTC)
    if day[4]:
        date += timedelta(days=int(day[4]) - 1)
    return _at(date, text[day.end() :])


def _worded(text: str) -> datetime | None:
    """Read a date with a month's name anywhere in it: "lun., 7 oct. 2024 10:00", "Oct 7, 2024 3:15 PM EST"."""
    text = _COMMENT.sub(" ", text)
    clock = _CLOCK.search(text)
    days = f"{text[: clock.start()]} {text[clock.end() :]}" if clock else text
    words = list(_WORD.finditer(_OFFSET.sub(" ", days).lower()))
    month = next((_MONTHS[word[0]] for word in reversed(words) if word[0] in _MONTHS), None)
    numbers = _NUMBER.findall(_OFFSET.sub(" ", days))
    if month is None or len(numbers) < 2:
        return None
    year = next((number for number in numbers if len(number) == 4), numbers[1])
    day = next((number for number in numbers if number is not year), year)
    century = 0 if len(year) > 2 else 2000 if int(year) < 90 else 1900
    return _at(datetime(century + int(year), month, int(day), tzinfo=UTC), text[clock.start() :] if clock else "")


def _at(date: datetime, rest: str) -> datetime:
    """Put the time and the zone that `rest` holds onto a day; midnight UTC where it holds none. Raises ValueError."""
    clock = _CLOCK.search(rest)
    if clock is None:
        if _NUMBER.search(rest):
            raise ValueError(f"{rest!r} holds a time that is not understood")
        return date
    hour, minute, second = int(clock[1]), int(clock[2]), min(int(clock[3] or 0), 59)
    if clock[4]:
        hour = hour % 12 + (12 if clock[4][0] in "pP" else 0)
    moment = date.replace(hour=hour, minute=minute, second=second)
    return moment.replace(tzinfo=_zone(rest[clock.end() :]))


def _zone(text: str) -> timezone:
    """Return the zone written after a time: an offset, a name, or UTC when it is missing or unknown."""
    offset = _OFFSET.search(text.strip())
    if offset:
        away = timedelta(hours=int(offset[2]), minutes=int(offset[3] or 0))
        return timezone(-away if offset[1] == "-" else away)
    names = (word.lower() for word in _WORD.findall(text))
    return timezone(timedelta(hours=next((_ZONES[name] for name in names if name in _ZONES), 0)))
