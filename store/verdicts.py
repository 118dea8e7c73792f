"""What was decided of each story for each channel, the latest decision only."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from sqlalchemy import Column, ColumnElement, func, or_, select, update

from digests.privacy import seen_by
from model.story import Story
from model.subscription import Cause, Held, InDigest, MessageKind, Now, Update, Verdict
from store.async_engine import AsyncConnection
from store.batches import batches
from store.stories import stories_with
from store.tables import receipts, stories, verdicts
from store.upsert import upsert

KINDS: dict[type[Verdict], str] = {Now: "now", InDigest: "in_digest", Update: "update", Held: "held"}
THREAD_ONLY = "thread"
T = TypeVar("T")
TOO_LATE = "Its alert could not be sent in time."


@dataclass(frozen=True, slots=True)
class Decided:
    """One verdict on one story for one channel."""

    channel: str
    story: str
    verdict: Verdict
    at: datetime


def _kind(verdict: Verdict) -> str:
    """Tell an update that the channel heard from one that only went to the story's thread."""
    quiet = isinstance(verdict, Update) and not verdict.broadcast
    return THREAD_ONLY if quiet else KINDS[type(verdict)]


async def record(connection: AsyncConnection, decided: Iterable[Decided]) -> None:
    """Remember verdicts in place of earlier ones on the same story for the same channel."""
    rows = {
        (one.channel, one.story): {
            "channel": one.channel,
            "story": one.story,
            "kind": _kind(one.verdict),
            "reason": one.verdict.reason,
            "until": one.verdict.until if isinstance(one.verdict, Held) else None,
            "cause": one.verdict.cause if isinstance(one.verdict, Held | InDigest) else None,
            "mute": one.verdict.mute if isinstance(one.verdict, Held) else None,
            "at": one.at,
        }
        for one in decided
    }
    await upsert(connection, verdicts, [rows[key] for key in sorted(rows)], ["channel", "story"])


async def held_due(connection: AsyncConnection, now: datetime) -> list[tuple[str, str]]:
    """(channel, story id) of the held verdicts whose time has come, the longest waiting first."""
    query = (
        select(verdicts.c.channel, verdicts.c.story)
        .where(verdicts.c.kind == KINDS[Held], verdicts.c.until <= now)
        .order_by(verdicts.c.until, verdicts.c.channel, verdicts.c.story)
    )
    return [(channel, story) for channel, story in await connection.execute(query)]


async def held_back(
    connection: AsyncConnection, channel: str, since: datetime, until: datetime, owner: str | None
) -> dict[Cause, int]:
    """How many stories were last decided after `since`, not to be told at once, by what kept them; none is told since.

    Private stories count for their `owner` alone: a total must not tell that there is something hidden.
    """
    query = (
        select(verdicts.c.cause, func.count().label("number"))
        .join(stories, stories.c.id == verdicts.c.story)
        .where(verdicts.c.channel == channel, verdicts.c.at > since, verdicts.c.at <= until)
        .where(verdicts.c.kind.in_([KINDS[Held], KINDS[InDigest]]), verdicts.c.cause.is_not(None))
        .group_by(verdicts.c.cause)
    )
    if owner is None:
        query = query.where(stories.c.private.is_(False))
    return {Cause(row.cause): row.number for row in await connection.execute(query)}


async def _with(
    connection: AsyncConnection, told: Column[T], channel: str, owner: str | None, *conditions: ColumnElement[bool]
) -> list[tuple[Story, T]]:
    """The stories that a channel was given such verdicts on, as `owner` may see them, each with one column of its."""
    query = select(verdicts.c.story, told).join(stories, stories.c.id == verdicts.c.story)
    rows = await connection.execute(query.where(verdicts.c.channel == channel, *conditions))
    known: dict[str, T] = {row[0]: row[1] for row in rows}
    found = [(seen_by(story, owner), known[story.id]) for story in await stories_with(connection, known)]
    pairs = ((story, said) for story, said in found if story is not None)
    return sorted(pairs, key=lambda pair: (pair[0].last_seen, pair[0].id))


async def kept_quiet(
    connection: AsyncConnection, channel: str, now: datetime, owner: str | None
) -> list[tuple[Story, datetime]]:
    """The stories that quiet hours keep from a channel, each with when they end, oldest first; else as `undigested`."""
    quiet = (verdicts.c.kind == KINDS[Held]) & (verdicts.c.cause == Cause.QUIET) & (verdicts.c.until > now)
    return await _with(connection, verdicts.c.until, channel, owner, quiet)


async def undigested(connection: AsyncConnection, channel: str, owner: str | None) -> list[tuple[Story, str]]:
    """The stories that wait for the channel's next digest, each with its reason, oldest first.

    A story is digested once, and again only when its state has changed since; a denial too, where a digest has told
    what it denies. Private stories, and private evidence of the others, are left out unless they are `owner`'s.
    """
    changed = verdicts.c.digested_state != stories.c.state
    waits = (verdicts.c.kind == KINDS[InDigest]) & or_(verdicts.c.digested.is_(None), changed)
    taken_back = (verdicts.c.cause == Cause.DENIED) & changed
    return await _with(connection, verdicts.c.reason, channel, owner, or_(waits, taken_back))


async def told_since(
    connection: AsyncConnection, channel: str, since: datetime, owner: str | None
) -> list[tuple[Story, str]]:
    """The stories that the channel heard of at once, or heard again, at or after `since`; else as `undigested`."""
    heard = verdicts.c.kind.in_([KINDS[Now], KINDS[Update]]) & (verdicts.c.at >= since)
    alerts = select(receipts.c.story).where(
        receipts.c.channel == channel, receipts.c.kind == MessageKind.ALERT, receipts.c.at >= since
    )
    return await _with(connection, verdicts.c.reason, channel, owner, or_(heard, verdicts.c.story.in_(alerts)))


async def mark_digested(connection: AsyncConnection, channel: str, told: Collection[str], due: datetime) -> None:
    """Remember that the digest due at `due` tells these stories as they stand."""
    state = select(stories.c.state).where(stories.c.id == verdicts.c.story).scalar_subquery()
    for some in batches(told):
        theirs = (verdicts.c.channel == channel, verdicts.c.story.in_(some))
        await connection.execute(update(verdicts).where(*theirs).values(digested=due, digested_state=state))


async def unmark_digested(connection: AsyncConnection, channel: str, due: datetime) -> None:
    """Take back what the digest due at `due` told: it was never sent, so the next one tells it."""
    theirs = (verdicts.c.channel == channel, verdicts.c.digested == due)
    await connection.execute(update(verdicts).where(*theirs).values(digested=None, digested_state=None))


async def back_to_digest(connection: AsyncConnection, channel: str, story: str, at: datetime) -> None:
    """Let the next digest tell a story whose alert came too late (requirement A13)."""
    if not await connection.scalar(select(stories.c.id).where(stories.c.id == story)):
        return
    row = {
        "channel": channel,
        "story": story,
        "kind": KINDS[InDigest],
        "reason": TOO_LATE,
        "until": None,
        "cause": Cause.LATE,
        "mute": None,
        "at": at,
        "digested": None,
        "digested_state": None,
    }
    await upsert(connection, verdicts, [row], ["channel", "story"])
