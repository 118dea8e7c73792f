"""When a digest is due: local wall time on named weekdays, turned into moments in UTC.

The rule for clock changes (requirement G8): exactly one digest a local calendar day. A time that the clock skips
fires at the first valid moment after the gap, and where that is already the next day, a minute before the gap. A time
that the clock shows twice fires the first time.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from model.subscription import Quiet, Rhythm, Weekday

WEEK = tuple(Weekday)
DAYS = {
    "daily": frozenset(WEEK),
    "weekdays": frozenset(WEEK[:5]),
    "weekends": frozenset(WEEK[5:]),
}
CLOCK = re.compile(r"([01]?\d|2[0-3])(?::([0-5]\d)|h([0-5]\d)?)", re.ASCII)  # 9:30, or as French has it 9h30, 9h
RHYTHM_HELP = 'write "weekdays 09:00", "daily 9:00", "weekly mon 09:00", "mon,thu 08:30", or "" for none'
QUIET_HELP = 'write "20:00-07:00", or "" for none'
MINUTE = timedelta(minutes=1)
SECOND = timedelta(seconds=1)


def parse_rhythm(text: str) -> Rhythm | None:
    """Read a digest's rhythm; None for the empty text. Raises ValueError with a sentence that shows what to write."""
    words = text.lower().split()
    if not words:
        return None
    if words[0] == "weekly" and len(words) == 3 and "," not in words[1]:
        words = words[1:]
    at = _clock(words[-1])
    days = DAYS.get(words[0]) or _weekdays(words[0])
    if len(words) != 2 or at is None or days is None:
        raise ValueError(f'"{text}" is no rhythm: {RHYTHM_HELP}')
    return Rhythm(days, at)


def write_rhythm(rhythm: Rhythm | None) -> str:
    """Write a rhythm so that `parse_rhythm` reads the same."""
    if rhythm is None:
        return ""
    return f"{','.join(day.value for day in WEEK if day in rhythm.days)} {rhythm.at:%H:%M}"


def parse_quiet(text: str) -> Quiet | None:
    """Read quiet hours; None for the empty text. Raises ValueError with a sentence that shows what to write."""
    if not text.strip():
        return None
    start, _, end = (_clock(part.strip()) for part in text.partition("-"))
    if start is None or end is None or start == end:
        raise ValueError(f'"{text}" are no quiet hours: {QUIET_HELP}')
    return Quiet(start, end)


def write_quiet(quiet: Quiet | None) -> str:
    """Write quiet hours so that `parse_quiet` reads the same."""
    return f"{quiet.start:%H:%M}-{quiet.end:%H:%M}" if quiet else ""


def next_due(rhythm: Rhythm, zone: ZoneInfo, after: datetime) -> datetime:
    """Tell the first due moment strictly after `after`, in UTC."""
    if not rhythm.days:
        raise ValueError(f"a rhythm without weekdays is never due: {RHYTHM_HELP}")
    day = after.astimezone(zone).date() - timedelta(days=1)
    while True:
        if WEEK[day.weekday()] in rhythm.days:
            due = moment(day, rhythm.at, zone)
            if due is not None and due > after:
                return due
        day += timedelta(days=1)


def moment(day: date, at: time, zone: ZoneInfo) -> datetime | None:
    """Turn wall time into UTC by the rule above; None for a day that the zone skipped as a whole."""
    wall = datetime.combine(day, at)
    first = wall.replace(tzinfo=zone, fold=0).astimezone(UTC)
    if _wall(first, zone) == wall:
        return first
    resumed = _end_of_gap(wall, zone)
    for due in (resumed, resumed - MINUTE):
        if _wall(due, zone).date() == day:
            return due
    return None


def _end_of_gap(wall: datetime, zone: ZoneInfo) -> datetime:
    # The two readings of a skipped time lie on either side of the change: fold=1 before it, fold=0 after it.
    early = wall.replace(tzinfo=zone, fold=1).astimezone(UTC)
    late = wall.replace(tzinfo=zone, fold=0).astimezone(UTC)
    old = early.astimezone(zone).utcoffset()
    while late - early > SECOND:
        middle = early + (late - early) // 2
        if middle.astimezone(zone).utcoffset() == old:
            early = middle
        else:
            late = middle
    return late.replace(microsecond=0)


def _wall(moment_: datetime, zone: ZoneInfo) -> datetime:
    return moment_.astimezone(zone).replace(tzinfo=None)


def _clock(text: str) -> time | None:
    found = CLOCK.fullmatch(text)
    return time(int(found[1]), int(found[2] or found[3] or 0)) if found else None


def _weekdays(text: str) -> frozenset[Weekday] | None:
    names = text.split(",")
    known = {day.value: day for day in WEEK}
    return frozenset(known[name] for name in names) if all(name in known for name in names) else None
