"""What was done with a story that turns out to be part of another is done with that one."""

from __future__ import annotations

from sqlalchemy import delete, exists, update

from model.handling import Scope
from store.async_engine import AsyncConnection
from store.tables import folded
from store.tables_of_people import claims, follows, mutes, reminders
from store.upsert import upsert


async def absorb_deeds(connection: AsyncConnection, old: str, heir: str) -> None:
    """Let what was done with a story be done with the one it turned out to be part of; where both, the latter stays."""
    for table, by in ((claims, None), (follows, "author"), (reminders, "author")):
        theirs = table.alias()
        taken = [theirs.c.story == heir, theirs.c.workspace == table.c.workspace]
        if by:
            taken.append(theirs.c[by] == table.c[by])
        await connection.execute(update(table).where(table.c.story == old, ~exists().where(*taken)).values(story=heir))
        await connection.execute(delete(table).where(table.c.story == old))
    muted = (mutes.c.scope == Scope.STORY, mutes.c.name == old)
    await connection.execute(update(mutes).where(*muted).values(name=heir))
    await connection.execute(update(folded).where(folded.c.heir == old).values(heir=heir))
    await upsert(connection, folded, [{"story": old, "heir": heir}], ["story"])
