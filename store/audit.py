"""Who changed what when: one line a change, appended and never altered (requirement E3)."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from store.tables import audit


class Line(NamedTuple):
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
