"""Adds and removes feeds by command, over the same store and fetcher as the pipeline (books.py opens it)."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from digests.texts import say
from handlers.asker import Asker
from handlers.files import NotReadable
from model.errors import SourceError
from model.feed import AddedFeed, FirstLook
from model.poll import PollState
from pipeline import Pipeline
from sources.contract import Source
from sources.feed import Feed, is_google_news
from sources.feed.canonical import is_web
from sources.polling import shown

MOST = 1000  # as many as a round asks in its time (docs/performance.md); the catalogue alone holds two hundred
LONGEST = 1000
NEWEST = 3


@dataclass(frozen=True, slots=True)
class StoreFeeds:
    """Answers about feeds. `configured` gives the sources that are asked now, `renew` opens them anew.

    What is added here never lies inside the company's own network, whatever config.toml allows its own feeds.
    """

    pipeline: Pipeline
    renew: Callable[[], Awaitable[None]]
    configured: Callable[[], Sequence[Source]]
    workspace: str

    def refused(self) -> str:
        """What is read is read for every workspace: whoever runs the bot says what."""
        return say("feed_elsewhere") if self.workspace else ""

    async def added(self) -> list[AddedFeed]:
        """List the feeds that were added, the latest first."""
        return await self.pipeline.store.feeds.of(self.workspace)

    def name(self, url: str) -> str:
        """Name a feed without what follows its "?"."""
        return shown(Feed(url).id)

    async def look(self, url: str, now: datetime) -> FirstLook:
        """Fetch it by the one way to the outside, and read it as every poll will."""
        self._refuse(url)
        feed = Feed(url)
        if any(source.id == feed.id for source in self.configured()):
            raise NotReadable(say("feed_known"))
        try:
            page = await feed.fetch(self.pipeline.http, PollState(feed.id), now)
            items = await asyncio.to_thread(feed.parse, page) if page else ()
        except SourceError as error:
            raise NotReadable(error.detail or say("feed_nothing")) from None
        if not items:
            raise NotReadable(say("feed_nothing"))
        newest = sorted(items, key=lambda item: (item.published, item.key), reverse=True)[:NEWEST]
        return FirstLook(self.name(url), len(items), tuple((item.published, item.title) for item in newest))

    async def add(self, asker: Asker, url: str, now: datetime) -> str:
        """Store it, and open the sources anew: the next tick of the poller asks it."""
        self._refuse(url)
        if len(await self.added()) >= MOST:
            return say("feed_most", most=MOST)
        added = AddedFeed(url, asker.user, now)
        if any(source.id == Feed(url).id for source in self.configured()) or not await self.pipeline.store.feeds.add(
            self.workspace, added, self.name(url)
        ):
            return say("feed_known")
        await self.renew()
        return say("feed_added", name=self.name(url))

    async def remove(self, asker: Asker, url: str, now: datetime) -> str:
        """Take it out; its news stay."""
        if wrong := self.refused():
            return wrong
        feeds, name = self.pipeline.store.feeds, self.name(url)
        if not await feeds.remove(self.workspace, url, Feed(url).id, name, asker.user, now):
            return say("feed_not_there")
        await self.renew()
        self.pipeline.drop(Feed(url).id)
        return say("feed_removed", name=name)

    def _refuse(self, url: str) -> None:
        if wrong := self.refused():
            raise NotReadable(wrong)
        if len(url) > LONGEST or not is_web(url):
            raise NotReadable(say("feed_no_address"))
        if is_google_news(url):
            raise NotReadable(say("feed_google"))
