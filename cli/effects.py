"""What a change would have changed in the last 90 days: they are replayed with and without it, as `replay` does."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from tempfile import TemporaryDirectory
from typing import Any

import config
from cli.replay import HEADLINE, compare, play
from cli.wiring import Kit, load_lexicons, open_kit
from learning.change import companies_with, rules_with, subscriptions_with
from learning.propose import BACK
from model.feedback import Change, Part
from model.item import Item, ProfileChange
from model.subscription import Audience
from pipeline import Watch
from signals.reader import Reader

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

    settings: config.Settings
    watch: Watch
    items: Sequence[Item]
    _as_it_was: dict[str, list[Row]] = field(default_factory=dict)

    @classmethod
    async def open(cls, kit: Kit, now: datetime) -> Effects:
        """Take the last 90 days of a store; what private persons changed is told in no channel and left out."""
        pages = [page async for page in kit.store.items_since(now - BACK)]
        items = [item for page in pages for item in page if not isinstance(item.shape, ProfileChange)]
        return cls(kit.settings, kit.pipeline.watch, [item for item in items if item.published <= now])

    async def of(self, change: Change) -> Effect:
        """Replay with and without a change, channel by channel; numbers are the same in all of them."""
        after = changed(self.watch, [change])
        lost: list[Row] = []
        gained: list[Row] = []
        rescored: list[Row] = []
        for channel in self._channels(change):
            if channel not in self._as_it_was:
                self._as_it_was[channel] = await self._play(self.watch, channel)
            rows = list(compare(self._as_it_was[channel], await self._play(after, channel)))
            lost += [{"channel": channel, **row} for row in rows if row["change"] == "alert lost"]
            gained += [{"channel": channel, **row} for row in rows if row["change"] == "alert gained"]
            rescored = rescored or [row for row in rows if row["change"] == "re-scored"]
        return Effect(tuple(lost), tuple(gained), tuple(rescored))

    def _channels(self, change: Change) -> list[str]:
        public = [one.channel for one in self.watch.subscriptions if one.audience is Audience.CHANNEL]
        return [channel for channel in public if change.part is not Part.THRESHOLD or channel == change.name]

    async def _play(self, watch: Watch, channel: str) -> list[Row]:
        one = tuple(subscription for subscription in watch.subscriptions if subscription.channel == channel)
        told = [item for item in self.items if watch.reader.mentions(item)]
        with TemporaryDirectory() as place:
            own = self.settings.model_copy(
                update={"database": f"sqlite:///{place}/replay.db", "sources": {}, "channels": (), "companies": ()}
            )
            async with open_kit(own, rules=watch.rules) as kit:
                kit.pipeline.watch = replace(watch, subscriptions=one)
                return [dict(line.fields) async for line in play(kit.pipeline, told)]


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
