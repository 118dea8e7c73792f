"""`bot.py import`, `note`, `forget` and `access`: people's data in, out and away."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import config
from books.imports import Read, read_file, take_in
from cli.wiring import open_kit, utc_now
from handlers.asker import Asker
from model.errors import Changed, ConfigError
from model.item import ProfileChange
from model.poll import PollState
from model.signal import Kind, Signal
from sources.connections import NAME as CONNECTIONS
from sources.note import make_note
from store.naming import key

COMMAND_LINE = "bot.py"  # who did it, as the audit log names whoever has the server
MEMBER = re.compile(r"[UW][A-Z0-9]{2,}")


async def import_connections(settings: config.Settings, file: Path, owner: str) -> list[dict[str, Any]]:
    """Take in a Connections.csv or a list of candidates and tell what changed since the owner's one before."""
    owner = owner or str(settings.sources.get(CONNECTIONS, {}).get("owner", ""))
    if not MEMBER.fullmatch(owner):
        raise ConfigError(["--owner: name the Slack member whose connections these are, such as U0123456789"])
    now = utc_now()
    async with open_kit(settings) as kit:
        try:
            with await asyncio.to_thread(file.open, "rb") as stream:
                read = await read_file(kit.pipeline, owner, stream, now)
        except OSError as error:
            raise ConfigError([f"{file}: cannot be read: {error.strerror}"]) from None
        except Changed as error:
            raise ConfigError([f"{file}: {error.detail}"]) from None
        await take_in(kit.pipeline, read, owner, now)
        await kit.pipeline.read(now)
    told = _imported(read)
    if not settings.us.name:
        told.append("Nobody is told of it while [us] name is not set in config.toml.")
    rows: list[dict[str, Any]] = [{"told": line} for line in told]
    moved = [item for item in read.items if isinstance(item.shape, ProfileChange)]
    return rows + [{"told": item.title, "key": item.key} for item in moved]


def _imported(read: Read) -> list[str]:
    """Say what a file held and, by their numbers, which of its lines could not be read."""
    export = read.file
    what = export.kind.value if len(export.rows) != 1 else export.kind.value.removesuffix("s")
    rows = f"{len(export.rows)} {what} read"
    told = [f"{rows}; {len(read.items)} of them changed since the last export."]
    if read.counts.first:
        told = [f"{rows}. This is the first export: the next one shows who moved."]
    return told + [f"line {bad.number}: {bad.reason}" for bad in export.bad_lines]


async def take_note(settings: config.Settings, company: str, text: str, author: str, url: str) -> dict[str, Any]:
    """Take down a note about a watched company, and say what was understood of it and who will see it."""
    if not text.strip():
        raise ConfigError(["The note is empty: write what you heard, in quotes."])
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
        stories = (story for step in steps for story in step.stories)
        signals = [s for story in stories for s in story.evidence if s.item == (item.source, item.key)]
        return {"told": _echo(known.name, author, signals), "kinds": sorted(s.kind.value for s in signals)}


def _echo(company: str, author: str, signals: Sequence[Signal]) -> str:
    if any(signal.kind is Kind.OPEN_TO_WORK for signal in signals):
        told = f"Noted: somebody at {company} is looking around."
    else:
        told = f"Noted about {company}; it does not say that anybody is looking around, so it hardly counts."
    private = any(signal.private for signal in signals)
    return f"{told} It names a person: only {author} may see it." if private else told


async def forget_person(settings: config.Settings, person: str, sure: bool) -> dict[str, Any]:
    """Remove a person from everything stored, and drop what later imports say of them; count only, unless `sure`."""
    async with open_kit(settings) as kit:
        records = kit.books.records
        if wrong := await records.wrong_person(person):
            raise ConfigError([wrong])
        if sure:
            counts = await records.forget(person, Asker("", "", COMMAND_LINE), utc_now())
        else:
            counts = await records.holds(person, utc_now())
    return {"told": _forgetting(person, counts, sure), "removed": sure, **counts}


def _forgetting(person: str, counts: Mapping[str, int], sure: bool) -> str:
    counted = ", ".join(f"{what} {count}" for what, count in counts.items() if count)
    if not sure:
        told = f"This is stored about {person}: {counted}." if counted else f"Nothing is stored about {person}."
        return f"{told} Nothing was removed: add --yes to remove it and to drop what later imports say of them."
    told = f"Removed what was stored about {person} ({counted})." if counted else f"Nothing is stored about {person}."
    return f"{told} What later imports say of them is dropped."


def _refuse_blank(person: str) -> None:
    if not key(person):
        raise ConfigError(["Name a person, as in the news: first name, then last name."])


async def show_person(settings: config.Settings, person: str) -> list[dict[str, Any]]:
    """List everything stored about a person, with source and date."""
    _refuse_blank(person)
    async with open_kit(settings, read_only=True) as kit:
        return [dict(row) for row in await kit.store.access(person)]
