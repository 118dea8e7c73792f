"""Between keeping and reading: the whole text of what waits to be read, for the few articles that are worth it."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

import structlog

from model.errors import SourceError
from model.item import Article, Item
from sources.articles.extract import LARGEST, text_of
from sources.contract import Http
from sources.robots import Robots
from sources.site import site_of

ROUND = 45.0  # seconds; what is not opened by then is read by its title
MOST_KEPT = 500

log = structlog.get_logger("articles")
Key = tuple[str, str]


@dataclass(slots=True)
class Articles:
    """Opens at most `most` articles a round, of `sites` alone and as robots.txt allows; without any it opens nothing.

    `opening` are the items that are being opened: whoever reads leaves them alone for so long. Their texts wait in
    memory until they are taken, and stand nowhere else.
    """

    http: Http | None = None
    sites: frozenset[str] = frozenset()
    most: int = 20
    allow_private: bool = False
    opening: set[Key] = field(default_factory=set)
    _texts: dict[Key, str] = field(default_factory=dict)
    _robots: Robots | None = None

    @property
    def opened(self) -> bool:
        """Tell whether texts wait to be taken; reading one takes a tenth of a second, which is for a thread."""
        return bool(self._texts)

    def lists(self, url: str) -> bool:
        """Tell whether an address lies at a listed site, or at a host below one."""
        host = site_of(url)
        return any(host == site or host.endswith(f".{site}") for site in self.sites)

    def ready(self, item: Item) -> bool:
        """Tell whether an item may be read: it is not being opened just now."""
        return (item.source, item.key) not in self.opening

    def take(self, item: Item) -> str:
        """Hand out the text of an item, once; "" when it was not opened."""
        return self._texts.pop((item.source, item.key), "")

    async def open(self, items: Iterable[Item], worth: Callable[[Item], bool], now: datetime) -> None:
        """Open those of `items` that are articles of a listed site and `worth` it. Never raises a fault of a site."""
        if self.http is None:
            return
        robots = self._robots = self._robots or Robots(self.http, self.allow_private)
        chosen: dict[str, list[Item]] = defaultdict(list)
        left = self.most
        for item in items:
            key = (item.source, item.key)
            if left and key not in self.opening | self._texts.keys() and self._may(item) and worth(item):
                chosen[site_of(item.url)].append(item)
                left -= 1
        keys = {(item.source, item.key) for some in chosen.values() for item in some}
        if not keys:
            return
        self.opening |= keys
        tasks = [asyncio.create_task(self._open_all(some, robots, now)) for some in chosen.values()]
        try:
            await asyncio.wait(tasks, timeout=ROUND)
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
            self.opening -= keys

    def _may(self, item: Item) -> bool:
        return isinstance(item.shape, Article) and self.lists(item.url)

    async def _open_all(self, items: Sequence[Item], robots: Robots, now: datetime) -> None:
        """Open the articles of one site one after another, as far apart as it wants."""
        for number, item in enumerate(items):
            if number:
                await asyncio.sleep(await robots.delay(item.url, now))
            try:
                text = await self._text(item, robots, now)
            except SourceError as error:
                log.info("article.closed", site=item.site, trouble=error.detail)
                continue
            except Exception:  # a fault of ours or of the extra: the item is read by its title
                log.exception("article.fault", site=item.site)
                continue
            if len(text) > len(item.text) and len(self._texts) < MOST_KEPT:
                self._texts[item.source, item.key] = text

    async def _text(self, item: Item, robots: Robots, now: datetime) -> str:
        if not await robots.allow(item.url, now):
            return ""
        got = await robots.http.get(item.url, accept="text/html", allow_private=self.allow_private)
        # It may have led elsewhere, to a login or to somebody who was not listed; and a site may reserve text mining.
        if got is None or not self.lists(got.url) or got.headers.get("tdm-reservation", "").strip() == "1":
            return ""
        if "html" not in got.headers.get("content-type", "") or len(got.body) > LARGEST:
            return ""
        return await asyncio.to_thread(text_of, got.body, got.url)
