"""Messages on their way to Slack: stored with what they tell, taken one at a time, in order within a channel."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Row, bindparam, func, literal, select, update

from model.address import BETWEEN
from model.message import Drawn, Message
from model.story import State
from model.subscription import MessageKind, Receipt
from store.async_engine import AsyncConnection
from store.batches import batches
from store.columns import EPOCH, PostState
from store.inside import inside
from store.receipts import add_receipt
from store.tables import outbox, pauses, receipts
from store.upsert import insert_new, upsert
from store.values import read_drawn, write_drawn
from store.verdicts import back_to_digest, unmark_digested

# Written out in the statement, not bound: else neither database sees that its index of open rows fits.
OPEN = outbox.c.state.in_(
    bindparam("open", [PostState.PENDING, PostState.POSTING], expanding=True, literal_execute=True)
)
GONE = "the app was uninstalled there"
NOTHING = write_drawn(Drawn("", ()))
REMOVED = "(removed at a person's request)"
WITHDRAWN = "its story was denied before it was posted"
NAMED = (MessageKind.ANSWER, MessageKind.ERASURE)
FOLLOWS = (MessageKind.UPDATE, MessageKind.THREAD, *NAMED)


@dataclass(frozen=True, slots=True)
class Posting:
    """A message taken for posting. `attempt` counts from 1; `made` is when it was queued.

    `target_ts` is the message an UPDATE edits and a THREAD answers: the story's alert in this channel, or for a THREAD
    without a story the digest queued before it. None when that was never sent. An ANSWER names the message in whose
    thread it stands itself, an ERASURE the one that it changes. None for the other kinds.
    """

    id: int
    message: Message
    attempt: int
    made: datetime
    target_ts: str | None = None


async def enqueue(
    connection: AsyncConnection, messages: Iterable[Message], at: datetime, due: datetime | None = None
) -> None:
    """Queue `messages` behind what waits; one that is there already (channel, kind, key) is ignored (A7)."""
    rows = [
        {
            "channel": message.channel,
            "kind": message.kind,
            "key": message.key,
            "story": message.story,
            "drawn": write_drawn(message.drawn),
            "broadcast": message.broadcast,
            "expires": message.expires,
            "story_state": message.state,
            "score": message.score,
            "due": due,
            "made": at,
            "state": PostState.PENDING,
            "attempt": 0,
            "not_before": EPOCH,
        }
        for message in messages
    ]
    await insert_new(connection, outbox, rows, ["channel", "kind", "key"])


async def _target(connection: AsyncConnection, row: Row[Any]) -> str | None:
    if row.kind in NAMED:
        return str(row.key).partition("/")[0] or None
    if row.story is not None:
        query = select(receipts.c.ts).where(
            receipts.c.channel == row.channel, receipts.c.story == row.story, receipts.c.kind == MessageKind.ALERT
        )
    else:
        digest = select(func.max(outbox.c.id)).where(
            outbox.c.channel == row.channel, outbox.c.kind == MessageKind.DIGEST, outbox.c.id < row.id
        )
        query = select(receipts.c.ts).where(receipts.c.message == digest.scalar_subquery())
    target: str | None = await connection.scalar(query.order_by(receipts.c.id.desc()).limit(1))
    return target


async def _posting(connection: AsyncConnection, row: Row[Any]) -> Posting:
    kind = MessageKind(row.kind)
    target = await _target(connection, row) if kind in FOLLOWS else None
    message = Message(
        channel=row.channel,
        kind=kind,
        key=row.key,
        story=row.story,
        drawn=read_drawn(row.drawn),
        broadcast=row.broadcast,
        expires=row.expires,
        state=None if row.story_state is None else State(row.story_state),
        score=row.score,
    )
    return Posting(row.id, message, row.attempt, row.made, target)


async def claim(
    connection: AsyncConnection, now: datetime, lease_seconds: float, channels_busy: Collection[str], edited: bool
) -> Posting | None:
    """Take the oldest message whose turn it is, until `now` plus the lease; None when there is none.

    Its turn has come when it heads its channel's queue, its time is reached and the channel is not busy (A8); "T1/"
    among the busy ones is a whole workspace, "/" the one of the bot token.
    `edited` False leaves UPDATEs, which Slack counts apart. Two processes never take the same row (A15).
    """
    heads = select(func.min(outbox.c.id)).where(OPEN).group_by(outbox.c.channel)
    ready = (
        select(outbox.c.id)
        .where(outbox.c.id.in_(heads))
        .where(outbox.c.state == literal(PostState.PENDING, literal_execute=True), outbox.c.not_before <= now)
        .where(outbox.c.channel.not_in(sorted(name for name in channels_busy if not name.endswith(BETWEEN))))
        .where(*(~inside(outbox.c.channel, name[: -len(BETWEEN)]) for name in channels_busy if name.endswith(BETWEEN)))
    )
    if not edited:
        ready = ready.where(outbox.c.kind != MessageKind.UPDATE)
    chosen = ready.order_by(outbox.c.id).limit(1).with_for_update(skip_locked=True)
    taken = (
        update(outbox)
        .where(outbox.c.id == chosen.scalar_subquery())
        .values(
            state=PostState.POSTING,
            attempt=outbox.c.attempt + 1,
            lease_until=now + timedelta(seconds=lease_seconds),
        )
        .returning(outbox)
    )
    row = (await connection.execute(taken)).one_or_none()
    return None if row is None else await _posting(connection, row)


async def _settle(connection: AsyncConnection, id: int, state: PostState, trouble: str | None) -> Row[Any] | None:
    done = update(outbox).where(outbox.c.id == id, OPEN).values(state=state, trouble=trouble, lease_until=None)
    row: Row[Any] | None = (await connection.execute(done.returning(outbox))).one_or_none()
    return row


async def settle_sent(connection: AsyncConnection, id: int, receipt: Receipt) -> None:
    """The message is in Slack: remember where. Saying it twice changes nothing."""
    unsent = (outbox.c.id == id, outbox.c.state != PostState.SENT)
    trouble = await connection.scalar(select(outbox.c.trouble).where(*unsent))
    done = update(outbox).where(*unsent).values(state=PostState.SENT, trouble=None, lease_until=None)
    if (await connection.execute(done)).rowcount:
        await add_receipt(connection, receipt, id)
        if trouble == REMOVED:  # it lost its words while it was being posted
            key = f"{receipt.ts}/{receipt.at.isoformat()}"
            late = Message(receipt.place or receipt.channel, MessageKind.ERASURE, key, None, Drawn("", ()))
            await enqueue(connection, [late], receipt.at)
        await connection.execute(pauses.delete().where(pauses.c.channel == receipt.channel))


async def settle_retry(connection: AsyncConnection, id: int, not_before: datetime, trouble: str) -> None:
    """Slack did not take it: try again from `not_before` on; its channel waits with it."""
    again = update(outbox).where(outbox.c.id == id, OPEN)
    values = {"state": PostState.PENDING, "not_before": not_before, "trouble": trouble, "lease_until": None}
    await connection.execute(again.values(**values))


async def settle_dead(connection: AsyncConnection, id: int, trouble: str) -> None:
    """It will never be taken. The stories of a dead digest wait for the next one."""
    row = await _settle(connection, id, PostState.DEAD, trouble)
    if row is not None and row.due is not None:
        await unmark_digested(connection, row.channel, row.due)


async def settle_expired(connection: AsyncConnection, id: int) -> None:
    """It is too late for an alert: the next digest tells the story instead (A13)."""
    row = await _settle(connection, id, PostState.EXPIRED, None)
    if row is not None and row.story is not None:
        await back_to_digest(connection, row.channel, row.story, row.made)


async def in_doubt(connection: AsyncConnection, now: datetime) -> list[Posting]:
    """Messages taken by a process that did not settle them within its lease: they may or may not be in Slack."""
    query = select(outbox).where(outbox.c.state == PostState.POSTING, OPEN, outbox.c.lease_until <= now)
    rows = (await connection.execute(query.order_by(outbox.c.id))).all()
    return [await _posting(connection, row) for row in rows]


async def requeue(connection: AsyncConnection, ids: Collection[int]) -> None:
    """Let messages in doubt be posted again, each at its old place in the queue."""
    for some in batches(ids):
        again = update(outbox).where(outbox.c.id.in_(some), outbox.c.state == PostState.POSTING)
        await connection.execute(again.values(state=PostState.PENDING, lease_until=None))


async def withdraw(connection: AsyncConnection, stories: Collection[str]) -> None:
    """Take back the alerts of these stories that were not posted yet: what they say no longer holds."""
    for some in batches(stories):
        waiting = (outbox.c.story.in_(some), outbox.c.kind == MessageKind.ALERT, outbox.c.state == PostState.PENDING)
        await connection.execute(update(outbox).where(*waiting).values(state=PostState.EXPIRED, trouble=WITHDRAWN))


async def withdraw_all(connection: AsyncConnection, workspace: str) -> None:
    """Say nothing more in a workspace that has the app no longer; what is being posted right now may still arrive."""
    waiting = (inside(outbox.c.channel, workspace), outbox.c.state == PostState.PENDING)
    await connection.execute(
        update(outbox).where(*waiting).values(state=PostState.EXPIRED, trouble=GONE, drawn=NOTHING)
    )


async def pause_channel(connection: AsyncConnection, channel: str, trouble: str) -> None:
    """Remember why nothing can be posted to the channel, until something is; its first message holds the others."""
    await upsert(connection, pauses, [{"channel": channel, "trouble": trouble}], ["channel"])


async def paused(connection: AsyncConnection) -> dict[str, str]:
    """The paused channels, each with its trouble."""
    return {row.channel: row.trouble for row in await connection.execute(select(pauses))}


async def outbox_counts(connection: AsyncConnection) -> dict[str, int]:
    """How many messages are in each state, absent states as 0."""
    query = select(outbox.c.state, func.count().label("number")).group_by(outbox.c.state)
    found = {row.state: row.number for row in await connection.execute(query)}
    return {state.value: found.get(state.value, 0) for state in PostState}
