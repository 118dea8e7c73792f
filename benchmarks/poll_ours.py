"""One step of ours, measured in a process of its own: the same wiring as `bot.py poll`, over a database in a file.

python -m benchmarks.poll_ours poll|read BASE ADDRESSES COMPANIES real|made-up FOLDER
"""

from __future__ import annotations

import asyncio
import sys
from datetime import UTC, datetime

import structlog

import config
from benchmarks.feed_bodies import company_names
from benchmarks.meter import metered, report
from cli.wiring import Kit, open_kit
from sources.feed import Feed
from sources.fetcher import Fetcher, Limits

# All addresses are at one host, which real ones are not: it is not spared here.
LIMITS = Limits(per_host=64, spacing=0)
NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)


def _settings(folder: str, names: list[str]) -> config.Settings:
    return config.Settings(
        database=f"sqlite:///{folder}/signals.db",
        companies=tuple(config.CompanySettings(name=name) for name in names),
        channels=(config.ChannelSettings(id="C0BENCHMARK"),),
    )


async def _poll(kit: Kit, base: str, addresses: int) -> None:
    feeds = [Feed(f"{base}/feeds/{number}", allow_private=True) for number in range(addresses)]
    with metered() as cost:
        polled = [one async for some in kit.pipeline.poll(feeds, NOW, force=True) for one in some]
    troubles = [one.trouble for one in polled if one.trouble]
    for trouble in sorted({trouble.partition(": ")[2] for trouble in troubles}):
        print(trouble, file=sys.stderr)
    report(
        cost, items=sum(one.items for one in polled), new=sum(one.new for one in polled), refused_pages=len(troubles)
    )


async def _read(kit: Kit) -> None:
    with metered() as cost:
        steps = await kit.pipeline.read(NOW)
    read = sum(len(step.read) for step in steps)
    report(cost, items=read, stories=sum(len(step.stories) for step in steps))


async def _main(step: str, base: str, addresses: str, companies: str, kind: str, folder: str) -> None:
    settings = _settings(folder, company_names(int(companies), kind == "real"))
    async with Fetcher("https://example.com/bot", limits=LIMITS) as http, open_kit(settings, http) as kit:
        if step == "poll":
            await _poll(kit, base, int(addresses))
        elif step == "read":
            await _read(kit)


if __name__ == "__main__":
    structlog.configure(
        processors=[structlog.processors.JSONRenderer()], logger_factory=structlog.ReturnLoggerFactory()
    )
    asyncio.run(_main(*sys.argv[1:]))
