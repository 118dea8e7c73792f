"""Asks a company's site and the job boards, politely and at most so many times, and verifies what it finds by reading.

What is found was read as a poll would read it: a feed with entries, a board with posts. An address that answers with
anything else is no find, and a host that fails is told in `unanswered`.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from urllib.parse import urlsplit

from model.errors import Changed, Gone, Refused, SourceError
from model.item import Page
from sources.boards.board import LARGEST, BoardSettings, Provider
from sources.boards.posting import Posting
from sources.contract import Fetched, Http
from sources.feed import Feed
from sources.feed.canonical import canonical_url
from sources.newsroom.guesses import FEEDS, all_slugs, boards
from sources.newsroom.links import links_of, settled
from sources.newsroom.owner import ASKED, is_theirs, owner_of
from sources.robots import Robots

MOST_PAGES = 4
EXAMPLES = 3
AT_A_TIME = 8


@dataclass(frozen=True, slots=True)
class FoundFeed:
    """A feed that was read: how many entries it lists, and the newest with its moment."""

    url: str
    entries: int
    newest: str
    at: datetime


@dataclass(frozen=True, slots=True)
class FoundBoard:
    """A board that was read. `owner` is whom it names, "" where its provider names nobody; `linked` from the site.

    `theirs`: the site links to it, or it names the company; False where it names another, None where a person has to
    look: it names nobody, or somebody whose name begins alike.
    """

    provider: str
    board: str
    url: str
    posts: int
    examples: tuple[str, ...]
    owner: str
    linked: bool
    theirs: bool | None


@dataclass(slots=True)
class Seeker:
    """Looks for one company. `providers` are the boards with their settings, `most` how many questions in all.

    `tell` hears of each question before it is asked.
    """

    http: Http
    names: Sequence[str]
    home: str
    providers: Mapping[str, tuple[Provider, BoardSettings]]
    most: int
    allow_private: bool = False
    tell: Callable[[int, str], None] = lambda asked, where: None
    asked: int = 0
    unanswered: list[str] = field(default_factory=list)
    _linked: dict[tuple[str, str], None] = field(default_factory=dict)
    _lanes: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(AT_A_TIME))

    @property
    def domain(self) -> str:
        """The host of the company's site, with its port where it names one; "" when none is known."""
        return urlsplit(self.home).netloc.removeprefix("www.")

    async def feeds(self, now: datetime) -> list[FoundFeed]:
        """Look for feeds: those that the site's pages name, then the usual addresses. Notes the boards it links to."""
        if not self.home:
            return []
        robots = Robots(self.http, self.allow_private)
        self.asked += 1  # its robots.txt
        named: dict[str, None] = {}
        pages = [self.home]
        for number, url in enumerate(pages):
            if number > MOST_PAGES:
                break
            got = await self._page(url, robots, now)
            if got is None or (number == 0 and not self._settle(got.url)):
                continue
            links = links_of(got.body, got.url, self.domain)
            named |= dict.fromkeys(links.feeds)
            self._linked |= dict.fromkeys(links.boards)
            pages += [page for page in links.pages if page not in pages]
        usual = [f"{self.home.rstrip('/')}{path}" for path in FEEDS]
        found: dict[tuple[str, ...], FoundFeed] = {}
        for url in dict.fromkeys(canonical_first([*named, *usual])):
            got = await self._page(url, robots, now)
            if got is not None and (read := self._feed(url, got, now)):
                found.setdefault(read[0], read[1])
        return list(found.values())

    async def boards(self) -> list[FoundBoard]:
        """Look for job boards: those that the site links to, then guesses; the surest first."""
        linked = [(name, board) for name, board in self._linked if name in self.providers]
        guessed = [
            (name, board)
            for name in self.providers
            if name not in dict(linked)
            for board in boards(name, all_slugs(self.names, self.domain), self.domain)
        ]
        asked = dict.fromkeys([*linked, *guessed])
        found = await asyncio.gather(
            *(self._board(name, board, (name, board) in self._linked) for name, board in asked)
        )
        return sorted((one for one in found if one), key=lambda one: (one.theirs is not True, one.theirs is False))

    def _settle(self, url: str) -> bool:
        """Go on where the site really is; at somebody else's, nothing is looked for."""
        home = settled(url, self.domain)
        if not home:
            there = urlsplit(url).netloc
            self.unanswered.append(f"{self.domain} leads to {there}: look there if that is its site (--domain).")
        self.home = home or self.home
        return bool(home)

    async def _page(self, url: str, robots: Robots, now: datetime) -> Fetched | None:
        if not await robots.allow(url, now):
            return None
        return await self._ask(url, "text/html, application/rss+xml, application/atom+xml, */*;q=0.5")

    def _feed(self, url: str, got: Fetched, now: datetime) -> tuple[tuple[str, ...], FoundFeed] | None:
        try:
            items = Feed(url).parse(Page(got.url, got.body, now, got.headers))
        except Changed:
            return None
        if not items:
            return None
        newest = max(items, key=lambda item: (item.published, item.key))
        return tuple(item.url for item in items), FoundFeed(url, len(items), newest.title, newest.published)

    async def _board(self, name: str, board: str, linked: bool) -> FoundBoard | None:
        provider, settings = self.providers[name]
        if not provider.pattern.fullmatch(board):
            return None
        filled = provider.slots(board)
        base = settings.base_url.rstrip("/")
        ask = partial(self._ask, allow_private=settings.allow_private, largest=LARGEST, guessed=not linked)
        async with self._lanes:
            got = await ask((base + provider.path).format_map(filled), provider.accept, provider.question)
            posts = _posts(provider, got)
            if got is None or not posts:
                return None
            owner = owner_of(name, got.body)
            if not owner and name in ASKED and (told := await ask((base + ASKED[name]).format_map(filled), "*/*")):
                owner = owner_of(name, told.body)
        theirs = True if linked else is_theirs(owner, self.names, self.domain) if owner else None
        examples = tuple(post.title for post in posts[:EXAMPLES])
        shown = provider.shown.format_map(filled)
        return FoundBoard(name, board, shown, len(posts), examples, owner, linked, theirs)

    async def _ask(
        self,
        url: str,
        accept: str,
        question: bytes | None = None,
        *,
        allow_private: bool | None = None,
        largest: int = 0,
        guessed: bool = False,
    ) -> Fetched | None:
        """Ask once, while questions are left; what is not there is None, and so is whoever does not answer.

        That a `guessed` host does not exist is what guessing is like; what a server itself complains of is told.
        """
        if self.asked >= self.most:
            return None
        self.asked += 1
        self.tell(self.asked, urlsplit(url).netloc)
        private = self.allow_private if allow_private is None else allow_private
        try:
            return await self.http.get(url, accept=accept, allow_private=private, largest=largest, question=question)
        except SourceError as error:
            absent = isinstance(error, Refused | Gone) and error.status is not None
            if not absent and (error.status is not None or not guessed):
                self.unanswered.append(error.detail)
            return None


def _posts(provider: Provider, got: Fetched | None) -> list[Posting]:
    try:
        return provider.read([got.body]) if got else []
    except Changed:
        return []


def canonical_first(urls: Sequence[str]) -> list[str]:
    """Return addresses without those that name the same page as an earlier one."""
    seen: dict[str, str] = {}
    for url in urls:
        seen.setdefault(canonical_url(url), url)
    return list(seen.values())
