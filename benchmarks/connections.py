"""What it costs to compare two exports of a member's connections.

    python benchmarks/connections.py [--rows 30000] [--moved 600] [--json]

Makes up two exports of so many people, as long as LinkedIn allows, of whom some changed company in between. A process
of its own reads the first and remembers it; another one reads the second, compares it and remembers it, in CPU seconds
and with the most memory that it held above what it held before. Goals: 1 s and 100 MB. The same is told of reading
alone, and of a gigabyte that is made while it is read and is no export.
"""

from __future__ import annotations

import argparse
import asyncio
import csv
import io
import json
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import BinaryIO, cast

sys.path.insert(0, str(Path(__file__).parents[1]))

from rich import box
from rich.console import Console
from rich.table import Table

from benchmarks.meter import Cost, metered, report
from cli.collector import calm_collector
from model.errors import Changed
from model.poll import PollState
from sources.connections import Source, page_of
from sources.connections.export import read_export

NOW = datetime(2024, 10, 4, tzinfo=UTC)
COLUMNS = ("First Name", "Last Name", "URL", "Email Address", "Company", "Position", "Connected On")
STEPS = ("read", "compare", "gigabyte")
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


@dataclass(frozen=True, slots=True)
class Figure:
    """One step: CPU seconds and MB above the start, with their goals (0 for none), and what it was of."""

    what: str
    seconds: float
    megabytes: float
    goal_seconds: float
    goal_megabytes: float
    of: str


class Gigabyte:
    """A file of a billion bytes that is nowhere: one value without an end."""

    given = 0

    def read(self, size: int) -> bytes:
        """Make the next bytes."""
        size = min(size, 10**9 - self.given)
        self.given += size
        return b"\0" * size


def people(rows: int, moved: int, after: bool) -> Iterator[tuple[str, ...]]:
    """Make up people; every so often one has moved `after`."""
    for n in range(rows):
        moves = after and moved and n % (rows // moved) == 0
        company = f"Company {(n + moves) % 700} of the North, Inc."
        address = f"https://www.linkedin.com/in/ada-invented-{n:x}"
        day = f"{n % 28 + 1:02} {MONTHS[n % 12]} {2010 + n % 14}"
        yield f"Ada{n % 211}", f"Émilie-Quill{n}", address, f"a{n}@x.example", company, f"Engineer, Team {n % 40}", day


def export(rows: int, moved: int, after: bool) -> bytes:
    """Write them as LinkedIn does."""
    text = io.StringIO()
    text.write('Notes:\r\n"When exporting your connection data, some addresses are missing"\r\n\r\n')
    csv.writer(text).writerows([COLUMNS, *people(rows, moved, after)])
    return text.getvalue().encode()


def work(step: str, folder: Path) -> None:
    """Do one step in this process and print what it cost."""
    with metered() as idle:
        source, state = Source("U0BENCH", folder), PollState("connections:U0BENCH")
    memory = folder / "memory"
    if step == "compare":
        state = PollState("connections:U0BENCH", cursor=memory.read_text("ascii"))
    rows = told = 0
    with calm_collector(), metered() as cost:
        if step == "gigabyte":
            told = refused(Gigabyte())
        else:
            with (folder / f"{step}.csv").open("rb") as stream:
                found = read_export(stream)
            rows = len(found.rows)
            page = page_of(found, state, NOW)
            items = source.parse(page)
            cursor, told = source.advance(state, page, items), len(items)
    if step == "read":
        memory.write_text(cursor or "", "ascii")
    report(Cost(cost.cpu, cost.wall, cost.peak_mb - idle.peak_mb), rows=rows, told=told)


def refused(stream: Gigabyte) -> int:
    """Read what is no export; return how many bytes were looked at before that was said."""
    head = io.BytesIO(",".join(COLUMNS).encode() + b"\n").read

    class Both:
        def read(self, size: int) -> bytes:
            return head(size) or stream.read(size)

    try:
        read_export(cast("BinaryIO", Both()))
    except Changed:
        return stream.given
    raise AssertionError("a gigabyte of nonsense is no export")


async def measure(rows: int, moved: int) -> list[Figure]:
    """Measure every step in a process of its own."""
    figures = []
    with TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "read.csv").write_bytes(export(rows, moved, after=False))
        (folder / "compare.csv").write_bytes(export(rows, moved, after=True))
        for step in STEPS:
            command = [sys.executable, __file__, "--step", step, "--folder", name]
            done = await asyncio.to_thread(subprocess.run, command, capture_output=True, text=True, check=True)
            told = json.loads(done.stdout)
            of = f"{told['rows']:,} rows, {told['told']:,} moved"
            if step == "gigabyte":
                of = f"refused after {told['told'] / 1e6:.1f} MB"
            goals = (1.0, 100.0) if step == "compare" else (0.0, 0.0)
            figures.append(Figure(step, told["cpu"], told["peak_mb"], *goals, of))
    return figures


def main() -> None:
    """Measure, and print a table or lines of JSON."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=30_000)
    parser.add_argument("--moved", type=int, default=600)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--step", choices=STEPS, help=argparse.SUPPRESS)
    parser.add_argument("--folder", type=Path, help=argparse.SUPPRESS)
    wanted = parser.parse_args()
    if wanted.step:
        work(wanted.step, wanted.folder)
        return
    figures = asyncio.run(measure(wanted.rows, wanted.moved))
    if wanted.json:
        print(json.dumps([{name: getattr(one, name) for name in Figure.__dataclass_fields__} for one in figures]))
        return
    table = Table("step", "CPU s", "goal", "MB", "goal", "of", box=box.SIMPLE)
    for one in figures:
        goals = [f"{goal:g}" if goal else "" for goal in (one.goal_seconds, one.goal_megabytes)]
        table.add_row(one.what, f"{one.seconds:.2f}", goals[0], f"{one.megabytes:.0f}", goals[1], one.of)
    Console().print(table)


if __name__ == "__main__":
    main()
