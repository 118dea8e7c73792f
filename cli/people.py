"""`bot.py import`, `note`, `forget` and `access`: people's data in, out and away."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from pathlib import Path
from typing import Any

import config
from cli.wiring import open_kit, utc_now
from model.errors import Changed, ConfigError
from model.item import ProfileChange
from model.poll import PollState
from sources.connections import Source as Connections
from sources.connections import page_of, without
from sources.connections.export import MOST_BYTES, read_export
from sources.note import make_note


async def import_connections(settings: config.Settings, file: Path, owner: str) -> list[dict[str, Any]]:
    """Take in a Connections.csv and tell what changed since the owner's export before."""
    owner = owner or str(settings.sources.get("connections", {}).get("owner", ""))
    if not owner:
        raise ConfigError(["--owner: name the Slack member whose connections these are, such as U0123456789"])
    body = await asyncio.to_thread(_read, file)
    try:
        export = read_export(body)
    except Changed as error:
        raise ConfigError([f"{file}: {error.detail}"]) from None
    async with open_kit(settings) as kit:
        source = Connections(owner)
        state = (await kit.store.poll_states([source.id])).get(source.id, PollState(source.id))
        now = utc_now()
        page = page_of(export, state, now)
        items = source.parse(page)
        cursor = source.advance(state, page, items)
        await kit.pipeline.take_in(items, PollState(source.id, cursor=cursor), now)
        await kit.pipeline.read(now)
    told = [f"{len(export.rows)} connections read; {len(items)} of them changed since the last export."]
    if state.cursor is None:
        told = [f"{len(export.rows)} connections read. This is the first export: the next one shows who moved."]
    told += [f"line {bad.number}: {bad.reason}" for bad in export.bad_lines]
    if not settings.us.name:
        told.append("Nobody is told of it while [us] name is not set in config.toml.")
    rows: list[dict[str, Any]] = [{"told": line} for line in told]
    return rows + [{"told": item.title, "key": item.key} for item in items if isinstance(item.shape, ProfileChange)]


def _read(file: Path) -> bytes:
    try:
        with file.open("rb") as handle:
            body = handle.read(MOST_BYTES + 1)
    except OSError as error:
        raise ConfigError([f"{file}: cannot be read: {error.strerror}"]) from None
    if len(body) > MOST_BYTES:
        raise ConfigError([f"{file}: larger than {MOST_BYTES // 2**20} MB: this is no Connections.csv"])
    return body


async def take_note(settings: config.Settings, company: str, text: str, author: str, url: str) -> dict[str, Any]:
    """Take down a note about a watched company."""
    async with open_kit(settings) as kit:
        known = next((c for c in kit.pipeline.watch.companies if c.name.casefold() == company.casefold()), None)
        if known is None:
            there = ", ".join(c.name for c in kit.pipeline.watch.companies) or "none yet"
            raise ConfigError([f"{company}: not watched; these are: {there}. Add it as [[companies]] in config.toml"])
        now = utc_now()
        item = make_note(author, known.name, text, url, now)
        state = (await kit.store.poll_states([item.source])).get(item.source, PollState(item.source))
        await kit.pipeline.take_in([item], state, now)
        steps = await kit.pipeline.read(now)
        kinds = sorted({story.kind.value for step in steps for story in step.stories})
        return {"told": f"Noted about {known.name}: {', '.join(kinds) or 'nothing that counts'}.", "kinds": kinds}


async def forget_person(settings: config.Settings, person: str) -> dict[str, Any]:
    """Remove a person from everything stored; what later imports say of them is dropped."""
    async with open_kit(settings) as kit:
        removed = await kit.store.forget(person, utc_now())
        owner = str(settings.sources.get("connections", {}).get("owner", ""))
        states = await kit.store.poll_states([Connections(owner).id])
        await kit.store.save_polls([replace(state, cursor=without(state.cursor, person)) for state in states.values()])
    counted = ", ".join(f"{what} {count}" for what, count in removed.items() if count)
    told = f"Removed what was stored about {person} ({counted})." if counted else f"Nothing is stored about {person}."
    return {"told": f"{told} What later imports say of them is dropped.", **removed}


async def show_person(settings: config.Settings, person: str) -> list[dict[str, Any]]:
    """List everything stored about a person, with source and date."""
    async with open_kit(settings, read_only=True) as kit:
        return [dict(row) for row in await kit.store.access(person)]
