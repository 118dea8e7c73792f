"""Finds stories among very many by what they say, who moved and what comes back, without reading the others; counts.

What was stored before these columns were there has no words: it is always among what is found, for the caller to judge.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime

from sqlalchemy import func, or_, select

from model.story import Story
from rules.due import Days
from store.batches import batches
from store.columns import storable
from store.items import shown_to_all
from store.open import Database
from store.stories import stories_with
from store.tables import items, sides, signals, stories


class Index:
    """A part of the store, which only reads."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def said(
        self, words: Iterable[str], since: datetime, most: int, companies: Collection[str] | None = None
    ) -> list[Story]:
        """The latest `most` stories that a channel may see, last seen since then, in which all words may stand.

        Of these `companies` alone, some thousands at most, unless it is None.
        """
        holding = [stories.c.words.contains(storable(word.casefold()), autoescape=True) for word in words]
        query = (
            select(stories.c.id)
            .where(stories.c.private.is_(False), stories.c.last_seen >= since)
            .where(*(or_(stories.c.words.is_(None), one) for one in holding))
            .order_by(stories.c.last_seen.desc(), stories.c.id)
            .limit(most)
        )
        if companies is not None:
            query = query.where(stories.c.company.in_([storable(name) for name in companies]))
        async with self._database.read() as connection:
            return await stories_with(connection, list(await connection.scalars(query)))

    async def coming(self, days: Days, since: datetime) -> list[Story]:
        """The stories that a channel may see, last seen since then, of which something was told on one of these days.

        Or of which something takes effect then.
        """
        told = [(signals.c.published, *between) for between in days.told]
        effective = [(signals.c.effective, *between) for between in days.effective]
        ids: set[str] = set()
        async with self._database.read() as connection:
            # One question for each: both databases then walk the index of that very day.
            for day, after, until in (*told, *effective):
                query = select(signals.c.story).join(stories, stories.c.id == signals.c.story).distinct()
                query = query.where(stories.c.private.is_(False), stories.c.last_seen >= since)
                ids |= set(await connection.scalars(query.where(day > after, day <= until)))
            return await stories_with(connection, ids)

    async def moving(self, companies: Collection[str], since: datetime) -> list[Story]:
        """The stories that may tell a move from or to companies, and those that may tell its other end.

        Each company by every key that `Houses.keys` gives it.
        """
        names = [storable(name) for name in companies]
        touched = or_(sides.c.company.in_(names), sides.c.other.in_(names))
        recent = stories.c.last_seen >= since
        told = select(sides.c.surname).join(stories, stories.c.id == sides.c.story).where(touched, recent).distinct()
        async with self._database.read() as connection:
            ids: set[str] = set()
            for some in batches(list(await connection.scalars(told))):
                named = select(sides.c.story).join(stories, stories.c.id == sides.c.story)
                ids |= set(await connection.scalars(named.where(sides.c.surname.in_(some), recent)))
            unread = select(stories.c.id).where(stories.c.words.is_(None), recent)
            return await stories_with(connection, ids | set(await connection.scalars(unread)))

    async def gave(self, since: datetime) -> dict[str, tuple[int, int]]:
        """How many items each source gave since then, and how many signals came of them; what is private is neither."""
        public = (items.c.published >= since, shown_to_all())
        listed = select(items.c.source, func.count()).where(*public).group_by(items.c.source)
        told = (
            select(items.c.source, func.count())
            .join_from(signals, items, signals.c.item == items.c.digest)
            .where(signals.c.published >= since, signals.c.private.is_(False))
            .group_by(items.c.source)
        )
        async with self._database.read() as connection:
            found = {row.source: row.count_1 for row in await connection.execute(listed)}
            signalled = {row.source: row.count_1 for row in await connection.execute(told)}
        return {source: (count, signalled.get(source, 0)) for source, count in found.items()}
