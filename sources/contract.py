"""What a source is: a module with EVERY, TERMS, Settings and open(); what it opens talks in fetch, reads in parse.

A source module says
    EVERY     timedelta, the polite default between two polls
    TERMS     why we may read it, and at what rate
    Settings  a frozen pydantic model, its [sources.NAME] section of config.toml (extra keys are errors)
    open(settings, companies) -> list[Source]   one Source for each address that is polled on its own

`fetch` has no opinions and `parse` has no socket. `fetch` returns None when nothing changed and raises only
model.errors.SourceError; `parse` is pure, gives the same items for the same page and raises only Changed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Protocol, runtime_checkable

from model.item import Item, Page
from model.poll import PollState


@dataclass(frozen=True, slots=True)
class Fetched:
    """A whole answer with status 200. `body` is inflated; `permanent` is where an unbroken chain of 301 and 308 led.

    `fresh_for` is how long the server says the answer stays the same (Cache-Control, Expires), None when it does not.
    """

    url: str
    body: bytes
    headers: Mapping[str, str] = field(default_factory=dict)
    etag: str | None = None
    last_modified: str | None = None
    permanent: str | None = None
    fresh_for: timedelta | None = None


class Http(Protocol):
    """The one way to the outside (sources/fetcher). Raises Busy, Gone or Refused."""

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
        """Fetch `url`; None when the server answers 304 (not modified).

        `largest` allows an answer of so many bytes where that is more than the usual bound. A `question` is JSON that
        is posted: some servers are asked for a list in no other way. `authorization` is the header of that name, or a
        whole line for another one ("apikey: …"); it is sent to the host of `url` alone, redirects or not. `listen` is
        for an answer without an end: what came within so many seconds is the answer.
        """


class Source(Protocol):
    """One address that is polled on its own. `id` is "NAME:what" and the source half of its items' identity.

    One that asks several questions in a quiet poll, or none, may say how many as `questions`, for `bot.py sources`.
    """

    @property
    def id(self) -> str:
        """The source's name, a colon, and what is asked of it."""

    @property
    def every(self) -> timedelta:
        """How long between two polls."""

    @property
    def never_empty(self) -> bool:
        """Whether a page without items is a fault once there were some (a feed), or a normal answer (a search)."""

    async def fetch(self, http: Http, state: PollState, now: datetime) -> Page | None:
        """Talk. None when nothing changed."""

    def parse(self, page: Page) -> Sequence[Item]:
        """Read the page; pure. Raises Changed when it no longer fits."""

    def advance(self, state: PollState, page: Page, items: Sequence[Item]) -> str | None:
        """Return the cursor to remember once these items are stored."""


@runtime_checkable
class OfAPerson(Protocol):
    """A source all of whose pages are about one person: who asked to be forgotten is not asked for again (P7)."""

    def people(self, page: Page) -> Sequence[str]:
        """Return the names that the page gives the person; pure. Raises Changed."""
