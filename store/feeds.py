"""Feeds that were added by command, beyond config.toml; each change leaves a line (E3)."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import delete, select

from model.feed import AddedFeed
from store.audit import add_line
from store.open import Database
from store.tables import polls
from store.tables_of_people import feeds
from store.upsert import insert_new


class Feeds:
    """A part of the store. Every method is one transaction. The audit names a feed without what may be a key."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def of(self, workspace: str) -> list[AddedFeed]:
        """The feeds that were added and not removed, the latest first."""
        query = select(feeds).where(feeds.c.workspace == workspace).order_by(feeds.c.at.desc(), feeds.c.url)
        async with self._database.read() as connection:
            return [AddedFeed(row.url, row.author, row.at) for row in await connection.execute(query)]

    async def add(self, workspace: str, feed: AddedFeed, name: str) -> bool:
        """Add a feed; False when it is there already. `name` is how people know it."""
        known = select(feeds.c.url).where(feeds.c.workspace == workspace, feeds.c.url == feed.url)
        row = {"workspace": workspace, "url": feed.url, "author": feed.by, "at": feed.at}
        async with self._database.write() as connection:
            if await connection.scalar(known):
                return False
            await insert_new(connection, feeds, [row], ["workspace", "url"])
            await add_line(connection, workspace, feed.by, feed.at, "add feed", after=name)
        return True

    async def remove(self, workspace: str, url: str, source: str, name: str, by: str, at: datetime) -> bool:
        """Remove a feed and what is remembered of its polls, so that nobody is told that it is late; its news stay."""
        ours = (feeds.c.workspace == workspace, feeds.c.url == url)
        async with self._database.write() as connection:
            if not (await connection.execute(delete(feeds).where(*ours))).rowcount:
                return False
            await connection.execute(delete(polls).where(polls.c.source == source))
            await add_line(connection, workspace, by, at, "remove feed", before=name)
        return True
