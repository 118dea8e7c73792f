"""When each channel's next digest is due; claimed by compare-and-set, so that one process posts it (A15, G7)."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import func, select, update

from model.message import Message
from model.subscription import MessageKind
from store.async_engine import AsyncConnection
from store.outbox import enqueue
from store.tables import outbox, schedules
from store.upsert import upsert
from store.verdicts import mark_digested


async def schedule(connection: AsyncConnection, channel: str) -> datetime | None:
    """When the channel's next digest is due, None when none is planned."""
    due: datetime | None = await connection.scalar(select(schedules.c.due).where(schedules.c.channel == channel))
    return due


async def set_schedule(connection: AsyncConnection, channel: str, due: datetime) -> None:
    """Plan the channel's next digest."""
    await upsert(connection, schedules, [{"channel": channel, "due": due}], ["channel"])


async def schedules_due(connection: AsyncConnection, now: datetime) -> list[tuple[str, datetime]]:
    """(channel, due) of the digests due at or before `now`, the longest waiting first."""
    query = select(schedules).where(schedules.c.due <= now).order_by(schedules.c.due, schedules.c.channel)
    return [(channel, due) for channel, due in await connection.execute(query)]


async def last_digest(connection: AsyncConnection, channel: str) -> datetime | None:
    """When the channel's last digest was queued."""
    query = select(func.max(outbox.c.made)).where(outbox.c.channel == channel, outbox.c.kind == MessageKind.DIGEST)
    made: datetime | None = await connection.scalar(query)
    return made


async def queue_asked(
    connection: AsyncConnection, channel: str, messages: Sequence[Message], stories: Collection[str], at: datetime
) -> None:
    """Queue a digest that somebody asked for; the next one stays due when it was."""
    await enqueue(connection, messages, at, at)
    await mark_digested(connection, channel, stories, at)


async def queue_digest(
    connection: AsyncConnection,
    channel: str,
    messages: Sequence[Message],
    stories: Collection[str],
    due: datetime,
    next_due: datetime,
    at: datetime | None = None,
) -> bool:
    """Queue the digest due at `due` and plan the next; False when another process did it, and nothing is changed.

    `at` is when it is queued, where that is not `due` (a digest somebody asks for before its time).
    """
    ours = update(schedules).where(schedules.c.channel == channel, schedules.c.due == due).values(due=next_due)
    if not (await connection.execute(ours)).rowcount:
        return False
    await enqueue(connection, messages, at or due, due)
    await mark_digested(connection, channel, stories, due)
    return True
