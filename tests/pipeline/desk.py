"""A pipeline over a real store, reader and rule pack; its sources are papers that print what a test tells them to."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import cache
from typing import ClassVar
from zoneinfo import ZoneInfo

from books import StoreOutbox
from handlers.actions import actions
from model.company import Company
from model.errors import SourceError
from model.item import Item, Page
from model.message import Message
from model.poll import PollState
from model.subscription import Audience, MessageKind, Subscription
from pipeline import Pipeline, Polled, Watch
from signals.reader import Reader
from sources.contract import Fetched
from store.advance import Step
from store.store import Store
from tests.make import NOW, company, subscription
from tests.rules.pack import pack
from tests.signals.lexicons import lexicons

OPENAI = company(rivals=())
NORTHWIND = Company("Northwind", domain="northwind.example")
MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)
UTC_ZONE = ZoneInfo("UTC")

CTO_LEAVES = "OpenAI CTO Mira Murati leaves the company"
CTO_LEAVES_TOO = "Mira Murati, CTO of OpenAI, resigns"
CTO_DENIED = "OpenAI denies that CTO Mira Murati is leaving"
NO_EVENT = "OpenAI opens an office in Paris"


def channel(**changes: object) -> Subscription:
    """A channel that hears at once, and by day and night, of whatever moves a number noticeably."""
    told_soon = subscription(zone=UTC_ZONE, threshold=20, story_wait=0, cap=9)
    return replace(told_soon, **changes)  # type: ignore[arg-type]  # any field of Subscription; the noun is typed


PERSON = channel(channel="U0OWNER", audience=Audience.PERSON)


@cache
def reader(*companies: str) -> Reader:
    """Build a reader for some of the two companies; it takes a moment and holds no state."""
    return Reader([one for one in (OPENAI, NORTHWIND) if one.name in companies], lexicons())


class NoHttp:
    """A way to the outside for sources that never take it."""

    async def get(
        self,
        url: str,
        *,
        etag: str | None = None,
        last_modified: str | None = None,
        accept: str = "*/*",
        allow_private: bool = False,
        largest: int = 0,
        question: bytes | None = None,
        authorization: str | None = None,
        listen: float | None = None,
    ) -> Fetched | None:
        """Nobody comes here."""
        raise AssertionError(f"{url} was asked for")


@dataclass(slots=True)
class Paper:
    """A source. `news` are titles with their dates (None: undated); it fails with `trouble` and waits for `gate`.

    Its cursor counts the pages that were kept.
    """

    site: str = "news.example"
    news: list[tuple[str, datetime | None]] = field(default_factory=list)
    trouble: SourceError | None = None
    gate: asyncio.Event | None = None
    lang: str = "en"
    asked: int = 0
    every: timedelta = 15 * MINUTE
    never_empty: ClassVar[bool] = True

    @property
    def id(self) -> str:
        return f"feed:https://{self.site}/rss"

    async def fetch(self, http: object, state: PollState, now: datetime) -> Page | None:
        self.asked += 1
        if self.gate is not None:
            await self.gate.wait()
        if self.trouble is not None:
            raise self.trouble
        return self.page(now)

    def page(self, now: datetime) -> Page:
        """Print what there is."""
        rows = [(title, (day or now).isoformat()) for title, day in self.news]
        return Page(self.id, json.dumps(rows).encode(), now, etag=f'"{self.asked}"')

    def parse(self, page: Page) -> Sequence[Item]:
        return [self._item(title, datetime.fromisoformat(day), page) for title, day in json.loads(page.body)]

    def advance(self, state: PollState, page: Page, items: Sequence[Item]) -> str | None:
        return str(int(state.cursor or 0) + 1)

    def _item(self, title: str, published: datetime, page: Page) -> Item:
        key = title.lower().replace(" ", "-")
        link = f"https://{self.site}/{key}"
        return Item(self.id, key, link, title, "", self.lang, self.site, published, page.fetched)


@dataclass(slots=True)
class Desk:
    """The pipeline under test and what is done with it; `posted` are the messages that reached Slack."""

    store: Store
    pipeline: Pipeline = field(init=False)
    posted: list[Message] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.pipeline = self.start()

    def start(self, *subscriptions: Subscription, companies: Sequence[Company] = (OPENAI, NORTHWIND)) -> Pipeline:
        """Start a process on the same store, as after a crash; it knows nothing but what is stored."""
        self.pipeline = Pipeline(
            self.store,
            NoHttp(),
            watch(*subscriptions, companies=companies),
            lambda: 0.5,
            "T1",
            verbs=frozenset(actions()),
        )
        return self.pipeline

    async def poll(self, *papers: Paper, now: datetime = NOW) -> list[Polled]:
        """Ask every paper once and keep what it prints."""
        return [one async for kept in self.pipeline.poll(papers, now, force=True) for one in kept]

    async def hear(self, *papers: Paper, now: datetime = NOW) -> list[Step]:
        """Ask every paper and read what it prints."""
        await self.poll(*papers, now=now)
        return await self.pipeline.read(now)

    async def print(
        self, *news: str, site: str = "news.example", at: datetime = NOW, now: datetime | None = None
    ) -> None:
        """Let a paper that has been read for long print `news` at `at`; it is read then, or at `now`."""
        paper = Paper(site)
        if await self.store.poll_states([paper.id]) == {}:
            await self.poll(paper, now=at - HOUR)
        paper.news = [(title, at) for title in news]
        await self.hear(paper, now=now or at)

    async def post(self, now: datetime = NOW) -> list[Message]:
        """Bring everything in the outbox to Slack, which takes it; returns what was posted now."""
        outbox = StoreOutbox(self.store)
        before = len(self.posted)
        while posting := await outbox.claim(now, 60, (), True):
            await outbox.settle_sent(posting, f"{now.timestamp():.0f}.{len(self.posted):06}", now)
            self.posted.append(posting.message)
        return self.posted[before:]

    async def state(self, paper: Paper) -> PollState:
        """What is stored of a paper."""
        return (await self.store.poll_states([paper.id]))[paper.id]

    async def waiting_for_digest(self) -> list[str]:
        """The titles of the stories that wait for the channel's next digest."""
        return [story.evidence[0].title for story, _ in await self.store.undigested(channel().channel)]


def watch(*subscriptions: Subscription, companies: Sequence[Company] = (OPENAI, NORTHWIND)) -> Watch:
    """Watch companies for some subscriptions, by default the one channel."""
    read = reader(*sorted(one.name for one in companies))
    return Watch(tuple(companies), subscriptions or (channel(),), read, pack())


def kinds(messages: Sequence[Message]) -> list[MessageKind]:
    """List the kinds of messages, in their order."""
    return [message.kind for message in messages]
