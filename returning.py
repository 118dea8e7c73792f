"""What comes back by itself, looked up once for all digests of one moment, among very many companies."""

from __future__ import annotations

import asyncio
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Protocol

from digests.due import Watched
from digests.privacy import visible
from model.story import Story
from rules.due import Due, coming_back, days_of
from store.batches import batches
from store.store import Store

SCORED_BACK = timedelta(days=400)  # the longest kernel of the rules ends before
READ_TOGETHER = 100  # companies: a hundred stories each are some megabytes


class Watching(Watched, Protocol):
    """What is watched right now, as one workspace may see it."""

    @property
    def everybody(self) -> str | None:
        """All who read in the workspace, for the wall of digests/privacy.py."""


@dataclass(frozen=True, slots=True)
class Returning:
    """What comes back up to `now`. Most stories of most companies do not: only those that may are read."""

    store: Store
    watch: Watching
    now: datetime
    _found: dict[datetime, list[Due]] = field(default_factory=dict)

    async def since(self, since: datetime, names: Collection[str]) -> list[Due]:
        """List what came back after `since` of these companies, the oldest day first."""
        hour = since.replace(minute=0, second=0, microsecond=0)  # channels that were told together share what is found
        if hour not in self._found:
            self._found[hour] = await self._look(hour)
        return [one for one in self._found[hour] if one.day > since and one.story.company in names]

    async def _look(self, since: datetime) -> list[Due]:
        candidates = await self.store.index.coming(days_of(self.watch.rules, since, self.now), self.now - SCORED_BACK)
        # Whoever left and came back does not come back here; that takes the company's other stories.
        names = sorted({one.story.company for one in await self._coming_back(candidates, since)})
        found: list[Due] = []
        for some in batches(names, READ_TOGETHER):
            found += await self._coming_back(await self.store.open_stories(some, self.now - SCORED_BACK), since)
        return sorted(found, key=lambda one: (one.day, one.story.id))

    async def _coming_back(self, stories: Sequence[Story], since: datetime) -> list[Due]:
        """Reckon it in a thread: while it lasts, commands are acknowledged."""
        return await asyncio.to_thread(self._reckon, stories, since)

    def _reckon(self, stories: Sequence[Story], since: datetime) -> list[Due]:
        told: dict[str, list[Story]] = {}
        for story in visible(stories, self.watch.everybody):
            told.setdefault(story.company, []).append(story)
        return [
            one
            for name, known in told.items()
            for one in coming_back(self.watch.company(name), known, self.watch.rules, since, self.now)
        ]
