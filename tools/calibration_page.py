"""The page docs/calibration.md: paths as charts, lead times, false peaks, and what each rule gave."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

OPEN, QUIET = 70, 50
EXCUSED = timedelta(days=60)
BARS = "▁▂▃▄▅▆▇█"
NONE = "·"
WEEK = timedelta(days=7)

HEAD = """# Calibration

Made by `.venv/bin/python -m tools.calibrate` from the histories in `tests/days`: public news of fifteen companies,
in our own words, each with its link. They are played together, as `bot.py replay` plays recorded days; the reader reads
title and lede, nothing else is given. Run the command again after a rule or the reader was changed, and read the
difference.

What this can and cannot show:

- It is calibration on known cases, never predictive accuracy. The exoduses were searched knowing their outcome, the
  controls less and differently; a score that only counts departures separates them partly for that reason.
- The clean tests of "before it was widely reported" are OpenAI's waves of 2024-05-18 and 2024-09-26, Twitter, Apple and
  Tesla. Inflection had no public warning; Stability AI has two items before; Intel's and Boeing's dates lie long after
  the obvious events.
- The histories of Uber, Basecamp and HubSpot are short, with exits missing between: Uber passes 70 a day late.
- About half the items were seen as headline, day and link only, and some days are true to within two days.
"""


@dataclass(frozen=True, slots=True)
class Wave:
    """A day on which an exodus was widely reported, and since when the window had stood at 70 or more then."""

    day: date
    window: int | None
    since: date | None


@dataclass(frozen=True, slots=True)
class Case:
    """One company's history: its window on every day, and what INDEX.jsonl says of it."""

    name: str
    control: bool
    path: Mapping[date, int | None]
    waves: tuple[Wave, ...]
    excused: tuple[date, ...]
    contributed: Mapping[date, Mapping[str, int]]
    repeated: int

    @property
    def peak(self) -> date:
        """The first day on which the window stood highest."""
        return max(self.path, key=lambda day: (self.path[day] or 0, -day.toordinal()))

    @property
    def false_peaks(self) -> tuple[date, ...]:
        """The days at 50 or more that no own lay-off or executive's exit in the 60 days before excuses."""
        high = (day for day, window in self.path.items() if (window or 0) >= QUIET)
        return tuple(day for day in high if not any(timedelta(0) <= day - own <= EXCUSED for own in self.excused))


def page(cases: Sequence[Case]) -> str:
    """Draw the whole page."""
    parts = [HEAD, "## When it was widely reported\n", *_waves(cases), "", "## Controls\n", *_controls(cases), ""]
    parts += ["## One story, ten outlets\n", _outlets(cases), "", "## The paths\n", *_paths(cases)]
    parts += ["## What each rule gave\n", *_rules(cases)]
    return "\n".join(parts) + "\n"


def _waves(cases: Sequence[Case]) -> Iterator[str]:
    yield f"`since` is the day from which on the window stood at {OPEN} or more until that day; lead is in days.\n"
    yield "| company | widely reported | window that day | since | lead | remark |"
    yield "|---|---|---:|---|---:|---|"
    for case in cases:
        for wave in case.waves:
            lead = (wave.day - wave.since).days if wave.since else None
            yield (
                f"| {case.name} | {wave.day} | {_shown(wave.window)} | {wave.since or '–'} | {_shown(lead)} "
                f"| {_remark(case, wave)} |"
            )


def _remark(case: Case, wave: Wave) -> str:
    """Say whether the number moved on the day itself: then it was no warning."""
    before = case.path.get(wave.day - timedelta(days=1)) or 0
    jump = (wave.window or 0) - before
    return f"rises by {jump} on the day, not before" if jump > 20 and before < QUIET else ""


def _controls(cases: Sequence[Case]) -> Iterator[str]:
    yield (
        f"A false peak is a day at {QUIET} or more outside of the {EXCUSED.days} days after the company's own lay-off "
        "or executive's exit.\n"
    )
    yield "| control | highest window | on | days at 50 or more | false peaks |"
    yield "|---|---:|---|---:|---:|"
    for case in (case for case in cases if case.control):
        high = sum((window or 0) >= QUIET for window in case.path.values())
        top = case.path[case.peak]
        yield f"| {case.name} | {_shown(top)} | {case.peak if top else '–'} | {high} | {len(case.false_peaks)} |"


def _outlets(cases: Sequence[Case]) -> str:
    most = max(case.repeated for case in cases)
    return (
        "On the day of each company's highest window, each of its stories in turn was told by nine more outlets. "
        f"The most that a window moved: {most}."
    )


def _paths(cases: Sequence[Case]) -> Iterator[str]:
    yield f"One mark a week, its highest window: `▁` below 13 to `█` from 88 on, `{NONE}` for no number, `▲` a wave.\n"
    for case in cases:
        weeks = list(_weeks(case.path))
        marks = "".join("▲" if any(day <= w.day < day + WEEK for w in case.waves) else " " for day, _ in weeks)
        line = "".join(NONE if top is None else BARS[min(7, top * 8 // 100)] for _, top in weeks)
        kind = "control" if case.control else "exodus"
        days = f"{min(case.path)} to {max(case.path)}"
        yield f"**{case.name}** ({kind}, {days})\n\n```\n{line}\n{marks.rstrip()}\n```\n"


def _weeks(path: Mapping[date, int | None]) -> Iterator[tuple[date, int | None]]:
    day, last = min(path), max(path)
    while day <= last:
        known = [path.get(day + timedelta(days=n)) for n in range(7)]
        yield day, max((window for window in known if window is not None), default=None)
        day += WEEK


def _rules(cases: Sequence[Case]) -> Iterator[str]:
    yield "Points of the window, on the days above for an exodus and on the highest day for a control.\n"
    yield "| company | day | window | of which |"
    yield "|---|---|---:|---|"
    for case in cases:
        for day, given in case.contributed.items():
            shares = ", ".join(f"{rule} {points:+d}" for rule, points in given.items() if points)
            yield f"| {case.name} | {day} | {_shown(case.path.get(day))} | {shares or '–'} |"


def _shown(number: int | None) -> str:
    return "–" if number is None else str(number)
