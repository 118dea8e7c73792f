"""Messages that stand in Slack and name somebody who is forgotten: what is left of them there (P7).

Each is edited to what it says without the name; one of a story that is gone is deleted.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row, exists, func, select

from model.message import Drawn, Message
from model.subscription import MessageKind
from store.async_engine import AsyncConnection
from store.batches import batches
from store.naming import Person
from store.outbox import REMOVED, enqueue
from store.tables import outbox, receipts
from store.values import read_drawn

NOTHING_LEFT = Drawn("", ())
# What people read; anything else that names somebody takes its block with it.
READ = frozenset({"text", "fallback", "alt_text", "title"})


async def erase(
    connection: AsyncConnection, rows: Sequence[Row[Any]], gone: Collection[str], person: Person, at: datetime
) -> int:
    """Queue what Slack has to do about these rows of the outbox, read before they lost their words; how many edits."""
    queued: list[Message] = []
    known = {row.id: row for row in rows}
    later, where = receipts.alias(), func.coalesce(receipts.c.place, receipts.c.channel)
    same = (later.c.ts == receipts.c.ts, func.coalesce(later.c.place, later.c.channel) == where)
    edited = exists().where(*same, later.c.id > receipts.c.id)  # what stands there now is what was posted last
    for some in batches(known):
        query = select(receipts).where(receipts.c.message.in_(some), ~edited).order_by(receipts.c.id)
        for receipt in (await connection.execute(query)).all():
            row = known[receipt.message]
            left = NOTHING_LEFT if row.story in gone else without(read_drawn(row.drawn), person)
            place = receipt.place or receipt.channel
            queued.append(Message(place, MessageKind.ERASURE, f"{receipt.ts}/{at.isoformat()}", None, left))
    await enqueue(connection, queued, at)
    return len(queued)


async def rows_of(connection: AsyncConnection, stories: Collection[str]) -> list[Row[Any]]:
    """The messages that tell these stories."""
    found: list[Row[Any]] = []
    for some in batches(stories):
        found += (await connection.execute(select(outbox).where(outbox.c.story.in_(some)))).all()
    return found


def without(drawn: Drawn, person: Person) -> Drawn:
    """What a message says without the person; whatever holds the name where nobody reads it goes whole."""
    text = REMOVED if person.is_in(drawn.text) else drawn.text
    blocks = [_masked(block, person) for block in drawn.blocks]
    return Drawn(text, tuple(block for block in blocks if isinstance(block, dict) and not _names(block, person)))


def _masked(node: object, person: Person) -> object:
    if isinstance(node, Mapping):
        if node.get("type") == "link" and _names(node, person):
            return {"type": "text", "text": REMOVED}
        return {key: _told(key, part, person) for key, part in node.items()}
    return [_masked(part, person) for part in node] if isinstance(node, list | tuple) else node


def _told(key: str, part: object, person: Person) -> object:
    if isinstance(part, str):
        return REMOVED if key in READ and person.is_in(part) else part
    return _masked(part, person)


def _names(node: object, person: Person) -> bool:
    if isinstance(node, str):
        return person.is_in(node)
    parts = node.values() if isinstance(node, Mapping) else node if isinstance(node, list | tuple) else ()
    return any(_names(part, person) for part in parts)
