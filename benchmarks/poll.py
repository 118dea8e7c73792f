"""CPU seconds and memory of polling 1,000 addresses: a first round, a round of 304s, and reading what came.

    python benchmarks/poll.py [--companies 100 10000] [--rounds 3] [--json]

Beside it the floor (raw sockets, an XML parser that looks for nothing) and lemon24/reader, which is installed for this
run only. Every figure is of a fresh process, the best of three; the server is a process of its own and does not count.
The pages are the real ones of ../shared/bench where they lie beside the checkout, else made-up ones of the same sizes.
Machines differ: compare ratios to the floor of the same run. The goals are for 100 companies.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, field, replace
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))

from rich import box
from rich.console import Console
from rich.table import Table

from benchmarks.feed_bodies import real_there
from benchmarks.feed_server import FeedServer, Taken, serving
from benchmarks.reader_environment import NotInstalled, reader_python

HERE = Path(__file__).parents[1]
GOALS = {"first": 2.0, "again": 0.6, "peak_mb": 150.0}
# Polling all addresses takes reader half a minute of CPU; a fifth of them, spread evenly, tells the same.
READER_SHARE = 5


@dataclass(frozen=True, slots=True)
class Figure:
    """One step of one contestant. `counts` is what the step says of itself, `taken` what the server saw of it."""

    cpu: float
    wall: float
    peak_mb: float
    taken: Taken
    counts: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Contestant:
    """`scaled` is what the seconds were multiplied with, since only a part of the addresses was asked."""

    name: str
    steps: dict[str, Figure]
    scaled: int = 1

    @property
    def peak_mb(self) -> float:
        """The most memory of any step."""
        return max(figure.peak_mb for figure in self.steps.values())


def _measured(server: FeedServer, command: list[str | Path], scale: int = 1) -> Iterator[Figure]:
    """Run a step in its own process; one figure for each line it prints. What it complains of goes to our stderr."""
    done = subprocess.run(command, cwd=HERE, check=True, stdout=subprocess.PIPE, text=True)
    taken = server.taken()
    for line in done.stdout.splitlines():
        said: dict[str, Any] = json.loads(line)
        cpu, wall, peak_mb = said.pop("cpu") * scale, said.pop("wall") * scale, said.pop("peak_mb")
        yield Figure(cpu, wall, peak_mb, taken, said)


def floor(server: FeedServer, addresses: int) -> Contestant:
    """Measure what sockets and XML cost anyway: both rounds in one process, so the server counts them together."""
    command: list[str | Path] = [sys.executable, "-m", "benchmarks.poll_floor", server.base, str(addresses)]
    first, again = _measured(server, command)
    return Contestant("floor", {"first": first, "again": again})


def ours(server: FeedServer, addresses: int, companies: int, real: bool) -> Contestant:
    """Measure Talent Signals over a database of its own."""
    with TemporaryDirectory(prefix="poll-") as folder:
        rest = [server.base, str(addresses), str(companies), "real" if real else "made-up", folder]
        ask: list[str | Path] = [sys.executable, "-m", "benchmarks.poll_ours"]
        assert not list(_measured(server, [*ask, "prepare", *rest]))
        steps = {
            name: next(_measured(server, [*ask, step, *rest]))
            for name, step in (("first", "poll"), ("read", "read"), ("again", "poll"))
        }
    return Contestant(f"ours, {companies:,} names", steps)


def best(of: int, measure: Callable[[], Contestant]) -> Contestant:
    """Measure several times and take the least CPU of each step: what others do on the machine only adds to it."""
    runs = [measure() for _ in range(of)]
    steps = {name: min((run.steps[name] for run in runs), key=lambda figure: figure.cpu) for name in runs[0].steps}
    return replace(runs[0], steps=steps)


def peer(server: FeedServer, addresses: int) -> Contestant:
    """Measure lemon24/reader as it comes, with its one worker. Raises NotInstalled."""
    share = READER_SHARE if addresses > READER_SHARE else 1
    numbers = [str(number) for number in range(0, addresses, share)]
    with TemporaryDirectory(prefix="poll-") as folder, reader_python() as python:
        command: list[str | Path] = [python, "-m", "benchmarks.poll_reader", server.base, folder, *numbers]
        steps = {name: next(_measured(server, command, share)) for name in ("first", "again")}
    return Contestant(f"reader 3.26, {len(numbers)} x{share}", steps, share)


def faults(contestant: Contestant, addresses: int) -> list[str]:
    """Say which of our requests were too many, and which should have been answered with 304."""
    found = [
        f"{contestant.name}: {figure.taken.asked} requests in the {name} round, not {addresses}"
        for name, figure in contestant.steps.items()
        if name != "read" and figure.taken.asked != addresses
    ]
    again, known = contestant.steps["again"], addresses - contestant.steps["first"].counts["refused_pages"]
    if again.taken.unchanged != known:
        found.append(f"{contestant.name}: {again.taken.unchanged} answers were 304, not {known}")
    return found


def _table(contestants: list[Contestant]) -> Table:
    heads = ("first\nCPU s", "x\nfloor", "304s\nCPU s", "x\nfloor", "peak\nMB", "asked", "of it\n304s")
    table = Table("", *heads, box=box.SIMPLE, pad_edge=False)
    for column in table.columns:
        column.no_wrap, column.justify = True, "left" if column is table.columns[0] else "right"
    least = contestants[0].steps
    for one in contestants:
        first, again = one.steps["first"], one.steps["again"]
        cells = [f"{first.cpu:.2f}", f"{first.cpu / least['first'].cpu:.0f}", f"{again.cpu:.2f}"]
        cells += [f"{again.cpu / least['again'].cpu:.0f}", f"{one.peak_mb:.0f}"]
        if one is not contestants[0]:
            cells += [f"{first.taken.asked}+{again.taken.asked}", str(again.taken.unchanged)]
        table.add_row(one.name, *cells)
    table.add_row("goal", f"{GOALS['first']:.2f}", "", f"{GOALS['again']:.2f}", "", f"{GOALS['peak_mb']:.0f}")
    return table


def _tell(contestants: list[Contestant], addresses: int, real: bool, missing: str | None) -> None:
    console = Console(highlight=False)
    kind = "real feeds" if real else "made-up feeds (asked for, or ../shared is not there)"
    console.print(f"{kind} as {addresses:,} addresses on loopback", _table(contestants), sep="\n")
    console.print("floor: raw sockets, and an XML parser that looks for nothing")
    for one in contestants:
        if read := one.steps.get("read"):
            first = one.steps["first"].counts
            console.print(
                f"{one.name}: {first['new']:,} items kept; {first['refused_pages']} addresses hold a page that cannot "
                f"be read and is asked for anew; reading {read.counts['items']:,} items that name a company then took "
                f"{read.cpu:.2f} CPU s"
            )
    told = f"lemon24/reader is not measured: {missing}" if missing else "reader: one worker, a part of the addresses"
    console.print(told)


def run(
    addresses: int, companies: list[int], rounds: int, real: bool, with_reader: bool
) -> tuple[list[Contestant], str | None]:
    """Measure everybody; the second value says why reader is missing."""
    with serving(real) as server:
        contestants = [best(rounds, partial(floor, server, addresses))]
        contestants += [best(rounds, partial(ours, server, addresses, count, real)) for count in companies]
        if not with_reader:
            return contestants, "it was not asked for"
        try:
            return [*contestants, peer(server, addresses)], None
        except NotInstalled as reason:
            return contestants, str(reason)


def main() -> int:
    """Print the table or JSON; 1 when a request was made that should not have been."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--addresses", type=int, default=1_000)
    parser.add_argument("--companies", type=int, nargs="+", default=[100, 10_000], help="how many are watched")
    parser.add_argument("--rounds", type=int, default=3, help="the best of so many; reader has one")
    parser.add_argument("--made-up", action="store_true", help="take made-up feeds even where the real ones are")
    parser.add_argument("--no-reader", action="store_true", help="leave lemon24/reader out")
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args()
    real = real_there() and not asked.made_up
    contestants, missing = run(asked.addresses, asked.companies, asked.rounds, real, not asked.no_reader)
    wrong = [fault for one in contestants if "read" in one.steps for fault in faults(one, asked.addresses)]
    if asked.json:
        results = {
            "real": real,
            "addresses": asked.addresses,
            "goals": GOALS,
            "reader_skipped": missing,
            "faults": wrong,
        }
        print(json.dumps({**results, "contestants": [asdict(one) for one in contestants]}, indent=1))
    else:
        _tell(contestants, asked.addresses, real, missing)
    print(*wrong, sep="\n", end="\n" if wrong else "", file=sys.stderr)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
