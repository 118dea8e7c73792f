"""Takes in somebody's own connections or candidates, from a command or from a file that they hand in at Slack."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import BinaryIO

from digests.texts import say
from handlers.asker import Asker
from handlers.files import NotReadable
from handlers.imports import Files
from model.errors import Changed, SourceError
from model.imported import Export
from model.item import Item
from model.poll import PollState
from pipeline import Pipeline
from sources.connections import Source as Connections
from sources.connections import page_of, turnover_of
from sources.connections.export import Export as File
from sources.connections.export import read_export
from store.audit import Entry


@dataclass(frozen=True, slots=True)
class Read:
    """A file that was read for its owner: what it holds, what it changes, and what to remember of it."""

    file: File
    items: Sequence[Item]
    state: PollState
    counts: Export


async def read_file(pipeline: Pipeline, owner: str, body: bytes | BinaryIO, now: datetime) -> Read:
    """Read an export and compare it with the owner's one before; who asked to be forgotten is left out.

    Raises Changed with a sentence for a file that is none.
    """
    file = await asyncio.to_thread(read_export, body)
    forgotten = await pipeline.store.suppressed({row.person for row in file.rows})
    file = replace(file, rows=tuple(row for row in file.rows if row.person not in forgotten))
    source = Connections(owner)
    state = (await pipeline.store.poll_states([source.id])).get(source.id, PollState(source.id))
    page = page_of(file, state, now)
    items = await asyncio.to_thread(source.parse, page)
    after = PollState(source.id, cursor=source.advance(state, page, items))
    turnover = turnover_of(state, file)
    new, gone = turnover or (len(file.rows), 0)
    bad = tuple(line.number for line in file.bad_lines)
    counts = Export(len(file.rows), new, len(items), gone, bad, turnover is None, bool(pipeline.watch.us))
    return Read(file, items, after, counts)


async def take_in(pipeline: Pipeline, read: Read, by: str, now: datetime) -> None:
    """Store what was read, with one line of counts in the audit log, and let it speak to its owner."""
    counts = read.counts
    told = f"{counts.rows} rows: {counts.new} new, {counts.moved} moved, {counts.gone} gone"
    line = Entry(pipeline.workspace, by, now, f"import {read.state.source}", after=told)
    await pipeline.take_in(read.items, read.state, now, line)


@dataclass(frozen=True, slots=True)
class StoreImports:
    """Answers about imports. `files` reads what was handed in, `renew` lets a new owner be told of it."""

    pipeline: Pipeline
    files: Files | None
    renew: Callable[[], Awaitable[None]]

    async def imported(self, asker: Asker) -> bool:
        """Tell whether the asker has ever imported anything."""
        id = Connections(asker.user).id
        return id in await self.pipeline.store.poll_states([id])

    async def preview(self, asker: Asker, file: str, now: datetime) -> Export:
        """Read a file and tell what saving it would change; nothing is stored."""
        return (await self._read(asker, file, now)).counts

    async def save(self, asker: Asker, file: str, now: datetime) -> Export:
        """Take the file in; the same file again changes nothing."""
        read = await self._read(asker, file, now)
        await take_in(self.pipeline, read, asker.user, now)
        await self.renew()
        await self.pipeline.read(now)
        return read.counts

    async def _read(self, asker: Asker, file: str, now: datetime) -> Read:
        if self.files is None:
            raise NotReadable(say("file_nowhere"))
        try:
            return await read_file(self.pipeline, asker.user, await self.files.read(file, asker.workspace), now)
        except Changed as error:
            raise NotReadable(error.detail) from None
        except SourceError as error:
            raise NotReadable(say("file_unreachable", why=error.detail)) from None
