"""Play the dated histories of tests/days and write docs/calibration.md: what the pack makes of known cases.

    .venv/bin/python -m tools.calibrate

Run it after a rule, a weight or the reader was changed on purpose, and read the difference. The reader reads titles
and ledes; what INDEX.jsonl says (when an exodus was widely reported) is only held against the result.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import config
from cli.collector import calm_collector
from cli.replay import CHANNEL, LAST, play, read_items
from cli.wiring import load_rules, open_memory
from model.company import Company
from model.score import Axis, Score
from model.story import Story
from pipeline import SCORED_BACK, Pipeline
from rules.engine import score
from stories.state import state_of
from tools.calibration_page import OPEN, Case, Wave, page

ROOT = Path(__file__).resolve().parents[1]
DAYS = ROOT / "tests" / "days"
PAGE = ROOT / "docs" / "calibration.md"
OUTLETS = 10
TOP = frozenset({"founder", "c_suite", "vp"})


async def measure(folder: Path = DAYS) -> list[Case]:
    """Play every history of a folder together, as `bot.py replay` does, and measure each company."""
    index = [json.loads(line) for line in (folder / "INDEX.jsonl").read_text("utf-8").splitlines()]
    tables = tuple(
        config.CompanySettings(name=one["company"], domain=one["domain"], employees=one["employees_then"])
        for one in index
    )
    settings = config.Settings(companies=tables)
    pipeline = open_memory(settings, load_rules(), config.defaults(settings, CHANNEL))
    moved: dict[str, dict[date, int | None]] = {one["company"]: {} for one in index}
    with calm_collector():
        async for line in play(pipeline, read_items(folder)):
            if "window" in line.fields:
                moved[line.fields["company"]][date.fromisoformat(line.fields["date"])] = line.fields["window"]
    return [await _case(one, moved[one["company"]], pipeline, folder) for one in index]


async def _case(told: Mapping[str, Any], moved: Mapping[date, int | None], pipeline: Pipeline, folder: Path) -> Case:
    path = dict(_days(told["period"], moved))
    days = {told["widely_reported"], *(wave["date"] for wave in told["waves"])} - {None}
    waves = tuple(_wave(date.fromisoformat(day), path) for day in sorted(days))
    case = Case(
        told["company"], told["kind"] == "control", path, waves, _own(folder / told["file"], told["company"]), {}, 0
    )
    asked = [case.peak] if case.control else [wave.day for wave in waves]
    contributed = {day: await _contributed(pipeline, case.name, day) for day in asked}
    return replace(case, contributed=contributed, repeated=await _repeated(pipeline, case.name, case.peak))


def _days(period: Sequence[str], moved: Mapping[date, int | None]) -> Iterator[tuple[date, int | None]]:
    """Give the window of every day of a period; a number stands until it moves."""
    day, last = (date.fromisoformat(text) for text in period)
    window: int | None = None
    for known in sorted(moved):
        window = moved[known] if known < day else window
    while day <= last:
        window = moved.get(day, window)
        yield day, window
        day += timedelta(days=1)


def _wave(day: date, path: Mapping[date, int | None]) -> Wave:
    since = None
    back = day
    while (path.get(back) or 0) >= OPEN:
        since, back = back, back - timedelta(days=1)
    return Wave(day, path.get(day), since)


def _own(file: Path, company: str) -> tuple[date, ...]:
    """List the days of a company's own lay-offs and executives' exits, as the history's keeper labelled them."""
    items = [json.loads(line) for line in file.read_text("utf-8").splitlines()]
    return tuple(
        date.fromisoformat(item["date"][:10])
        for item in items
        for fact in item["facts"]
        if fact["company"] == company and _shakes(fact)
    )


def _shakes(fact: Mapping[str, Any]) -> bool:
    return fact["type"] == "layoffs" or (fact["type"] == "departure" and fact["seniority"] in TOP)


async def _contributed(pipeline: Pipeline, name: str, day: date) -> dict[str, int]:
    """Tell what each rule gave to the window of a day, the weightiest first."""
    found = await pipeline.score(name, datetime.combine(day, LAST))
    given: dict[str, int] = {}
    for points in found.points if isinstance(found, Score) else ():
        if points.axis is Axis.WINDOW:
            given[points.rule] = given.get(points.rule, 0) + points.value
    return dict(sorted(given.items(), key=lambda pair: (-abs(pair[1]), pair[0])))


async def _repeated(pipeline: Pipeline, name: str, day: date) -> int:
    """Tell by how much the window of a day moves at most when one of its stories is told by ten outlets."""
    at = datetime.combine(day, LAST)
    stories = await pipeline.store.stories_of(name, at - SCORED_BACK)
    company = pipeline.watch.company(name)
    before = _window(company, stories, pipeline, at)
    others = ([one for one in stories if one is not story] for story in stories)
    louder = ([*rest, _louder(story, company)] for rest, story in zip(others, stories, strict=True))
    return max((abs(_window(company, told, pipeline, at) - before) for told in louder), default=0)


def _window(company: Company, stories: Sequence[Story], pipeline: Pipeline, at: datetime) -> int:
    found = score(company, stories, pipeline.watch.rules, at)
    return found.window if isinstance(found, Score) else 0


def _louder(story: Story, company: Company) -> Story:
    """Let ten outlets tell what the first report of a story tells, in their own words."""
    first = story.evidence[0]
    more = tuple(
        replace(first, site=f"outlet{n}.example", item=("outlets", f"{story.id}-{n}"), title=f"{first.title} {n}")
        for n in range(1, OUTLETS)
    )
    evidence = (first, *more, *story.evidence[1:])
    outlets = tuple(dict.fromkeys(signal.site for signal in evidence))
    return replace(story, evidence=evidence, outlets=outlets, state=state_of(evidence, company.domain))


def main() -> None:
    """Write the page."""
    PAGE.write_text(page(asyncio.run(measure())), "utf-8")
    print(f"wrote {PAGE.relative_to(ROOT)}")


if __name__ == "__main__":
    main()
