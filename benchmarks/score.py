"""Seconds of scoring: after a poll, from cold, and over a replay of three months.

    python benchmarks/score.py [--companies 10000] [--signals 1000000] [--changed 50] [--items 100000] [--json]

Fills a database with made-up stories of a year, 100 signals a company, then reads a poll of which `changed` items are
each about another company: read, merged, scored, decided and stored, in CPU seconds, and how many were scored.
Then scores companies that nothing is held in memory of, each over a newly opened store, in milliseconds on the clock.
Then replays 90 days of items of which every twentieth is about one of 50 companies. Goals: 2 s, 30 ms, 60 s.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import random
import sys
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime, timedelta
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter, process_time

sys.path.insert(0, str(Path(__file__).parents[1]))

from rich import box
from rich.console import Console
from rich.table import Table

import config
from benchmarks.meter import metered
from cli.collector import calm_collector
from cli.replay import CHANNEL, play
from cli.wiring import load_lexicons, load_rules, open_memory
from model.company import Company
from model.item import Item
from model.poll import PollState
from model.score import Score
from model.signal import Amount, Certainty, Kind, Seniority, Signal, SourceClass
from model.story import State, Story
from pipeline import Pipeline, Watch
from signals.reader import Reader
from store.advance import Step
from store.store import Store

NOW = datetime(2024, 10, 4, 12, 0, tzinfo=UTC)
SIGNALS_EACH, STORIES_EACH = 100, 40
STORED_TOGETHER = 2_000  # stories
COLD = 20
KINDS = (*[Kind.DEPARTURE] * 8, *[Kind.HIRE] * 5, Kind.LEAVE, Kind.PROMOTION, Kind.LAYOFFS, Kind.HIRING_FREEZE)
KINDS += (Kind.FUNDING, Kind.FUNDING, Kind.ACQUISITION, Kind.TURMOIL, Kind.CULTURE_CONFLICT, Kind.HIRING_SURGE)
RANKS = (Seniority.FOUNDER, Seniority.C_SUITE, Seniority.VP, Seniority.DIRECTOR, Seniority.IC, Seniority.IC)
ROLES = {Seniority.FOUNDER: "co-founder", Seniority.C_SUITE: "CTO", Seniority.VP: "VP of research"}
NAMED = frozenset({Kind.DEPARTURE, Kind.HIRE, Kind.LEAVE, Kind.PROMOTION})


@dataclass(frozen=True, slots=True)
class Figure:
    """One measure with its goal, both in `unit`, and what it was of."""

    what: str
    took: float
    goal: float
    unit: str
    of: str


class Past:
    """Invents companies and their stories of the year before `until`, the same ones in every run."""

    def __init__(self, companies: int, until: datetime = NOW) -> None:
        self._until = until
        self._chance = random.Random(5)  # noqa: S311 - the same news in every run
        letters = "bcdfghklmnprstvz"
        self._syllables = [a + b for a in letters for b in "aeiou"]
        names = dict.fromkeys(f"{self._word(3).title()}{number % 97}" for number in range(companies * 2))
        self.companies = tuple(Company(name, employees=300) for name in islice(names, companies))

    def _word(self, syllables: int) -> str:
        return "".join(self._chance.choices(self._syllables, k=syllables))

    def stories(self, company: Company, signals: int) -> Iterator[Story]:
        """Make a company's stories with so many signals together."""
        outlets = signals // STORIES_EACH
        for number in range(STORIES_EACH):
            more = number < signals - outlets * STORIES_EACH
            yield self._story(company, number, outlets + more)

    def _story(self, company: Company, number: int, outlets: int) -> Story:
        kind = self._chance.choice(KINDS)
        seen = self._until - timedelta(days=self._chance.uniform(1, 365))
        person = f"{self._word(2)} {self._word(3)}".title() if kind in NAMED else None
        rank = self._chance.choice(RANKS) if person else None
        first = self._signal(company, kind, person, rank, seen)
        told = tuple(
            replace(
                first,
                item=(f"feed:https://outlet{n}.example", f"{company.name}-{number}"),
                site=f"outlet{n}.example",
                title=f"{first.title} {n}",
                published=seen + timedelta(hours=n),
            )
            for n in range(outlets)
        )
        return Story(
            id=f"{company.name}-{number}",
            kind=kind,
            company=company.name,
            people=(person,) if person else (),
            state=State.CONFIRMED if outlets > 1 else State.REPORTED,
            first_seen=seen,
            last_seen=told[-1].published,
            evidence=told,
            outlets=tuple(s.site for s in told),
            source_classes=frozenset({SourceClass.PRESS}),
        )

    def _signal(
        self, company: Company, kind: Kind, person: str | None, rank: Seniority | None, seen: datetime
    ) -> Signal:
        words = " ".join(self._word(3) for _ in range(6))
        return Signal(
            kind=kind,
            company=company.name,
            person=person,
            role=ROLES.get(rank, "engineer") if rank else None,
            seniority=rank,
            from_company=company.name if kind is Kind.DEPARTURE else None,
            to_company=None,
            amount=Amount(2e8, "USD") if kind is Kind.FUNDING else None,
            headcount=60 if kind is Kind.LAYOFFS else None,
            certainty=Certainty.REPORTED,
            confidence=0.9,
            quote=words,
            pattern="en.benchmark",
            item=("", ""),
            url="https://outlet.example/news",
            site="",
            title=f"{person or company.name} {words}",
            lang="en",
            published=seen,
            source_class=SourceClass.PRESS,
        )


def news(number: int, when: datetime, about: str | None) -> Item:
    """Make an item about a company, or about nobody who is watched."""
    person = f"Ada Quill{number}"
    title = f"{about} CTO {person} leaves the company" if about else f"A new stadium opens in the north: {number}"
    return Item(
        source="feed:https://wire.example/rss",
        key=str(number),
        url=f"https://wire.example/{number}",
        title=title,
        text=f"{title}, the company said on Friday." if about else f"Thousands came to see it. {title}.",
        lang="en",
        site="wire.example",
        published=when,
        fetched=when,
    )


async def fill(url: str, past: Past, signals: int) -> None:
    """Store a year of stories of every company."""
    each = max(STORIES_EACH, signals // len(past.companies))
    stories = (story for company in past.companies for story in past.stories(company, each))
    async with await Store.open(url) as store:
        while batch := list(islice(stories, STORED_TOGETHER)):
            await store.advance(Step(stories=batch, scores=[], verdicts=[], messages=[], at=NOW))


async def after_a_poll(url: str, past: Past, changed: int) -> Figure:
    """Read a poll that brings news of some companies, up to what is stored for Slack."""
    channel = config.defaults(config.Settings(), CHANNEL)
    watch = Watch(past.companies, (channel,), Reader(past.companies, load_lexicons()), load_rules())
    async with await Store.open(url) as store:
        pipeline = Pipeline(store, _Nobody(), watch, random.random)
        about = [company.name for company in past.companies[:: max(1, len(past.companies) // changed)]][:changed]
        items = [news(number, NOW, name) for number, name in enumerate(about)]
        first = news(len(items), NOW, past.companies[1].name)  # patterns are compiled when they are first searched
        await pipeline.take_in([first], PollState("feed:https://wire.example/rss"), NOW)
        await pipeline.read(NOW)
        await pipeline.take_in(items, PollState("feed:https://wire.example/rss"), NOW)
        began = process_time()
        steps = await pipeline.read(NOW)
        took = process_time() - began
    scored = {score.company for step in steps for score in step.scores}
    told = f"{len(scored):,} of {len(past.companies):,} companies scored"
    return Figure("after a poll", took, 2.0, "s", told)


async def from_cold(url: str, past: Past) -> Figure:
    """Score companies over a newly opened store each; the middle one counts."""
    rules, times, cpu, known = load_rules(), list[float](), list[float](), 0
    for company in past.companies[1 :: max(1, len(past.companies) // COLD)][:COLD]:
        async with await Store.open(url, read_only=True) as store:
            pipeline = Pipeline(store, _Nobody(), Watch((company,), (), Reader((), ()), rules), random.random)
            began, busy = perf_counter(), process_time()
            score = await pipeline.score(company.name, NOW)
            times.append((perf_counter() - began) * 1000)
            cpu.append((process_time() - busy) * 1000)
            known += isinstance(score, Score)
    told = f"the middle of {COLD}, of which {sorted(cpu)[COLD // 2]:.0f} ms at work; {known} with a number"
    return Figure("one score from cold", sorted(times)[COLD // 2], 30.0, "ms", told)


async def replay(items: int) -> Figure:
    """Replay 90 days of items."""
    past = Past(50)
    start = NOW - timedelta(days=90)
    step = timedelta(days=90) / items
    names = [company.name for company in past.companies]
    wire = [news(n, start + n * step, names[n // 20 % 50] if n % 20 == 0 else None) for n in range(items)]
    tables = tuple(config.CompanySettings(name=name, employees=300) for name in names)
    settings = config.Settings(companies=tables)
    pipeline = open_memory(settings, load_rules(), config.defaults(settings, CHANNEL))
    with metered() as cost, calm_collector():
        lines = [line async for line in play(pipeline, wire)]
    told = f"{items:,} items, {len(lines):,} lines; {cost.wall:.0f} s on the clock"
    return Figure("a replay of 90 days", cost.cpu, 60.0, "s", told)


class _Nobody:
    """The way to the outside, which nothing here asks."""

    async def get(self, url: str, **_: object) -> None:
        """Refuse."""
        raise AssertionError(url)


async def measure(options: Mapping[str, int]) -> list[Figure]:
    """Fill a database and take every figure."""
    past = Past(options["companies"])
    figures: list[Figure] = []
    with TemporaryDirectory() as place:
        url = f"sqlite:///{place}/signals.db"
        await fill(url, past, options["signals"])
        figures.append(await after_a_poll(url, past, options["changed"]))
        figures.append(await from_cold(url, past))
    if options["items"]:
        figures.append(await replay(options["items"]))
    return figures


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--companies", type=int, default=10_000)
    parser.add_argument("--signals", type=int, default=1_000_000)
    parser.add_argument("--changed", type=int, default=50, help="companies that the poll brings news of")
    parser.add_argument("--items", type=int, default=100_000, help="items of the replay; 0 for none")
    parser.add_argument("--json", action="store_true")
    options = vars(parser.parse_args())
    figures = asyncio.run(measure(options))
    if options["json"]:
        print(json.dumps([asdict(figure) for figure in figures]))
        return
    table = Table("", "took", "goal", "of", box=box.SIMPLE)
    for f in figures:
        mark = "" if f.took <= f.goal else " !"
        table.add_row(f.what, f"{f.took:.2f} {f.unit}{mark}", f"{f.goal:g} {f.unit}", f.of)
    Console().print(table)


if __name__ == "__main__":
    main()
