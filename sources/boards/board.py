"""One company's job board as a source: the provider says how it is asked and read, the rest is the same for all."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from hashlib import blake2b
from typing import ClassVar
from urllib.parse import quote, urljoin, urlsplit

from pydantic import BaseModel, ConfigDict

from model.company import Company
from model.errors import Changed, ConfigError, Refused
from model.item import Item, Page
from model.poll import PollState
from sources import answers
from sources.boards.diff import Diff, compare
from sources.boards.memory import Memory, glance, pack, read, unpack, write
from sources.boards.posting import Posting
from sources.boards.telling import items_of, remembering
from sources.contract import Fetched, Http, Source
from sources.settings import Duration

EVERY = timedelta(hours=4)
MOST_PAGES = 100
# Some providers give every post with all its text: five hundred are eight megabytes.
LARGEST = 32 * 1024 * 1024
NAME_OF_A_BOARD = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}")
NAME_OF_A_HOST = re.compile(r"(?:[A-Za-z0-9][A-Za-z0-9-]{0,62}\.){0,9}[A-Za-z0-9][A-Za-z0-9-]{0,62}")

log = logging.getLogger(__name__)


class BoardSettings(BaseModel):
    """Settings of every job board. `base_url` is where it is asked; `{board}` in it stands for the board's name."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    every: Duration = EVERY
    base_url: str = ""
    allow_private: bool = False


@dataclass(frozen=True, slots=True)
class Ask:
    """What to ask for next: the rest of an address, "" for the same one, and what is posted to it."""

    rest: str = ""
    question: bytes | None = None


def _only_page(body: bytes, pages: int) -> Ask | None:
    return None


def _named(board: str) -> dict[str, str]:
    return {"board": quote(board, safe="")}


@dataclass(frozen=True, slots=True)
class Provider:
    """How one kind of board is asked and read.

    `path` is what follows `base_url`, `shown` the address that people open; `slots` fills the words in braces of both
    from the board's name. `read` returns the posts of all answers together and raises Changed; `following` says what
    to ask for after the newest answer, given how many there are so far, None when that was all.
    """

    name: str
    path: str
    shown: str
    read: Callable[[Sequence[bytes]], list[Posting]]
    following: Callable[[bytes, int], Ask | None] = _only_page
    question: bytes | None = None
    pattern: re.Pattern[str] = NAME_OF_A_BOARD
    example: str = "acme"
    slots: Callable[[str], dict[str, str]] = _named
    accept: str = "application/json"


def open_boards(provider: Provider, settings: BoardSettings, companies: Sequence[Company]) -> list[Source]:
    """Return a source for each company that has a board of this provider. Raises ConfigError with all faults."""
    named = {company.name: company.boards[provider.name] for company in companies if provider.name in company.boards}
    faults = [
        f"companies: {provider.name} of {company} is {board!r}: write the board's name as in its address, "
        f'boards = {{ {provider.name} = "{provider.example}" }}'
        for company, board in named.items()
        if not provider.pattern.fullmatch(board)
    ]
    if faults:
        raise ConfigError(faults)
    return [Board(provider, settings, company, board) for company, board in named.items()]


@dataclass(frozen=True, slots=True)
class Board:
    """One company's board. The cursor is the packed Memory of it."""

    provider: Provider
    settings: BoardSettings
    company: str
    board: str

    # Most polls rightly tell nothing; a board without any posts is a fault that `parse` sees by itself.
    never_empty: ClassVar[bool] = False

    @property
    def id(self) -> str:
        """Name the board: a company that moves to another one begins anew there."""
        return f"{self.provider.name}:{self.board}"

    @property
    def every(self) -> timedelta:
        """How long between two polls."""
        return self.settings.every

    async def fetch(self, http: Http, state: PollState, now: datetime) -> Page | None:
        """Ask for the whole board; None when it is unchanged.

        Once a day, and while a post is missing, it is read even if unchanged: absences and quiet days count as well.
        Most servers send the same answer again rather than say so; it is known by its fingerprint.
        """
        known = glance(state.cursor or "")
        due = bool(state.cursor) and (known is None or known.waits or known.day < now.date())
        address = self._filled(self.settings.base_url.rstrip("/") + self.provider.path)
        first = await self._ask(http, address, self.provider.question, None if due else state.etag)
        if first is None:
            return None
        found = [first]
        while rest := self._following(found):
            if len(found) >= MOST_PAGES:
                raise Changed(f"{self.id} has over {MOST_PAGES} pages.")
            following = await self._ask(http, _next(address, rest.rest), rest.question, None)
            if following is None:
                raise Changed(f"{self.id} gave no next page.")
            found.append(following)
        if not due and known is not None and known.answers == _fingerprint(got.body for got in found):
            return None
        before = self._remembered(state)
        body = answers.join([write(before) if before is not None else b"", *(got.body for got in found)])
        # One answer's ETag says nothing about the others.
        etag = first.etag if len(found) == 1 else None
        return Page(first.url, body, now, first.headers, etag, fresh_for=first.fresh_for)

    def parse(self, page: Page) -> list[Item]:
        """Tell what changed since the poll before; nothing on the first. Raises Changed."""
        return items_of(self.id, self.company, self._filled(self.provider.shown), self._compared(page))

    def advance(self, state: PollState, page: Page, items: Sequence[Item]) -> str | None:
        """Remember the board as it is now, and what was said of it."""
        memory = remembering(self.company, self._compared(page).memory)
        _compared.cache_clear()  # a page may be megabytes, and nobody asks of it again
        _, parts = _apart(page.body)
        return pack(memory, _fingerprint(parts))

    def _compared(self, page: Page) -> Diff:
        return _compared(self.provider, self.id, page.body, page.fetched)

    def _remembered(self, state: PollState) -> Memory | None:
        try:
            return unpack(state.cursor) if state.cursor else None
        except Changed:
            log.warning("%s: what was remembered of it is damaged; it begins anew", self.id)
            return None

    def _following(self, found: Sequence[Fetched]) -> Ask | None:
        try:
            return self.provider.following(found[-1].body, len(found))
        except Changed:
            return None  # `parse` says what is wrong with it

    def _filled(self, address: str) -> str:
        return address.format_map(self.provider.slots(self.board))

    async def _ask(self, http: Http, address: str, question: bytes | None, etag: str | None) -> Fetched | None:
        try:
            return await http.get(
                address,
                etag=etag,
                accept=self.provider.accept,
                allow_private=self.settings.allow_private,
                largest=LARGEST,
                question=question,
            )
        except Refused as refused:
            told = f"{self.id}: {refused.detail} Has {self.company} moved to another job board?"
            raise Refused(told) from refused


# `parse` and `advance` ask one after the other of the same page.
@lru_cache(maxsize=1)
def _compared(provider: Provider, board: str, body: bytes, at: datetime) -> Diff:
    before, parts = _apart(body)
    if not parts:
        raise Changed(f"{board} gave no answer.")
    memory = read(bytes(before)) if before else None
    posts = provider.read([bytes(part) for part in parts])
    if not posts and memory is not None and memory.live:
        raise Changed(f"{board} lists no post, and it did before.")
    return compare(memory, posts, at)


def _apart(body: bytes) -> tuple[memoryview, list[memoryview]]:
    """Take a page apart into what was remembered and the answers; one that was recorded by hand is one bare answer."""
    parts = answers.views(body)
    return (parts[0], parts[1:]) if body.startswith(answers.MARK) else (memoryview(b""), parts)


def _fingerprint(bodies: Iterable[bytes | memoryview]) -> str:
    """Return by what the same answers are known again; where one ends and the next begins counts too."""
    whole = blake2b(digest_size=16)
    for body in bodies:
        whole.update(len(body).to_bytes(8, "big"))
        whole.update(body)
    return whole.hexdigest()


def _next(address: str, rest: str) -> str:
    """Return the address of the next answer, which may only lie at the same host."""
    there = urljoin(address, rest)
    if urlsplit(there).netloc != urlsplit(address).netloc:
        raise Changed("The next page is said to be at another host.")
    return there
