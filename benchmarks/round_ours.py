"""Three rounds of ours in one process, measured one by one: the same wiring as `bot.py serve`, over a SQLite file.

python -m benchmarks.round_ours prepare|poll PORT BOARDS FEEDS FOLDER

With TALENT_SIGNALS_PROFILE=steady in the environment the profile of that round is written to round.prof.
"""

from __future__ import annotations

import cli.lean  # noqa: F401  (as cli/serve.py does)

# isort: split
import asyncio
import cProfile
import json
import os
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from datetime import UTC, datetime, timedelta

import structlog

import config
from benchmarks.feed_bodies import company_names
from benchmarks.meter import metered
from benchmarks.round_server import HOSTS, Sites, feed_host
from cli.wiring import Kit, open_kit, open_sources
from sources.contract import Source
from sources.feed import Feed
from sources.fetcher import Fetcher

# Every round asks every source: the boards are due every four hours, the feeds more often.
FIRST = datetime(2026, 11, 23, 9, tzinfo=UTC)
ROUNDS = {"first": FIRST, "settling": FIRST + timedelta(hours=4), "steady": FIRST + timedelta(hours=8)}
ROUNDS["next day"] = FIRST + timedelta(hours=24)
PROFILED = os.environ.get("TALENT_SIGNALS_PROFILE", "")


def _settings(folder: str, port: int, boards: int) -> config.Settings:
    names = company_names(boards, real=False)
    providers = ["greenhouse", "greenhouse", "ashby", "greenhouse", "lever"]
    companies = tuple(
        config.CompanySettings(name=name, boards={providers[number % 5]: f"b{number}"})
        for number, name in enumerate(names)
    )
    sections = {name: {"base_url": f"http://{host}:{port}", "allow_private": True} for name, host in HOSTS.items()}
    return config.Settings(
        database=f"sqlite:///{folder}/signals.db",
        companies=companies,
        channels=(config.ChannelSettings(id="C0BENCHMARK"),),
        sources=sections,
    )


async def _round(kit: Kit, sources: list[Source], now: datetime) -> Counter[str]:
    counts: Counter[str] = Counter()
    async for some in kit.pipeline.poll(sources, now, force=True):
        for one in some:
            counts.update(items=one.items, new=one.new, troubles=one.trouble is not None)
            if one.trouble:
                print(f"{one.source}: {one.trouble}", file=sys.stderr)
    steps = await kit.pipeline.read(now)
    counts["stories"] = sum(len(step.stories) for step in steps)
    return counts


async def _main(step: str, port: str, boards: str, feeds: str, folder: str) -> None:
    settings = _settings(folder, int(port), int(boards))
    sites = Sites(int(port))
    async with Fetcher("https://example.com/bot") as http, open_kit(settings, http) as kit:
        if step == "prepare":
            return
        sources = open_sources(settings, kit.pipeline.watch.companies)
        sources += [
            Feed(f"http://{feed_host(number)}:{port}/feeds/{number}", allow_private=True)
            for number in range(int(feeds))
        ]
        sites.told()
        with metered() as held:
            pass
        for name, now in ROUNDS.items():
            if name != "first":
                await asyncio.to_thread(sites.turn)
            with metered() as cost, _profiled(name):
                counts = await _round(kit, sources, now)
            seen = await asyncio.to_thread(sites.told)
            print(json.dumps({"name": name, "held_mb": held.peak_mb, **asdict(cost), **counts, **asdict(seen)}))


@contextmanager
def _profiled(name: str) -> Iterator[None]:
    """Write the profile of the round that is asked for."""
    if name != PROFILED:
        yield
        return
    with cProfile.Profile() as profile:
        yield
    profile.dump_stats("round.prof")


if __name__ == "__main__":
    structlog.configure(
        processors=[structlog.processors.JSONRenderer()], logger_factory=structlog.ReturnLoggerFactory()
    )
    asyncio.run(_main(*sys.argv[1:]))
