"""What was told where: read before anything is told again."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import Row, func, insert, select

from model.story import State
from model.subscription import MessageKind, Receipt
from store.async_engine import AsyncConnection
from store.batches import batches
from store.columns import PostState
from store.tables import outbox, receipts


async def add_receipt(connection: AsyncConnection, receipt: Receipt, message: int) -> None:
    """Remember that a message of the outbox was posted."""
    row = {
        "channel": receipt.channel,
        "ts": receipt.ts,
        "kind": receipt.kind,
        "story": receipt.story,
        "state": receipt.state,
        "score": receipt.score,
        "message": message,
        "at": receipt.at,
        "place": receipt.place or None,
    }
    await connection.execute(insert(receipts), row)


async def receipts_of(connection: AsyncConnection, channel: str, stories: Collection[str]) -> list[Receipt]:
    """What the channel was told of these stories, in the order of telling."""
    found: list[Row[Any]] = []
    for some in batches(stories):
        query = select(receipts).where(receipts.c.story.in_(some), receipts.c.channel == channel)
        found += (await connection.execute(query)).all()
    return [
        Receipt(
            channel=row.channel,
            ts=row.ts,
            kind=MessageKind(row.kind),
            story=row.story,
            state=None if row.state is None else State(row.state),
            score=row.score,
            at=row.at,
            place=row.place or "",
        )
        for row in sorted(found, key=lambda row: (row.at, row.id))
    ]


async def alerts_since(connection: AsyncConnection, channel: str, since: datetime) -> int:
    """How many alerts were queued for the channel at or after `since` and are sent or still to be sent."""
    counted = [PostState.PENDING, PostState.POSTING, PostState.SENT]
    query = (
        select(func.count())
        .select_from(outbox)
        .where(
            outbox.c.channel == channel,
            outbox.c.made >= since,
            outbox.c.kind == MessageKind.ALERT,
            outbox.c.state.in_(counted),
        )
    )
    return (await connection.execute(query)).scalar_one()
