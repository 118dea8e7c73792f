"""What channels do not want to hear of for a while; each change leaves a line (E3).

A mute hides and never drops: what it holds is decided anew when it ends, and counted until then.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import Row, insert, select, update

from model.handling import Mark, Mute, Scope
from model.message import Message
from model.story import State, Story
from model.subscription import Held
from store.audit import add_line
from store.open import Database
from store.outbox import enqueue
from store.tables import stories, verdicts
from store.tables_of_people import mutes
from store.values import read_story
from store.verdicts import KINDS


class Mutes:
    """A part of the store. Every method is one transaction."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def in_force(self, channel: str, now: datetime) -> list[Mute]:
        """The channel's mutes that hold, the first to end first."""
        query = select(mutes).where(mutes.c.channel == channel, mutes.c.until > now, mutes.c.ended.is_(None))
        async with self._database.read() as connection:
            rows = await connection.execute(query.order_by(mutes.c.until, mutes.c.id))
            return [_mute(row) for row in rows]

    async def mute(self, workspace: str, mute: Mute, messages: Sequence[Message] = ()) -> Mute:
        """Let a mute hold, in place of one of the same channel, scope and name; return it with its id."""
        same = (
            mutes.c.channel == mute.channel,
            mutes.c.scope == mute.scope,
            mutes.c.name == mute.name,
            mutes.c.until > mute.at,
            mutes.c.ended.is_(None),
        )
        async with self._database.write() as connection:
            before = (await connection.execute(select(mutes).where(*same))).first()
            if before is None:
                made = insert(mutes).values(workspace=workspace, **_columns(mute)).returning(mutes.c.id)
                id = (await connection.execute(made)).scalar_one()
            else:
                id = before.id
                await connection.execute(update(mutes).where(mutes.c.id == id).values(**_columns(mute)))
            await enqueue(connection, messages, mute.at)
            action = f"mute {mute.scope} {mute.name} in {mute.channel}"
            was = before.until.isoformat() if before is not None else None
            await add_line(connection, workspace, mute.by, mute.at, action, was, mute.until.isoformat())
        return replace(mute, id=id)

    async def unmute(
        self, workspace: str, id: int, by: str, at: datetime, messages: Sequence[Message] = ()
    ) -> Mute | None:
        """End a mute before its time; what it held is decided anew at once. None when it holds no more."""
        holding = (mutes.c.id == id, mutes.c.until > at, mutes.c.ended.is_(None))
        async with self._database.write() as connection:
            row = (await connection.execute(select(mutes).where(*holding))).one_or_none()
            if row is None:
                return None
            await connection.execute(update(mutes).where(*holding).values(ended=at))
            await connection.execute(update(verdicts).where(verdicts.c.mute == id).values(until=at))
            await enqueue(connection, messages, at)
            action = f"unmute {row.scope} {row.name} in {row.channel}"
            await add_line(connection, workspace, by, at, action, before=row.until.isoformat())
        return _mute(row)

    async def held(self, channel: str, since: datetime) -> set[str]:
        """The stories that a mute has held in the channel at or after `since`."""
        query = select(verdicts.c.story).where(
            verdicts.c.channel == channel, verdicts.c.mute.is_not(None), verdicts.c.at >= since
        )
        async with self._database.read() as connection:
            return set(await connection.scalars(query))

    async def told(self, channel: str, since: datetime) -> list[Story]:
        """The public stories that reached the channel at or after `since`, at once or in a digest; no evidence."""
        query = (
            select(stories.c.body)
            .join(verdicts, verdicts.c.story == stories.c.id)
            .where(
                verdicts.c.channel == channel,
                verdicts.c.at >= since,
                verdicts.c.kind != KINDS[Held],
                stories.c.private.is_(False),
            )
        )
        async with self._database.read() as connection:
            return [read_story(body, ()) for body in await connection.scalars(query)]


def _columns(mute: Mute) -> dict[str, object]:
    mark = mute.mark
    return {
        "channel": mute.channel,
        "scope": mute.scope,
        "name": mute.name,
        "until": mute.until,
        "author": mute.by,
        "who": mute.who,
        "why": mute.why,
        "at": mute.at,
        "state": mark.state if mark else None,
        "number": mark.number if mark else None,
    }


def _mute(row: Row[Any]) -> Mute:
    mark = Mark(State(row.state), row.number) if row.state is not None else None
    return Mute(row.id, row.channel, Scope(row.scope), row.name, row.until, row.author, row.who, row.at, row.why, mark)
