"""CPU milliseconds of taking one more signal into the stories that one company has had within a week.

    python benchmarks/merge.py [--stories 500 2000] [--json]

Each block is of one kind of news, invented from made-up words: departures of people who are named, departures of which
half are, unrest that only its words tell apart, and one lay-off that everybody reports. Beside each figure stands what
building the whole block anew takes, and how many times longer that is. Goal: at most 5 ms (p99) with 2,000 stories.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from time import process_time

sys.path.insert(0, str(Path(__file__).parents[1]))

from rich import box
from rich.console import Console
from rich.table import Table

from model.signal import Certainty, Kind, Signal, SourceClass
from stories.merge import merge

MONDAY = datetime(2024, 9, 2, tzinfo=UTC)
WEEK = 7 * 86_400  # seconds
ASKED = 200  # further signals, each merged into the same block
VOCABULARY = 3_000
GOAL_MS = 5.0
# What is told, of which kind, and how many of the signals name a person.
BLOCKS = (
    ("named departures", Kind.DEPARTURE, 1.0),
    ("half-named departures", Kind.DEPARTURE, 0.5),
    ("unrest", Kind.TURMOIL, 0.0),
    ("one lay-off", Kind.LAYOFFS, 0.0),
)


@dataclass(frozen=True, slots=True)
class Figure:
    """One block: how many signals and stories it holds, and CPU milliseconds to build it and to add one signal."""

    block: str
    signals: int
    stories: int
    build: float
    p50: float
    p99: float

    @property
    def saved(self) -> float:
        """How many times longer it takes to build the block than to add one signal."""
        return self.build / self.p50


class Newsroom:
    """Invents signals about one company, the same ones in every run."""

    def __init__(self) -> None:
        self._chance = random.Random(5)  # noqa: S311 - the same news in every run
        letters = "abcdefghijklmnopqrstuvwxyz"
        self._words = ["".join(self._chance.choices(letters, k=3 + n % 8)) for n in range(VOCABULARY)]

    def signal(self, number: int, kind: Kind, named: float) -> Signal:
        """Make the signal with a `number`; `named` is the chance that it names a person."""
        person = " ".join(self._some(2)).title() if self._chance.random() < named else None
        site = f"outlet{number % 500}.example"
        return Signal(
            kind=kind,
            company="Northwind",
            person=person,
            role=None,
            seniority=None,
            from_company=None,
            to_company=None,
            amount=None,
            headcount=None,
            certainty=Certainty.REPORTED,
            confidence=0.9,
            quote=" ".join(self._some(5)),
            pattern="en.benchmark",
            item=(f"feed:https://{site}", str(number)),
            url=f"https://{site}/{number}",
            site=site,
            title=f"{person or 'Northwind'} {' '.join(self._some(9))}",
            lang="en",
            published=MONDAY + timedelta(seconds=self._chance.randrange(WEEK)),
            source_class=SourceClass.PRESS,
        )

    def _some(self, number: int) -> list[str]:
        return self._chance.sample(self._words, number)


def main() -> None:
    """Measure every block at each size and print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--stories", type=int, nargs="+", default=[500, 2000], help="signals in the block")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    figures = [measure(name, kind, named, size) for size in options.stories for name, kind, named in BLOCKS]
    if options.json:
        print(json.dumps([asdict(figure) for figure in figures]))
    else:
        show(figures)


def measure(name: str, kind: Kind, named: float, size: int) -> Figure:
    """Build a block of `size` signals and add further ones to it, each to the same block."""
    newsroom = Newsroom()
    signals = [newsroom.signal(number, kind, named) for number in range(size + ASKED)]
    began = process_time()
    stories = merge(signals[:size], []).changed
    build = process_time() - began
    took = []
    for signal in signals[size:]:
        began = process_time()
        merge([signal], stories)
        took.append(process_time() - began)
    took.sort()
    return Figure(name, size, len(stories), build * 1000, took[ASKED // 2] * 1000, took[ASKED * 99 // 100] * 1000)


def show(figures: Sequence[Figure]) -> None:
    """Print one row a block."""
    table = Table(box=box.SIMPLE)
    for heading in ("block", "signals", "stories", "build ms", "one more p50 ms", "p99 ms", "times less"):
        table.add_column(heading, justify="left" if heading == "block" else "right")
    for f in figures:
        mark = "" if f.p99 <= GOAL_MS else " !"
        counts = (f"{f.signals:,}", f"{f.stories:,}", f"{f.build:,.0f}")
        table.add_row(f.block, *counts, f"{f.p50:.2f}", f"{f.p99:.2f}{mark}", f"{f.saved:,.0f}x")
    Console().print(table)


if __name__ == "__main__":
    main()
