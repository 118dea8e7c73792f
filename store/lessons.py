"""What recruiters said of stories, and the changes that an admin made of it; each change leaves a line (E3)."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Row, delete, exists, insert, select, update

from model.feedback import Feedback, Opinion, Override, Proposal
from store.async_engine import AsyncConnection
from store.inside import inside
from store.open import Database
from store.tables import audit
from store.tables_of_people import feedback, overrides
from store.upsert import upsert
from store.values import read_change, write_change


class Lessons:
    """Feedback and overrides, a part of the store. Every method is one transaction."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def give(self, said: Feedback) -> None:
        """Remember an opinion, in place of an earlier one of the same person on the same story."""
        row = {
            "story": said.story,
            "author": said.by,
            "company": said.company,
            "opinion": said.opinion,
            "at": said.at,
            "channel": said.channel,
            "words": said.text,
            "rules": json.dumps(said.rules),
            "sources": json.dumps(said.sources, ensure_ascii=False),
            "told": said.told,
        }
        async with self._database.write() as connection:
            await upsert(connection, feedback, [row], ["story", "author"])

    async def feedback(self, place: str | None = None) -> list[Feedback]:
        """Every opinion (of one workspace, unless it is None), oldest first."""
        query = select(feedback).order_by(feedback.c.at, feedback.c.story, feedback.c.author)
        if place is not None:
            query = query.where(inside(feedback.c.author, place))
        async with self._database.read() as connection:
            return [_feedback(row) for row in await connection.execute(query)]

    async def overrides(self, place: str | None = None) -> list[Override]:
        """Every change that was ever applied (by one workspace, unless it is None), oldest first."""
        query = select(overrides).order_by(overrides.c.id)
        if place is not None:
            query = query.where(inside(overrides.c.proposal, place))
        async with self._database.read() as connection:
            rows = await connection.execute(query)
            return [_override(row) for row in rows]

    async def apply(self, workspace: str, proposal: Proposal, why: str, by: str, at: datetime) -> bool:
        """Put a proposal in force; False when it is already."""
        change = write_change(proposal.change)
        row = {"proposal": proposal.id, "change": change, "reason": why, "author": by, "at": at}
        async with self._database.write() as connection:
            holding = exists().where(overrides.c.proposal == proposal.id, overrides.c.undone_at.is_(None))
            if await connection.scalar(select(holding)):
                return False
            await connection.execute(insert(overrides), row)
            await _audit(connection, workspace, by, at, f"apply {proposal.id}", {"after": change})
        return True

    async def undo(self, workspace: str, proposal: str, by: str, at: datetime) -> Override | None:
        """Take the override made of a proposal out of force and return it as it was; None when none is in force."""
        holding = (overrides.c.proposal == proposal, overrides.c.undone_at.is_(None))
        async with self._database.write() as connection:
            row = (await connection.execute(select(overrides).where(*holding))).one_or_none()
            if row is None:
                return None
            await connection.execute(update(overrides).where(*holding).values(undone_by=by, undone_at=at))
            await _audit(connection, workspace, by, at, f"undo {proposal}", {"before": row.change})
        return _override(row)


async def absorb_feedback(connection: AsyncConnection, old: str, heir: str) -> None:
    """Let what was said of a story be said of the one that it turned out to be; who spoke of both said the latter."""
    theirs = feedback.alias()
    said = exists().where(theirs.c.story == heir, theirs.c.author == feedback.c.author)
    await connection.execute(update(feedback).where(feedback.c.story == old, ~said).values(story=heir))
    await connection.execute(delete(feedback).where(feedback.c.story == old))


async def _audit(
    connection: AsyncConnection, workspace: str, by: str, at: datetime, action: str, values: Mapping[str, str]
) -> None:
    line = {"at": at, "workspace": workspace, "actor": by, "action": action, "before": None, "after": None}
    await connection.execute(insert(audit), {**line, **values})


def _feedback(row: Row[Any]) -> Feedback:
    return Feedback(
        story=row.story,
        company=row.company,
        opinion=Opinion(row.opinion),
        by=row.author,
        at=row.at,
        channel=row.channel,
        text=row.words,
        rules=tuple(json.loads(row.rules)),
        sources=tuple(json.loads(row.sources)),
        told=row.told,
    )


def _override(row: Row[Any]) -> Override:
    return Override(row.proposal, read_change(row.change), row.reason, row.author, row.at, row.undone_by, row.undone_at)
