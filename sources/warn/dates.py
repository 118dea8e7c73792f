"""Days as the states write them: 9/16/21, 02-21-22, 2022-03-01 00:00:00, "January 14, 2022", "April, 30, 2021"."""

from __future__ import annotations

import re
from calendar import month_name, monthrange
from datetime import UTC, datetime, timedelta

_MONTHS = {name.lower()[:3]: number for number, name in enumerate(month_name) if name}
_ISO = re.compile(r"\b(\d{4})-(\d{1,2})-(\d{1,2})(?!\d)")
_US = re.compile(r"\b(\d{1,2})[/-](\d{1,2})[/-](\d{4}|\d{2})(?!\d)")
_WORDS = re.compile(r"\b([A-Za-z]{3,9})\.?,? (\d{1,2}),? (\d{4})\b")


def day(text: str) -> datetime | None:
    """Return the first day that a cell names (of "06-11-22 thru 06-30-22" the eleventh), None when it names none."""
    found: list[tuple[int, int, int, int]] = []
    if iso := _ISO.search(text):
        found.append((iso.start(), int(iso[1]), int(iso[2]), int(iso[3])))
    if us := _US.search(text):
        year = int(us[3]) + (2000 if len(us[3]) == 2 else 0)
        found.append((us.start(), year, int(us[1]), int(us[2])))
    if words := _WORDS.search(text):
        found.append((words.start(), int(words[3]), _MONTHS.get(words[1].lower()[:3], 0), int(words[2])))
    for _, year, month, number in sorted(found):
        try:
            return datetime(year, month, number, tzinfo=UTC)
        except ValueError:
            continue
    return None


def month_posted(text: str, effective: datetime | None) -> tuple[datetime | None, timedelta]:
    """Return the start and the length of the month named, the last one of that name before the notice takes effect."""
    number = _MONTHS.get(text.strip().lower()[:3])
    if number is None or effective is None:
        return None, timedelta()
    year = effective.year - (number > effective.month)
    return datetime(year, number, 1, tzinfo=UTC), timedelta(days=monthrange(year, number)[1])
