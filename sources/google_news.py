"""Google News: searches that you saved as feeds, each title split from its publisher. For personal, non-commercial use.

Off, and nothing is asked, until you say `accept_terms = true` in [sources.google_news]: Google allows these feeds
within a personal feed reader only. Each entry counts as its publisher's, by the site that Google names; its link leads
to Google, which does not say where the article is. The list of further links in it is not read.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import ClassVar, Self
from urllib.parse import urlsplit
from xml.etree.ElementTree import Element

from pydantic import BaseModel, ConfigDict, model_validator

from model.company import Company
from model.errors import Changed
from model.item import Item, Page
from model.poll import PollState
from sources.asking import ask
from sources.contract import Http
from sources.contract import Source as AnySource
from sources.settings import Duration
from sources.site import site_of
from sources.xml_tree import read_tree

EVERY = timedelta(hours=1)
LICENCE = (
    "This XML feed is made available solely for the purpose of rendering Google News results within a personal feed "
    "reader for personal, non-commercial use. Any other use of the feed is expressly prohibited."
)
TERMS = f"The copyright line of each feed: “{LICENCE}” Only for feeds that you supply, and after `accept_terms = true`."
SITE = "news.google.com"


class Settings(BaseModel):
    """[sources.google_news]: `urls` are addresses of news.google.com/rss, asked only with `accept_terms = true`."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    every: Duration = EVERY
    urls: tuple[str, ...] = ()
    accept_terms: bool = False
    allow_private: bool = False

    @model_validator(mode="after")
    def _accepted(self) -> Self:
        for url in self.urls:
            if not (_is_google(url) or self.allow_private):
                raise ValueError(f"{url!r} is no feed of Google News: write it like https://{SITE}/rss/search?q=Acme")
        if self.urls and not self.accept_terms:
            raise ValueError(
                f"Google says of these feeds: “{LICENCE}” If that is what you do, say `accept_terms = true`; "
                "else take the urls out"
            )
        return self


def _is_google(url: str) -> bool:
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return parts.scheme == "https" and parts.hostname == SITE and parts.path.split("/")[1:2] == ["rss"]


def open(settings: Settings, companies: Sequence[Company]) -> list[AnySource]:
    """Return one source for each feed; they hold what was searched for, whichever companies are watched."""
    return [Source(settings, url) for url in dict.fromkeys(settings.urls)]


@dataclass(frozen=True, slots=True)
class Source:
    """One search."""

    settings: Settings
    url: str

    # A search may rightly find nothing.
    never_empty: ClassVar[bool] = False

    @property
    def id(self) -> str:
        """Name the search."""
        return f"google_news:{self.url}"

    @property
    def every(self) -> timedelta:
        """How long between two polls."""
        return self.settings.every

    async def fetch(self, http: Http, state: PollState, now: datetime) -> Page | None:
        """Ask for the search; None when it is unchanged."""
        accept = "application/rss+xml, application/xml;q=0.9"
        return await ask(http, self.url, state, now, accept=accept, allow_private=self.settings.allow_private)

    def parse(self, page: Page) -> list[Item]:
        """Read the entries. Raises Changed, above all for the page of a search or of a consent in place of a feed."""
        tree = read_tree(page.body, "Google News")
        channel = tree.find("channel") if tree.tag == "rss" else None
        if channel is None:
            raise Changed("Google News gave no RSS feed.")
        entries = channel.findall("item")
        lang = _told(channel, "language")[:2].lower()
        found = [item for item in (self._item(entry, lang, page.fetched) for entry in entries) if item]
        if entries and not found:
            raise Changed("None of the entries of Google News has a title and a link.")
        return list({item.key: item for item in found}.values())

    def advance(self, state: PollState, page: Page, items: Sequence[Item]) -> str | None:
        """A search needs no cursor: the keys of its items are enough."""
        return None

    def _item(self, entry: Element, lang: str, fetched: datetime) -> Item | None:
        title, link = _told(entry, "title"), _told(entry, "link")
        if not title or not site_of(link):
            return None
        publisher = entry.find("source")
        name = "" if publisher is None else _plain(publisher.text)
        site = "" if publisher is None else site_of(publisher.get("url", ""))
        return Item(
            source=self.id,
            key=(_told(entry, "guid") or link)[:400],
            url=link,
            title=without_publisher(title, name)[:1_000],
            text="",
            lang=lang if len(lang) == 2 and lang.isalpha() else None,
            site=site or SITE,
            published=_moment(_told(entry, "pubDate"), fetched),
            fetched=fetched,
        )


def without_publisher(title: str, publisher: str) -> str:
    """Take " - Publisher" off the end of a title; a title that does not end so stays as it is."""
    head, mark, tail = title[: -len(publisher)], " - ", title[-len(publisher) :]
    if publisher and tail.casefold() == publisher.casefold() and head.endswith(mark) and head.removesuffix(mark):
        return head.removesuffix(mark).rstrip()
    return title


def _told(element: Element, name: str) -> str:
    return _plain(element.findtext(name))


def _plain(text: str | None) -> str:
    return " ".join("".join(letter if letter.isprintable() else " " for letter in text or "").split())


def _moment(told: str, fetched: datetime) -> datetime:
    try:
        moment = parsedate_to_datetime(told)
        moment = moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    except (ValueError, OverflowError, TypeError, IndexError):
        return fetched
    return min(moment, fetched) if moment.year >= 2000 else fetched
