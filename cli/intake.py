"""`bot.py import FILE`: what kind of file it is says its beginning, and each kind goes its own way."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import config
from cli.people import import_connections
from cli.wiring import open_kit, utc_now
from digests.escape import clean
from model.errors import Changed, ConfigError
from model.poll import PollState
from signals.companies import Companies
from sources.directories.entry import Suggestion, suggest
from sources.directories.yc import read_directory
from sources.layoffs import ID as LAYOFFS
from sources.layoffs.rows import MOST_BYTES, is_list, items_of, read_rows

HEAD = 4_096
LARGEST_DIRECTORY = 64 * 2**20


async def import_file(settings: config.Settings, file: Path, owner: str) -> list[dict[str, Any]]:
    """Take in a file: an export of connections, a list of lay-offs, or a YC directory. Raises ConfigError."""
    head = await asyncio.to_thread(_bytes, file, HEAD, whole=False)
    try:
        if is_list(head):
            return await _import_layoffs(settings, file.name, await asyncio.to_thread(_bytes, file, MOST_BYTES))
        if head.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] in {b"[", b"{"}:
            return _compare(settings, await asyncio.to_thread(_bytes, file, LARGEST_DIRECTORY))
    except Changed as error:
        raise ConfigError([f"{file}: {error.detail}"]) from None
    return await import_connections(settings, file, owner)


async def _import_layoffs(settings: config.Settings, name: str, body: bytes) -> list[dict[str, Any]]:
    """Take in a list of lay-offs: rows that were read before, from a file or from the folder, tell nothing again."""
    now = utc_now()
    read = await asyncio.to_thread(read_rows, body, now)
    items = items_of(read.rows, LAYOFFS, name, now)
    async with open_kit(settings) as kit:
        state = (await kit.store.poll_states([LAYOFFS])).get(LAYOFFS, PollState(LAYOFFS))
        new = await kit.pipeline.take_in(items, state, now)
        await kit.pipeline.read(now)
        watched = sum(kit.pipeline.watch.reader.mentions(item) for item in items)
    told = (
        f"{len(read.rows):,} rows read, {new:,} of them new; of companies you watch: {watched:,}. What is older "
        "than a week counts in scores and is told nowhere."
    )
    rows: list[dict[str, Any]] = [{"told": told, "rows": len(read.rows), "new": new, "watched": watched}]
    return rows + [{"told": f"line {bad.number}: {bad.reason}", "line": bad.number} for bad in read.bad_lines]


def _compare(settings: config.Settings, body: bytes) -> list[dict[str, Any]]:
    """Say what a directory would fill in for the companies of config.toml; nothing is stored, nothing is a signal."""
    companies = config.companies(settings)
    entries, bad = read_directory(body)
    known = Companies(companies)
    found = [
        suggestion
        for company in companies
        for entry in entries
        if (suggestion := suggest(company, entry, known)) is not None
    ]
    watched = len({one.company for one in found})
    told = f"{len(entries):,} companies read; of companies you watch: {watched}. Nothing is stored."
    rows: list[dict[str, Any]] = [{"told": told}]
    rows += [{"told": "\n".join(shown(one)), **one.plain()} for one in found]
    return rows + [{"told": f"entry {number}: {reason}", "entry": number} for number, reason in bad]


def shown(one: Suggestion) -> Sequence[str]:
    """Show a person what to look at, and what to paste beside the company's name in config.toml."""
    sure = "" if one.theirs else "  LOOK FIRST: it has the name, nothing shows that it is this company"
    head = [f"{one.company}: {clean(one.entry.name, 100)}  {clean(one.entry.page, 200)}{sure}"]
    head += [f"  it says: {remark}" for remark in one.entry.remarks]
    return head + [f"  {line}" for line in one.lines]


def _bytes(file: Path, most: int, *, whole: bool = True) -> bytes:
    try:
        with file.open("rb") as stream:
            body = stream.read(most + whole)
    except OSError as error:
        raise ConfigError([f"{file}: cannot be read: {error.strerror}"]) from None
    if len(body) > most:
        raise ConfigError([f"{file}: is larger than {most // 2**20} MB, which no such file is"])
    return body
