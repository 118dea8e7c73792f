"""CPU seconds, memory and connections of a round of ours over 500 job boards and 1,000 feeds, all on loopback.

    python benchmarks/round.py [--boards 500] [--feeds 1000] [--rounds 3] [--json]

Every source is asked in every round, whether due or not, and what came is read. Before a round the sites close what was
left open, and one in twenty of them has something new; the others answer 304 or send the same page again.

    first     nothing is known yet: every page is parsed and stored, as after an installation
    settling  the round after it
    steady    the round that the bounds are about: at most 3 CPU seconds, 150 MB and 2 connections a host
    next day  the first of a day, in which every board is compared though unchanged: quiet days count

`whole MB` is the most that the whole process held in that round, which the bound is about; `adds MB` is how much of it
is above what it held before its first round (the programs, the words of four languages, 500 companies). The sites are a
process of their own and do not count. The figures are of a fresh process, the best of three. Real sites are
asked at most once a second each; here nobody is spared.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from dataclasses import asdict, dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))

from rich import box
from rich.console import Console
from rich.table import Table

from benchmarks.round_server import Sites, serving

HERE = Path(__file__).parents[1]
BOUND = "steady"
CPU, WHOLE_MB, CONNECTIONS = 3.0, 150.0, 2


@dataclass(frozen=True, slots=True)
class Round:
    """One round: its costs, what the sites saw of it, and what it gave. `held_mb` is what was held before any round."""

    name: str
    cpu: float
    wall: float
    peak_mb: float
    held_mb: float
    asked: int
    unchanged: int
    most_connections: int
    items: int
    new: int
    troubles: int
    stories: int

    @property
    def added_mb(self) -> float:
        """The most that was held above what the process holds anyway."""
        return self.peak_mb - self.held_mb


def measure(sites: Sites, boards: int, feeds: int) -> list[Round]:
    """Measure all rounds in a process of its own, over a database of its own."""
    with TemporaryDirectory(prefix="round-") as folder:
        command = [sys.executable, "-m", "benchmarks.round_ours"]
        rest = [str(sites.port), str(boards), str(feeds), folder]
        subprocess.run([*command, "prepare", *rest], cwd=HERE, check=True)
        done = subprocess.run([*command, "poll", *rest], cwd=HERE, check=True, stdout=subprocess.PIPE, text=True)
    told: list[dict[str, Any]] = [json.loads(line) for line in done.stdout.splitlines()]
    return [Round(**one) for one in told]


def best(of: int, boards: int, feeds: int) -> list[Round]:
    """Measure several times and take the least CPU of each round: what others do on the machine only adds to it."""
    runs = []
    for _ in range(of):
        with serving() as sites:
            runs.append(measure(sites, boards, feeds))
    return [min(rounds, key=lambda one: one.cpu) for rounds in zip(*runs, strict=True)]


def faults(rounds: list[Round]) -> list[str]:
    """Say what no machine is an excuse for: too many connections, sources in trouble, sites that were not asked."""
    found = []
    for one in rounds:
        if one.most_connections > CONNECTIONS:
            found.append(f"{one.name}: a host had {one.most_connections} connections at a time")
        if one.troubles:
            found.append(f"{one.name}: {one.troubles} sources are in trouble")
        if one.asked != rounds[0].asked:
            found.append(f"{one.name}: {one.asked} questions, and {rounds[0].asked} in the first round")
        if one is not rounds[0] and not 0 < one.new < rounds[0].new:
            found.append(f"{one.name}: {one.new} new items")
    return found


def _tell(rounds: list[Round], boards: int, feeds: int) -> None:
    heads = (
        "round",
        "CPU s",
        "wall s",
        "adds\nMB",
        "whole\nMB",
        "asked",
        "of it\n304s",
        "new\nitems",
        "connections\na host",
    )
    table = Table(*heads, box=box.SIMPLE, pad_edge=False)
    for column in table.columns[1:]:
        column.justify = "right"
    for one in rounds:
        costs = [f"{one.cpu:.2f}", f"{one.wall:.2f}", f"{one.added_mb:.0f}", f"{one.peak_mb:.0f}"]
        table.add_row(one.name, *costs, *map(str, (one.asked, one.unchanged, one.new, one.most_connections)))
    console = Console(highlight=False)
    console.print(f"{boards:,} boards and {feeds:,} feeds on loopback, one in twenty with news", table, sep="\n")
    console.print(f"Before the first round the process held {rounds[0].held_mb:.0f} MB.")
    steady = next(one for one in rounds if one.name == BOUND)
    verdicts = [
        f"{steady.cpu:.2f} of {CPU:.0f} CPU s {'kept' if steady.cpu <= CPU else 'EXCEEDED'}",
        f"{steady.peak_mb:.0f} of {WHOLE_MB:.0f} MB {'kept' if steady.peak_mb <= WHOLE_MB else 'EXCEEDED'}",
        f"{steady.most_connections} of {CONNECTIONS} connections a host",
    ]
    console.print(f"The bounds of the {BOUND} round: {'; '.join(verdicts)}")


def main() -> int:
    """Print the table or JSON; 1 when a fault was found."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--boards", type=int, default=500)
    parser.add_argument("--feeds", type=int, default=1_000)
    parser.add_argument("--rounds", type=int, default=3, help="the best of so many")
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args()
    rounds = best(asked.rounds, asked.boards, asked.feeds)
    wrong = faults(rounds)
    if asked.json:
        bounds = {"round": BOUND, "cpu": CPU, "peak_mb": WHOLE_MB, "connections": CONNECTIONS}
        print(json.dumps({"bounds": bounds, "faults": wrong, "rounds": [asdict(one) for one in rounds]}, indent=1))
    else:
        _tell(rounds, asked.boards, asked.feeds)
    print(*wrong, sep="\n", end="\n" if wrong else "", file=sys.stderr)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
