"""Plays recorded days on a virtual clock through read, merge, score, decide and draw, with a memory of its own."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import groupby
from pathlib import Path
from typing import Any

import config
from cli.collector import calm_collector
from cli.wiring import load_rules, open_memory, other_rules
from digests.sentence import lead
from model.errors import ConfigError
from model.item import Item
from model.poll import PollState
from model.score import NotEnough, Score
from model.subscription import Held, Subscription
from pipeline import Pipeline
from rules.language import Rules
from signals.detect import item_of
from store.advance import Step

CHANNEL = "C00"
HEADLINE = "headline"
WHERE = "channel"
EARLIEST = 1990  # the virtual clock passes every day between two items
NOON = time(12, 0, tzinfo=UTC)
LAST = time(23, 59, tzinfo=UTC)
NEVER = datetime.max.replace(tzinfo=UTC)


def read_items(folder: Path) -> list[Item]:
    """Read the recorded items of a folder's *.jsonl files in order of time; an item that has only a day gets noon."""
    if not folder.is_dir():
        raise ConfigError([f"{folder}: there is no such folder: name one that holds *.jsonl files of recorded items"])
    files = sorted(folder.glob("*.jsonl"))
    if not files:
        raise ConfigError([f"{folder}: holds no *.jsonl files of recorded items"])
    items = [item for file in files for item in _file(file)]
    return sorted(items, key=lambda item: (item.published, item.key))


def _file(file: Path) -> Iterator[Item]:
    for number, line in enumerate(file.read_text("utf-8").splitlines(), 1):
        if not line.strip():
            continue
        try:
            fields = json.loads(line)
            if not isinstance(fields, dict):
                raise ValueError("a line has to be an object: { … }")
            if "id" not in fields and "title" not in fields:
                continue  # a table of contents beside the items
            item = item_of(fields)
            if item.published.year < EARLIEST:
                raise ValueError("an item needs a date: a day such as 2024-10-02, or a moment with its zone")
        except ValueError as error:
            raise ConfigError([f"{file.name}, line {number}: {error}"]) from None
        yield _at_noon(item, str(fields["date"]))


def _at_noon(item: Item, written: str) -> Item:
    when = item.published
    if "T" not in written and ":" not in written:
        when = datetime.combine(when.date(), NOON)
    return replace(item, published=when, fetched=when)


@dataclass(frozen=True, slots=True)
class Played:
    """One line of a replay, as `replay --json` prints it, and the story's headline for a person."""

    fields: Mapping[str, Any]


async def play(pipeline: Pipeline, items: Sequence[Item]) -> AsyncIterator[Played]:
    """Play items in order of time and tell each verdict, and each day on which a company's numbers changed.

    What was held until a moment is decided at that moment, after the last item too.
    """
    known: dict[str, tuple[int | None, int | None]] = {}
    held: set[datetime] = set()
    for day, today in _days(items):
        for moment, now_items in _moments(today):
            async for line in _decided_until(moment, pipeline, held):
                yield line
            await pipeline.take_in(now_items, PollState("detect:"), moment)
            for step in await pipeline.read(moment):
                for line in _verdicts(step, held):
                    yield line
        evening = datetime.combine(day, LAST)
        async for line in _decided_until(evening, pipeline, held):
            yield line
        for company in pipeline.watch.companies:
            score = await pipeline.score(company.name, evening)
            numbers = (score.window, score.pressure) if isinstance(score, Score) else (None, None)
            if known.get(company.name, (None, None)) != numbers:
                known[company.name] = numbers
                yield _numbers(day, score)
    async for line in _decided_until(NEVER, pipeline, held):
        yield line


async def _decided_until(moment: datetime, pipeline: Pipeline, held: set[datetime]) -> AsyncIterator[Played]:
    """Move the clock to each moment in `held` up to this one, and decide what was held until then."""
    while held and (due := min(held)) <= moment:
        held.remove(due)
        for step in await pipeline.decide_again(due):
            for line in _verdicts(step, held):
                yield line


def _days(items: Sequence[Item]) -> Iterator[tuple[date, list[Item]]]:
    """Group items by day and name the quiet days between them too: numbers change on those as well."""
    if not items:
        return
    by_day: dict[date, list[Item]] = {}
    for item in items:
        by_day.setdefault(item.published.date(), []).append(item)
    day, last = min(by_day), max(by_day)
    while day <= last:
        yield day, by_day.get(day, [])
        day += timedelta(days=1)


def _moments(items: Iterable[Item]) -> Iterator[tuple[datetime, list[Item]]]:
    by_moment: dict[datetime, list[Item]] = {}
    for item in items:
        by_moment.setdefault(item.published, []).append(item)
    yield from sorted(by_moment.items())


def _verdicts(step: Step, held: set[datetime]) -> Iterator[Played]:
    """Tell a step's verdicts; the moments until which it holds some are added to `held`."""
    stories = {story.id: story for story in step.stories}
    for decided in step.verdicts:
        story = stories[decided.story]
        if isinstance(decided.verdict, Held) and decided.verdict.until:
            held.add(decided.verdict.until)
        yield Played(
            {
                "date": decided.at.date().isoformat(),
                "story": story.id,
                "company": story.company,
                "verdict": type(decided.verdict).__name__,
                "reason": decided.verdict.reason,
                HEADLINE: lead(story).title,
                WHERE: decided.channel,
            }
        )


def _numbers(day: date, score: Score | NotEnough) -> Played:
    known = score if isinstance(score, Score) else None
    return Played(
        {
            "date": day.isoformat(),
            "company": score.company,
            "window": known.window if known else None,
            "pressure": known.pressure if known else None,
            "confidence": known.confidence.value if known else None,
        }
    )


async def replay_days(settings: config.Settings, folder: Path, other: Path | None) -> list[dict[str, Any]]:
    """Play a folder's days with the pack for one default channel, or tell what another rule file would change.

    What would change is told for each channel of the settings, for the default one when there are none.
    """
    items = read_items(folder)
    default = (config.defaults(settings, CHANNEL),)
    if other is None:
        lines = await _play_alone(settings, items, load_rules(settings=settings), default)
        return [{key: value for key, value in line.items() if key != WHERE} for line in lines]
    channels = config.subscriptions(settings) or default
    before = await _play_alone(settings, items, load_rules(settings=settings), channels)
    return list(compare(before, await _play_alone(settings, items, other_rules(other), channels)))


async def _play_alone(
    settings: config.Settings, items: Sequence[Item], rules: Rules, channels: Sequence[Subscription]
) -> list[dict[str, Any]]:
    """Play with a memory of its own."""
    pipeline = open_memory(settings, rules, *channels)
    with calm_collector():
        return [dict(line.fields) async for line in play(pipeline, items)]


def compare(before: Sequence[Mapping[str, Any]], after: Sequence[Mapping[str, Any]]) -> Iterator[dict[str, Any]]:
    """Tell what another set of rules changes: alerts gained and lost by channel, and the days with other numbers."""
    for change, here, there in (("lost", before, after), ("gained", after, before)):
        known = {(line.get(WHERE), line["story"]) for line in there if line.get("verdict") == "Now"}
        alerts = [line for line in here if line.get("verdict") == "Now"]
        for line in sorted(alerts, key=lambda line: str(line.get(WHERE))):
            if (line.get(WHERE), line["story"]) not in known:
                yield {"change": f"alert {change}", **line}
    yield from _rescored(before, after)


def _rescored(before: Sequence[Mapping[str, Any]], after: Sequence[Mapping[str, Any]]) -> Iterator[dict[str, Any]]:
    """Tell each day on which a number moved and the two sets of rules differ; a number stands until it moves."""
    moved = sorted(
        (
            (line["date"], line["company"], side, (line["window"], line["pressure"]))
            for side, lines in enumerate((before, after))
            for line in lines
            if "window" in line
        ),
        key=lambda one: one[:3],
    )
    standing: dict[tuple[str, int], tuple[int | None, int | None]] = {}
    for (day, company), moves in groupby(moved, key=lambda one: one[:2]):
        standing |= {(company, side): numbers for _, _, side, numbers in moves}
        old, new = (standing.get((company, side), (None, None)) for side in (0, 1))
        if old != new:
            window, pressure = (f"{_shown(a)} -> {_shown(b)}" for a, b in zip(old, new, strict=True))
            yield {"change": "re-scored", "date": day, "company": company, "window": window, "pressure": pressure}


def _shown(number: int | None) -> str:
    return "unknown" if number is None else str(number)
