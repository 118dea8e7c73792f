"""`bot.py sources packs` and `sources add --pack NAME`: the catalogue, and what of it is added."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import config
from cli.wiring import open_kit, open_sources, stored_sources, utc_now
from model.address import HOME
from model.company import Company
from model.errors import ConfigError, StoreError
from model.feed import AddedFeed
from sources.catalogue import ListedBoard, ListedFeed, Pack, read_packs
from sources.polling import shown
from store.store import Store

Row = dict[str, Any]
BY = "command line"


async def list_packs(settings: config.Settings, name: str = "") -> list[Row]:
    """List the packs with their counts; with a name, what that one holds. What answered here counts as verified too."""
    packs = read_packs()
    answered = await _answered(settings, packs.values())
    if name:
        return [_entry(one, answered) for one in _named(packs, [name])[0].entries]
    return [
        {
            "pack": pack.name,
            "feeds": len(pack.feeds),
            "boards": len(pack.boards),
            "verified": sum(bool(one.verified or one.source in answered) for one in pack.entries),
            "about": pack.about,
        }
        for pack in packs.values()
    ]


async def add_packs(settings: config.Settings, names: Sequence[str], channel: str, by: str, dry: bool) -> list[Row]:
    """Add what the packs hold and is not there yet; with `dry` only tell what would be done.

    Boards are those of companies; one that nobody watches is left alone, or watched in `channel` when that is given.
    """
    chosen = _named(read_packs(), names)
    if dry:
        known, companies = await _known(settings)
        return _plan(settings, chosen, known, companies, channel)[0]
    now = utc_now()
    async with open_kit(settings) as kit:
        known = {source.id for source in kit.sources}
        rows, changes = _plan(settings, chosen, known, kit.books.pipeline.watch.companies, channel)
        for feed in changes.feeds:
            await kit.store.feeds.add(HOME, AddedFeed(feed.address, by or BY, now), shown(feed.source))
        for company in changes.described.values():
            await kit.store.describe(HOME, company, by or BY, now)
        for company in changes.watched.values():
            await kit.store.watch(HOME, channel, company, by or BY, now)
        if changes.watched:
            await kit.renew()
            await kit.pipeline.plan_digests(now)
            for company in changes.watched.values():
                await kit.pipeline.read_back(company, now)
    return rows


def told(rows: Sequence[Row], dry: bool) -> list[str]:
    """Lay out what was done for a person: what changed line by line, the rest in numbers."""
    done = [row for row in rows if row["added"]]
    lines = [f"{row['name']}  {row['source']}{'' if row['verified'] else '  (unverified)'}" for row in done]
    kept = [row for row in rows if not row["added"]]
    lines += [f"{row['name']}: {row['why']}" for row in kept if row["why"] != THERE]
    there = sum(row["why"] == THERE for row in rows)
    verb = "would be added" if dry else "added"
    lines.append(f"{len(done)} {verb}, {there} there already, {len(kept) - there} left out.")
    unseen = sum(not row["verified"] for row in done)
    if unseen:
        lines.append(f"{unseen} of them are unverified: nobody has seen them answer. `sources test` asks them.")
    return lines


THERE = "it is there already"
NOT_WATCHED = "nobody watches the company: name a channel that shall with --channel, or add it to config.toml"


def _named(packs: Mapping[str, Pack], names: Sequence[str]) -> list[Pack]:
    if not names:
        raise ConfigError([f"say which pack: sources add --pack NAME; there are: {', '.join(packs)}"])
    unknown = [name for name in names if name not in packs]
    if unknown:
        raise ConfigError([f"{name}: there is no such pack; there are: {', '.join(packs)}" for name in unknown])
    return [packs[name] for name in dict.fromkeys(names)]


async def _answered(settings: config.Settings, packs: Collection[Pack]) -> set[str]:
    """Tell which sources of the catalogue have answered here."""
    every = [one.source for pack in packs for one in pack.entries]
    try:
        async with await Store.open(settings.database, read_only=True) as store:
            states = await store.poll_states(every)
    except StoreError:  # before the first start there is no database
        return set()
    return {source for source, state in states.items() if state.polled}


def _entry(one: ListedFeed | ListedBoard, answered: Collection[str] = ()) -> Row:
    feed = isinstance(one, ListedFeed)
    return {
        "name": one.name if isinstance(one, ListedFeed) else one.company,
        "source": one.source,
        "language": one.language if isinstance(one, ListedFeed) else None,
        "kind": one.kind if isinstance(one, ListedFeed) else "board",
        "country": one.country or None,
        "company": (one.company or None) if feed else one.company,
        "verified": one.verified.isoformat() if one.verified else ("here" if one.source in answered else None),
    }


def _row(one: ListedFeed | ListedBoard, why: str | None = None) -> Row:
    """Tell what became of an entry: it was added unless there is a reason why not."""
    return {**_entry(one), "added": why is None, "why": why}


@dataclass(slots=True)
class _Changes:
    """What is to be stored: feeds, companies of which more is known now, and companies that are watched from now on."""

    feeds: list[ListedFeed] = field(default_factory=list)
    described: dict[str, Company] = field(default_factory=dict)
    watched: dict[str, Company] = field(default_factory=dict)


def _plan(
    settings: config.Settings, packs: Sequence[Pack], known: set[str], companies: Sequence[Company], channel: str
) -> tuple[list[Row], _Changes]:
    """Tell what becomes of each entry, and what is to be stored for it. Raises ConfigError for boards nobody opens."""
    changes = _Changes()
    rows: list[Row] = []
    for one in (entry for pack in packs for entry in pack.entries):
        if isinstance(one, ListedBoard):
            rows.append(_row(one, _add_board(changes, companies, one, channel)))
        else:
            rows.append(_row(one, THERE if one.source in known else None))
            if one.source not in known:
                changes.feeds.append(one)
                known.add(one.source)
    # A board that no source opens would keep the bot from starting.
    open_sources(settings.model_copy(update={"sources": {}}), [*changes.described.values(), *changes.watched.values()])
    return rows, changes


def _add_board(changes: _Changes, companies: Sequence[Company], one: ListedBoard, channel: str) -> str | None:
    """Note what is to be stored for a board; returns why nothing is."""
    company = _company([*changes.described.values(), *changes.watched.values(), *companies], one)
    if company is None:
        if not channel:
            return NOT_WATCHED
        company = Company(one.company, one.domain, must=one.must)
        changes.watched[company.name] = company
    elif one.provider in company.boards:
        same = company.boards[one.provider] == one.board
        return THERE if same else f"another board at {one.provider} is named for it"
    group = changes.watched if company.name in changes.watched else changes.described
    boards = {**company.boards, one.provider: one.board}
    group[company.name] = replace(company, domain=company.domain or one.domain, boards=boards)
    return None


def _company(companies: Sequence[Company], one: ListedBoard) -> Company | None:
    """Find the watched company of a board, by its name or its domain."""
    named = (company for company in companies if company.name.casefold() == one.company.casefold())
    at_home = (company for company in companies if company.domain and company.domain.casefold() == one.domain)
    return next(named, None) or next(at_home, None)


async def _known(settings: config.Settings) -> tuple[set[str], Sequence[Company]]:
    """Tell which sources and companies there are, as far as something is stored; nothing is made for it."""
    try:
        async with await Store.open(settings.database, read_only=True) as store:
            sources, companies = await stored_sources(settings, store)
    except StoreError:
        companies = config.companies(settings)
        sources = open_sources(settings, companies)
    return {source.id for source in sources}, companies
