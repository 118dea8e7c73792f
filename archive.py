"""Looks back over all that is stored, for people who ask by command (books.py opens it)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from digests.found import holds
from model.story import Story
from pipeline import Pipeline
from stories.house import Houses
from stories.moves import SOON, Flow, Move, flows_of, moves_of


@dataclass(slots=True)
class StoreArchive:
    """Answers from the store what may be told in a channel."""

    pipeline: Pipeline

    async def moves(self, since: datetime) -> list[Move]:
        """List who moved from where to where, first told at or after `since`."""
        # The other end of a move may have been told before.
        stories = await self._stories(since - SOON)
        return [move for move in moves_of(stories, self.pipeline.watch.companies) if move.at >= since]

    async def flow(self, company: str, since: datetime) -> list[Flow]:
        """Count the moves from and to a company, the latest month first."""
        moves = await self.moves(since)
        houses = Houses(self.pipeline.watch.companies)
        asked = houses.key(company)
        return flows_of(m for m in moves if asked in {houses.key(m.from_company), houses.key(m.to_company)})

    async def search(self, words: Sequence[str], since: datetime) -> list[Story]:
        """List the stories in which every word stands, the latest first."""
        found = [story for story in await self._stories(since) if holds(story, words)]
        return sorted(found, key=lambda story: (story.last_seen, story.id), reverse=True)

    async def _stories(self, since: datetime) -> list[Story]:
        companies = self.pipeline.watch.companies
        return [story for one in companies for story in await self.pipeline.store.stories_of(one.name, since)]
