"""Who did something in which channel: what tells whom a channel's settings may be shown to elsewhere."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import select

from store.open import Database
from store.tables_of_people import presences
from store.upsert import upsert

AGAIN = timedelta(days=1)  # one row a person and channel, renewed at most daily


class Presences:
    """A part of the store. Every method is one transaction. Who leaves a channel is forgotten by `since`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def seen(self, workspace: str, user: str, channel: str, at: datetime) -> None:
        """Remember that somebody typed or pressed something in a channel."""
        place = {"workspace": workspace, "author": user, "channel": channel}
        known = select(presences.c.at).where(*(presences.c[name] == value for name, value in place.items()))
        async with self._database.read() as connection:
            before = await connection.scalar(known)
        if before is None or before < at - AGAIN:
            async with self._database.write() as connection:
                await upsert(connection, presences, [{**place, "at": at}], list(place))

    async def channels(self, workspace: str, user: str, since: datetime) -> set[str]:
        """The channels in which somebody was seen at or after `since`."""
        theirs = (presences.c.workspace == workspace, presences.c.author == user, presences.c.at >= since)
        async with self._database.read() as connection:
            return set(await connection.scalars(select(presences.c.channel).where(*theirs)))
