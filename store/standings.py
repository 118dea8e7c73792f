"""Where companies stand, out of stored scores: the two numbers alone, for thousands of companies at a time.

The databases read them out of the stored text themselves; made into nouns, five thousand scores take a second.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import JSON, ColumnElement, Integer, cast, func, select

from model.score import NotEnough, Score
from model.story import Story
from model.subscription import MessageKind
from store.async_engine import AsyncConnection
from store.batches import batches
from store.open import Database
from store.scores import latest_scores, score_histories, score_history
from store.stories import spoken_of, stories_with
from store.tables import receipts, scores

Stood = tuple[datetime, int | None]


class Standings:
    """A part of the store. Every method is one transaction. A window is None where there is no number."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def latest(
        self, workspace: str, companies: Collection[str] | None = None, until: datetime | None = None
    ) -> dict[str, Stood]:
        """When each company was scored last in a workspace, at or before `until`, and its window; None for all."""
        async with self._database.read() as connection:
            found: dict[str, Stood] = {}
            for some in [None] if companies is None else batches(companies):
                newest = select(func.max(scores.c.id)).where(scores.c.workspace == workspace).group_by(scores.c.company)
                if some is not None:
                    newest = newest.where(scores.c.company.in_(some))
                if until is not None:
                    newest = newest.where(scores.c.at <= until)
                query = select(scores.c.company, scores.c.at, _window(connection)).where(scores.c.id.in_(newest))
                found |= {name: (at, window) for name, at, window in await connection.execute(query)}
            return found

    async def histories(self, workspace: str, companies: Collection[str], since: datetime) -> dict[str, list[Stood]]:
        """The windows of each company at or after `since`, oldest first; one for each change."""
        found: dict[str, list[Stood]] = {}
        async with self._database.read() as connection:
            for some in batches(companies):
                query = select(scores.c.company, scores.c.at, _window(connection)).where(scores.c.at >= since)
                query = query.where(scores.c.company.in_(some), scores.c.workspace == workspace)
                rows = await connection.execute(query.order_by(scores.c.id))
                for name, at, window in rows:
                    found.setdefault(name, []).append((at, window))
        return found

    async def spoken_of(self, since: datetime, *, private: bool = False) -> set[str]:
        """The companies of which anything public was seen at or after `since`; or anything at all."""
        async with self._database.read() as connection:
            return await spoken_of(connection, since, private=private)

    async def latest_scores(
        self, companies: Collection[str], until: datetime | None = None, workspace: str = ""
    ) -> dict[str, Score | NotEnough]:
        """The last score of each company in a workspace, whole, made at or before `until`; those never scored lack."""
        async with self._database.read() as connection:
            return await latest_scores(connection, companies, until, workspace)

    async def score_history(self, company: str, since: datetime, workspace: str = "") -> list[Score | NotEnough]:
        """The company's scores in a workspace at or after `since`, whole, oldest first; one for each change."""
        async with self._database.read() as connection:
            return await score_history(connection, company, since, workspace)

    async def score_histories(
        self, workspace: str, companies: Collection[str], since: datetime
    ) -> dict[str, list[Score | NotEnough]]:
        """The scores of each company at or after `since`, whole, after the one that held then, oldest first."""
        async with self._database.read() as connection:
            return await score_histories(connection, companies, since, workspace)

    async def alerted(self, channels: Collection[str], since: datetime) -> list[tuple[str, datetime, Story]]:
        """The public stories that were told at once, in which of these channels and when, the latest first."""
        query = select(receipts.c.channel, receipts.c.at, receipts.c.story).where(
            receipts.c.channel.in_(sorted(channels)), receipts.c.kind == MessageKind.ALERT, receipts.c.at >= since
        )
        async with self._database.read() as connection:
            rows: Sequence[tuple[str, datetime, str]] = [tuple(row) for row in await connection.execute(query)]
            known = {story.id: story for story in await stories_with(connection, {id for _, _, id in rows})}
        told = [(channel, at, known[id]) for channel, at, id in rows if id in known and not known[id].private]
        return sorted(told, key=lambda one: (one[1], one[0]), reverse=True)


def _window(connection: AsyncConnection) -> ColumnElement[int | None]:
    if connection.dialect.name == "sqlite":
        return func.json_extract(scores.c.body, "$.window")
    return cast(func.json_extract_path_text(cast(scores.c.body, JSON), "window"), Integer)
