"""Keeps the turns of the last 30 days, which no channel's wishes change, so that a changed wish is answered at once."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import chain

from digests.audience import hears
from digests.rehearsal import Rehearsed, Turn, rehearse, turns
from model.subscription import Subscription
from pipeline import SCORED_BACK, Pipeline
from rules.language import Rules

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
        spoken = await self.pipeline.store.spoken_of(since) if new else set()
        self._turns |= {name: [] for name in new if name not in spoken}
        for name in (name for name in new if name in spoken):
            stories = await self.pipeline.store.stories_of(name, now - SCORED_BACK)
            company = self.pipeline.watch.company(name)
            # In a thread: the acknowledgements of others do not wait for it.
            self._turns[name] = await asyncio.to_thread(turns, company, stories, rules, since, now)
