"""Keeps the turns of the last 30 days, which no channel's wishes change, so that a changed wish is answered at once."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import chain

from digests.audience import hears
from digests.privacy import seen_by
from digests.rehearsal import Rehearsed, Turn, rehearse, turns
from model.address import HOME
from model.story import Story
from model.subscription import Subscription
from pipeline import Pipeline
from rules.language import Rules
from rules.sought import sought

READS = 250  # in so many pieces what is stored is read, so that others have their turn in between
BACK = timedelta(days=30)
KEPT = timedelta(hours=1)  # how long turns hold: a preview of 30 days may be an hour old


@dataclass(slots=True)
class Rehearsals:
    """One for the process. `_turns` are by company, made under `_rules` at `_made`."""

    pipeline: Pipeline
    _turns: dict[str, list[Turn]] = field(default_factory=dict)
    _rules: Rules | None = None
    _made: datetime | None = None
    _making: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def heard(self, wishes: Subscription, now: datetime) -> Rehearsed:
        """Tell what a channel would have heard in the last 30 days, had these been its wishes."""
        names = [company.name for company in self.pipeline.watch.companies if hears(company.name, wishes)]
        async with self._making:
            await self._make(names, now)
            told = [self._turns[name] for name in names if name in self._turns]
        return await asyncio.to_thread(rehearse, list(chain.from_iterable(told)), wishes, now, BACK.days)

    async def _make(self, names: Sequence[str], now: datetime) -> None:
        rules = self.pipeline.watch.rules
        if self._rules is not rules or self._made is None or not self._made <= now < self._made + KEPT:
            self._turns, self._rules, self._made = {}, rules, now
        since = now - BACK
        new = [name for name in names if name not in self._turns]
        spoken = await self.pipeline.store.standings.spoken_of(since) if new else set()
        self._turns |= {name: [] for name in new if name not in spoken}
        telling = [name for name in new if name in spoken]
        size = 1 + len(telling) // READS
        for some in (telling[start : start + size] for start in range(0, len(telling), size)):
            self._turns |= await self._turns_of(some, since, now)

    async def _turns_of(self, names: Sequence[str], since: datetime, now: datetime) -> dict[str, list[Turn]]:
        store, watch = self.pipeline.store, self.pipeline.watch
        stories: dict[str, list[Story]] = {name: [] for name in names}
        for story in await store.open_stories(names, since):
            seen = seen_by(story, watch.everybody)
            if seen is not None and sought(seen, watch.company(seen.company)):
                stories[story.company].append(seen)
        histories = await store.standings.score_histories(watch.place or HOME, names, since)
        found = (
            (name, turns(watch.company(name), told, histories.get(name, ()), since, now))
            for name, told in stories.items()
        )
        # In a thread: the acknowledgements of others do not wait for it.
        return await asyncio.to_thread(dict, found)
