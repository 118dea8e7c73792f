"""Feeds: RSS, Atom, RDF and JSON Feed of publishers, newsrooms and wires, at the addresses you list.

Polled with conditional requests; title, link and one sentence are kept.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import blake2b
from typing import ClassVar

from pydantic import BaseModel, ConfigDict, field_validator

from model.company import Company
from model.errors import Changed
from model.item import Item, Page
from model.poll import PollState
from sources.asking import ask
from sources.contract import Http, Source
from sources.feed.canonical import is_web
from sources.feed.item import to_items
from sources.feed.read import read_entries
from sources.settings import Duration
from sources.site import site_of

EVERY = timedelta(minutes=15)
TERMS = (
    "Publishers offer feeds to be polled. We ask at most every 15 minutes, send If-None-Match and If-Modified-Since, "
    "and keep the title, the link and one sentence. Read a feed's own terms before you list it; "
    "those of Google News belong in [sources.google_news]."
)
_ACCEPT = (
    "application/atom+xml, application/rss+xml, application/rdf+xml, application/feed+json, "
    "application/xml;q=0.9, text/xml;q=0.8, */*;q=0.5"
)


class Settings(BaseModel):
    """The section [sources.feed]. `allow_private`: feeds inside the company's own network may be asked too."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    every: Duration = EVERY
    urls: tuple[str, ...] = ()
    allow_private: bool = False

    @field_validator("urls")
    @classmethod
    def _web_addresses(cls, urls: tuple[str, ...]) -> tuple[str, ...]:
        for url in urls:
            if not is_web(url):
                raise ValueError(f"{url!r} is not the address of a feed: write it like https://example.com/feed.xml")
            if is_google_news(url):
                raise ValueError(
                    f"{url!r} is a feed of Google News, for personal, non-commercial use only: "
                    "it belongs in [sources.google_news], which says what you have to accept"
                )
        return tuple(dict.fromkeys(urls))


@dataclass(frozen=True, slots=True)
class Feed:
    """One feed. `url` is its address as configured; where it moved for good is in its PollState."""

    url: str
    every: timedelta = EVERY
    allow_private: bool = False

    # A feed always lists its latest entries: one that is suddenly empty is broken (C7).
    never_empty: ClassVar[bool] = True

    @property
    def id(self) -> str:
        """The identity of its items' source: it stays when the feed moves."""
        return f"feed:{self.url}"

    async def fetch(self, http: Http, state: PollState, now: datetime) -> Page | None:
        """Ask for the page unless it is unchanged; None for 304 and for the very bytes we read last time."""
        page = await ask(http, self.url, state, now, accept=_ACCEPT, allow_private=self.allow_private)
        if page is None or (state.body_digest and digest(page.body) == state.body_digest):
            return None
        return page

    def parse(self, page: Page) -> Sequence[Item]:
        """Read a page into Items. Raises Changed, and nothing else, with what was got instead of a whole feed."""
        try:
            entries = read_entries(page.body, page.url, page.headers.get("content-type", ""))
        except Changed as changed:
            raise Changed(f"{self.url}: {changed.detail}") from None
        return to_items(self.id, entries, page.fetched, page.url)

    def advance(self, state: PollState, page: Page, items: Sequence[Item]) -> str | None:
        """Feeds need no cursor: the keys of their items are enough."""
        return None


def is_google_news(url: str) -> bool:
    """Tell whether a feed is Google News', which is another source, with terms that somebody has to accept."""
    site = site_of(url)
    return site == "news.google.com" or site.startswith("news.google.")


def digest(body: bytes) -> str:
    """Return the fingerprint of a page's bytes, as PollState.body_digest remembers it."""
    return blake2b(body, digest_size=16).hexdigest()


def open(settings: Settings, companies: Sequence[Company]) -> list[Source]:
    """Return one Source for each configured address; feeds are the same whichever companies are watched."""
    return [Feed(url, settings.every, settings.allow_private) for url in settings.urls]
