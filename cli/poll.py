"""`bot.py poll`: one round of every source, then read what came."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from rich.console import Console
from rich.progress import Progress, SpinnerColumn, TextColumn

import config
from cli.wiring import open_fetcher, open_kit, utc_now
from model.errors import ConfigError
from sources.contract import Source


async def poll_once(settings: config.Settings, names: Sequence[str]) -> list[dict[str, Any]]:
    """Poll all sources, or those whose name or id is given, whether due or not; one row each."""
    async with open_fetcher(settings) as http, open_kit(settings, http) as kit:
        chosen = pick(kit.sources, names)
        if not chosen:
            raise ConfigError(["sources: none is configured: add [sources.feed] as config.example.toml shows it"])
        columns = (SpinnerColumn(), TextColumn("{task.description}"))
        with Progress(
            *columns, console=Console(file=sys.stderr), transient=True, disable=not sys.stderr.isatty()
        ) as bar:
            bar.add_task(f"Polling {len(chosen)} sources ...")
            polled = [one async for some in kit.pipeline.poll(chosen, utc_now(), force=True) for one in some]
            bar.add_task("Reading ...")
            await kit.pipeline.open_articles(utc_now())
            await kit.pipeline.read(utc_now())
            await kit.pipeline.decide_again(utc_now())  # what an earlier poll held while it waited for other outlets
        return [asdict(one) for one in sorted(polled, key=lambda one: one.source)]


def poll_line(row: Mapping[str, Any]) -> str:
    """Lay out a row of `poll` for a person."""
    given = row["trouble"] or f"{row['new']} new of {row['items']}"
    return f"{row['source'].rstrip(':')}: {given}"


def pick(sources: Sequence[Source], names: Sequence[str]) -> list[Source]:
    """Choose sources by name ("feed") or id ("feed:https://…"). Raises ConfigError for a name that fits none."""
    if not names:
        return list(sources)
    unknown = [name for name in names if not any(_fits(source, name) for source in sources)]
    if unknown:
        there = sorted({source.id.partition(":")[0] for source in sources})
        raise ConfigError([f"{name}: no such source is configured; there are: {', '.join(there)}" for name in unknown])
    return [source for source in sources if any(_fits(source, name) for name in names)]


def _fits(source: Source, name: str) -> bool:
    return name in (source.id, source.id.partition(":")[0])
