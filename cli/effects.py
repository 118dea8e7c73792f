"""What a change would have changed in the last 90 days: they are replayed with and without it, as `replay` does."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

import model.effect
from cli.replay import HEADLINE, WHERE, compare, play
from cli.wiring import Kit, in_memory, load_lexicons
from learning.change import companies_with, rules_with, subscriptions_with
from learning.propose import BACK
from model.feedback import Change
from model.item import Item, ProfileChange
from model.score import Axis
from model.subscription import Audience
from pipeline import Pipeline, Watch
from signals.reader import Reader

LATELY = timedelta(days=30)
Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Effect:
    """Alerts lost and gained, each with its channel, and the company's days with other numbers."""

    lost: tuple[Row, ...]
    gained: tuple[Row, ...]
    rescored: tuple[Row, ...]


@dataclass(slots=True)
class Effects:
    """Replays the items of one store; the past without a change is played once and compared with many."""

    watch: Watch
    items: Sequence[Item]
    _as_it_was: list[Row] | None = None

    @classmethod
    async def open(cls, kit: Kit, now: datetime) -> Effects:
        """Take the last 90 days of a store; what private persons changed is told in no channel and left out."""
        pages = [page async for page in kit.store.items_since(now - BACK)]
        items = [item for page in pages for item in page if not isinstance(item.shape, ProfileChange)]
        return cls(kit.pipeline.watch, [item for item in items if item.published <= now])

    async def of(self, change: Change) -> Effect:
        """Replay with and without a change, in every channel."""
        rows = await self.between(changed(self.watch, [change]))
        kinds = ("alert lost", "alert gained", "re-scored")
        return Effect(*(tuple(row for row in rows if row["change"] == kind) for kind in kinds))

    async def between(self, other: Watch) -> list[Row]:
        """Replay what is watched as it is and as it would be; tells what differs as `replay --rules` does."""
        if self._as_it_was is None:
            self._as_it_was = await self._play(self.watch)
        return list(compare(self._as_it_was, await self._play(other)))

    async def _play(self, watch: Watch) -> list[Row]:
        public = tuple(one for one in watch.subscriptions if one.audience is Audience.CHANNEL)
        pipeline = in_memory(replace(watch, subscriptions=public))
        told = [item for item in self.items if watch.reader.mentions(item)]
        return [dict(line.fields) async for line in play(pipeline, told)]


async def effect_of(pipeline: Pipeline, change: Change, now: datetime, back: timedelta = LATELY) -> model.effect.Effect:
    """Tell what a change would have changed in the last days; played apart, so that nobody waits for it."""
    pages = [page async for page in pipeline.store.items_since(now - back)]
    items = [item for page in pages for item in page if not isinstance(item.shape, ProfileChange)]
    effects = Effects(pipeline.watch, [item for item in items if item.published <= now])
    found = await asyncio.to_thread(asyncio.run, effects.of(change))
    rescored = (
        model.effect.Rescored(row["date"], row["company"], *(row[axis].replace("->", "→") for axis in Axis))
        for row in found.rescored
    )
    return model.effect.Effect(back.days, _alerts(found.lost), _alerts(found.gained), tuple(rescored))


def _alerts(rows: Sequence[Row]) -> tuple[model.effect.Alert, ...]:
    return tuple(model.effect.Alert(row["date"], row[WHERE], row["company"], row[HEADLINE]) for row in rows)


def changed(watch: Watch, changes: Sequence[Change]) -> Watch:
    """Put changes on top of what is watched."""
    companies = companies_with(watch.companies, changes)
    return replace(
        watch,
        companies=companies,
        subscriptions=subscriptions_with(watch.subscriptions, changes),
        rules=rules_with(watch.rules, changes),
        reader=watch.reader if companies == watch.companies else Reader(companies, load_lexicons()),
    )


def shown(rows: Iterable[Row]) -> list[Row]:
    """Turn rows into what a program reads: without what only a person needs."""
    return [{key: value for key, value in row.items() if key not in {HEADLINE, "change"}} for row in rows]
