"""Who changed what when: one line a change, appended and never altered (requirement E3)."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import ColumnElement, exists, func, insert, or_, select

from store.async_engine import AsyncConnection
from store.open import Database
from store.tables import audit, stories
from store.tables_of_people import claims, mutes


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the log, with what was there before and after (None: nothing)."""

    id: int
    at: datetime
    actor: str
    action: str
    before: str | None
    after: str | None


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which lines: about a company, of an actor (an id, or a name under which they took or muted something), since.

    `address` is the actor's id as it is written in their workspace, where there are several.
    """

    company: str = ""
    actor: str = ""
    since: datetime | None = None
    before: int | None = None
    address: str = ""


class Entry(NamedTuple):
    """One line, to be written in the transaction of what it tells."""

    workspace: str
    by: str
    at: datetime
    action: str
    before: str | None = None
    after: str | None = None


async def add_line(
    connection: AsyncConnection,
    workspace: str,
    by: str,
    at: datetime,
    action: str,
    before: str | None = None,
    after: str | None = None,
) -> None:
    """Add a line; None for `before` or `after` says that nothing was there."""
    line = {"at": at, "workspace": workspace, "actor": by, "action": action, "before": before, "after": after}
    await connection.execute(insert(audit), line)


class Log:
    """A part of the store: the audit log, read."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def lines(self, workspaces: Collection[str], wanted: Wanted, most: int) -> list[Line]:
        """The last lines that are wanted, the newest first."""
        query = select(audit).where(audit.c.workspace.in_(sorted(workspaces)), *_fits(wanted))
        async with self._database.read() as connection:
            rows = await connection.execute(query.order_by(audit.c.id.desc()).limit(most))
            return [Line(row.id, row.at, row.actor, row.action, row.before, row.after) for row in rows]


def _fits(wanted: Wanted) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if wanted.company:
        told = select(stories.c.id).where(stories.c.company == wanted.company, audit.c.action.contains(stories.c.id))
        found.append(or_(audit.c.action.contains(wanted.company, autoescape=True), exists(told.correlate(audit))))
    if wanted.actor:
        named = func.lower(wanted.actor)
        taken = select(claims.c.author).where(func.lower(claims.c.name) == named)
        muted = select(mutes.c.author).where(func.lower(mutes.c.who) == named)
        ids = (func.lower(audit.c.actor) == named, audit.c.actor == wanted.address)
        found.append(or_(*ids, audit.c.actor.in_(taken), audit.c.actor.in_(muted)))
    if wanted.since is not None:
        found.append(audit.c.at >= wanted.since)
    if wanted.before is not None:
        found.append(audit.c.id < wanted.before)
    return found
