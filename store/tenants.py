"""What belongs to one workspace alone, and its end: everything under its name or at its addresses.

Who is at which address says model/address.py. News are everybody's and stay.
"""

from __future__ import annotations

from sqlalchemy import Table, delete, select, update

from model.address import workspace_of
from model.item import owner_of
from store.async_engine import AsyncConnection
from store.batches import batches
from store.forget import ERASED, drop_signals
from store.inside import brought_into, inside, mentioned
from store.tables import audit, items, outbox, pauses, polls, receipts, schedules, scores, signals, verdicts
from store.tables_of_people import (
    choices,
    claims,
    digest_feedback,
    feedback,
    feeds,
    follows,
    mutes,
    overrides,
    presences,
    reminders,
    tongues,
    watches,
)
from store.values import read_shape, read_signal

NAMED: tuple[Table, ...] = (watches, mutes, claims, follows, reminders, choices, scores, audit)
NAMED += (digest_feedback, feeds, presences, tongues)
ADDRESSED = (
    verdicts.c.channel,
    outbox.c.channel,
    receipts.c.channel,
    pauses.c.channel,
    schedules.c.channel,
    feedback.c.author,
    overrides.c.proposal,
)


async def erase(connection: AsyncConnection, workspace: str) -> None:
    """Erase what belongs to a workspace: what it said, wanted, was told, and brought in. There is no way back."""
    for table in NAMED:
        await connection.execute(delete(table).where(table.c.workspace == workspace))
    for column in ADDRESSED:
        await connection.execute(delete(column.table).where(inside(column, workspace)))
    brought = list(await connection.scalars(select(items.c.digest).where(brought_into(items.c.source, workspace))))
    for some in batches(brought):
        told = (await connection.execute(select(signals).where(signals.c.item.in_(some)))).all()
        await drop_signals(connection, told, set())
        await connection.execute(delete(items).where(items.c.digest.in_(some)))
    await connection.execute(delete(polls).where(brought_into(polls.c.source, workspace)))
    await _erase_owned(connection, workspace)


async def _erase_owned(connection: AsyncConnection, workspace: str) -> None:
    """Erase what sources that all share told one of its members alone: a profile, a forwarded mail, a vendor's call.

    Such an item keeps its identity and loses its words: its source may give it again, and it stays unsaid.
    """
    found = await connection.execute(select(signals).where(mentioned(signals.c.body, workspace)))
    theirs = [row for row in found if (owner := read_signal(row.body).owner) and workspace_of(owner) == workspace]
    await drop_signals(connection, theirs, set())
    found = await connection.execute(select(items).where(mentioned(items.c.shape, workspace)))
    owned = [row.digest for row in found if workspace_of(owner_of(read_shape(row.shape))) == workspace]
    for some in batches(owned):
        await connection.execute(update(items).where(items.c.digest.in_(some)).values(**ERASED))
