"""`bot.py rules` and `sources`: what there is, how it fares, and dry runs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import config
from cli.effects import Effects
from cli.health import GAVE_BACK, health, health_line
from cli.hooks import cost_of
from cli.poll import pick
from cli.wiring import (
    learned,
    load_lexicons,
    load_rules,
    open_fetcher,
    open_kit,
    open_sources,
    other_rules,
    stored_sources,
    utc_now,
)
from digests.cost import Cost, told_cost
from digests.texts import count, say
from learning.change import rules_with
from learning.precision import Precision, by_rule, by_source
from model.company import Company
from model.errors import SourceError, StoreError
from model.item import Item
from model.poll import PollState
from signals.reader import Reader
from sources.contract import Http, Source
from sources.find import find
from store.items import is_counted
from store.store import Store

TRIED_BACK = 90
TRIED = 10
# Why a source that answers may give nothing to whoever asks for the first time.
QUIET = "nothing is waiting; what comes is read when it comes"
FIRST = "it answers and has nothing to tell yet; one that compares (a job board, a profile) begins with its second look"
TOLD = "told"  # what of a nested value a person reads


async def list_rules(settings: config.Settings) -> list[dict[str, Any]]:
    """List the rules as config.toml and what was learned change them, each with how often it was right.

    Raises ConfigError when a file is wrong.
    """
    rules = load_rules(settings=settings)
    try:
        async with await Store.open(settings.database, read_only=True) as store:
            precision = by_rule(await store.lessons.feedback())
            rules = rules_with(rules, await learned(store))
    except StoreError:  # before the first start there is no database, and rules are listed all the same
        precision = {}
    return [
        {
            "id": rule.id,
            "direction": rule.direction.value,
            "strength": rule.strength,
            "title": rule.title,
            **_right(precision.get(rule.id, Precision())),
        }
        for rule in rules.rules
    ]


def for_people(row: Mapping[str, Any]) -> dict[str, Any]:
    """Lay out a row of `rules` for a person: how often it was called useful in one column, before the title."""
    told = {key: value for key, value in row.items() if key not in {"useful", "judged", "precision", "title"}}
    if "judged" in row:
        opinions = count("opinions", row["judged"])
        told["useful"] = say("precision", useful=row["useful"], opinions=opinions) if row["judged"] else None
    return {**told, "title": row["title"]}


def _right(precision: Precision) -> dict[str, Any]:
    return {"useful": precision.useful, "judged": precision.judged, "precision": precision.percent}


def line_of(row: Mapping[str, Any]) -> str:
    """Lay out a row for a person; how often it was right is said where somebody judged it."""
    known = {key: value for key, value in row.items() if key not in {"useful", "judged", "precision"}}
    words = [str(value[TOLD] if isinstance(value, dict) else value) for value in known.values() if value is not None]
    if row.get("judged"):
        words.append(say("precision", useful=row["useful"], opinions=count("opinions", row["judged"])))
    return "  ".join(words)


async def try_rules(settings: config.Settings) -> list[dict[str, Any]]:
    """Try the rules on what is stored: on how many of the last 90 days each gave points, to how many companies."""
    load_rules(settings=settings)  # what is wrong in a file is said rather than left out
    async with open_kit(settings, read_only=True) as kit:
        tried = await kit.books.archive.tried(TRIED_BACK, utc_now())
        return [{"id": one.rule, "days": one.days, "companies": one.companies, "title": one.title} for one in tried]


async def try_other_rules(settings: config.Settings, path: Path) -> list[dict[str, Any]]:
    """Tell what other rules would have changed in the last 90 days of the store, as `replay --rules` tells it."""
    rules = other_rules(path)
    async with open_kit(settings, read_only=True) as kit:
        effects = await Effects.open(kit, utc_now())
        return await effects.between(replace(kit.pipeline.watch, rules=rules))


async def list_sources(settings: config.Settings) -> list[dict[str, Any]]:
    """List every kind of source there is with its terms, and how each one that is asked fares."""
    sources: Sequence[Source] = open_sources(settings, config.companies(settings))
    gave: Mapping[str, tuple[int, int]] = {}
    now = utc_now()
    try:
        async with await Store.open(settings.database, read_only=True) as store:
            sources, _ = await stored_sources(settings, store)
            states = await store.poll_states([source.id for source in sources])
            right = by_source(await store.lessons.feedback())
            gave = await store.index.gave(now - GAVE_BACK)
            costs = {source.id: await cost_of(source, store, now) for source in sources}
    except StoreError as error:
        right, costs = {}, {}
        states = {source.id: PollState(source.id, trouble=error.detail) for source in sources}
    rows: list[dict[str, Any]] = []
    for name, module in find().items():
        opened = [source for source in sources if source.id.partition(":")[0] == name]
        about = module.__doc__.strip().splitlines()[0]
        rows.append({"source": name, "configured": len(opened), "about": about, "terms": module.TERMS})
        rows += [
            {
                **health(source, states.get(source.id, PollState(source.id)), _given(gave, source.id), now),
                **_right(right.get(source.id, Precision())),
                **_cost(costs.get(source.id)),
            }
            for source in opened
        ]
    return rows


def _given(gave: Mapping[str, tuple[int, int]], source: str) -> tuple[int, int] | None:
    return gave.get(source, (0, 0)) if is_counted(source) else None


def source_line(row: Mapping[str, Any]) -> str:
    """Lay out a row of `sources` or `sources test` for a person; the terms of a kind stand where it is asked."""
    if "circuit" in row:
        told = [health_line(row)]
        if row["judged"]:
            told.append(say("precision", useful=row["useful"], opinions=count("opinions", row["judged"])))
        if isinstance(cost := row.get("cost"), Mapping):
            told.append(str(cost[TOLD]))
        return "  " + "  ".join(told)
    if "configured" in row:
        terms = f"\n  terms: {row['terms']}" if row["configured"] else ""
        return f"{row['source']}  {row['configured']}  {row['about']}{terms}"
    if "named" in row:
        given = f"{row['items']} items, {row['named']} of them name somebody you watch"
        return f"{row['source']}  {row.get('note') or given}"
    return line_of(row)


def _cost(cost: Cost | None) -> dict[str, Any]:
    """Say what a vendor costs: for a program by number, for a person in words; nothing for what costs nothing."""
    if cost is None:
        return {}
    limits = {"credits_each": cost.limits.credits, "day_limit": cost.limits.day, "month_limit": cost.limits.month}
    return {"cost": {**asdict(cost.spent), **limits, TOLD: told_cost(cost)}}


async def try_source(settings: config.Settings, name: str) -> list[dict[str, Any]]:
    """Ask a source and show what it gives and tells of whom, keeping nothing; one that fails says so in its row."""
    rows: list[dict[str, Any]] = []
    companies: Sequence[Company] = config.companies(settings)
    sources: Sequence[Source] = open_sources(settings, companies)
    with suppress(StoreError):  # before the first start nothing was added
        async with await Store.open(settings.database, read_only=True) as store:
            sources, companies = await stored_sources(settings, store)
    chosen = pick(sources, [name] if name else [])
    reader = Reader(companies, load_lexicons())
    async with open_fetcher(settings) as http:
        for source in chosen:
            rows += await try_one(source, http, reader)
    return rows


async def try_one(source: Source, http: Http, reader: Reader) -> list[dict[str, Any]]:
    """Ask one source as if for the first time: a row for it, and one for each of its first items."""
    try:
        page = await source.fetch(http, PollState(source.id), utc_now())
        if page is None:
            return [{"source": source.id, "items": 0, "named": 0, "note": QUIET}]
        items = source.parse(page)
    except SourceError as error:
        return [{"source": source.id, "trouble": str(error)}]
    named = sum(map(reader.mentions, items))
    told = {"source": source.id, "items": len(items), "named": named}
    if not items and not source.never_empty:
        told["note"] = FIRST
    return [told, *(_tried(i, reader) for i in items[:TRIED])]


def _tried(item: Item, reader: Reader) -> dict[str, Any]:
    signals = reader.read(item)
    told = ", ".join(dict.fromkeys(f"{one.kind.value} {one.company}" for one in signals)) or None
    return {"published": f"{item.published:%Y-%m-%d}", "title": item.title, "url": item.url, "events": told}
