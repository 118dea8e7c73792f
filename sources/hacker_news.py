"""Hacker News stories that name a watched company, through Algolia's public search.

One source a company. Its name and aliases are asked for as exact phrases, without tolerance for typing errors; of a
company whose name is an ordinary word (one that has `must` words) only titles are searched.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import ClassVar
from urllib.parse import urlencode

from pydantic import BaseModel, ConfigDict, Field

from model.company import Company
from model.errors import Changed
from model.item import Item, Page
from model.poll import PollState
from sources import answers
from sources.contract import Fetched, Http
from sources.contract import Source as AnySource
from sources.posts import newest, plain, search_from
from sources.settings import Duration
from sources.site import site_of

EVERY = timedelta(minutes=30)
TERMS = (
    "https://hn.algolia.com/api: open to all without a key, 10,000 requests an hour; we ask twice an hour a company."
)

SITE = "news.ycombinator.com"
PER_PAGE = 100
# Algolia indexes some stories late: each poll looks back one hour behind the newest story seen.
OVERLAP = timedelta(hours=1)

log = logging.getLogger(__name__)


class Settings(BaseModel):
    """[sources.hacker_news]: `history` is how far the first poll looks back, `pages` how many hundreds a poll reads."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    every: Duration = EVERY
    base_url: str = "https://hn.algolia.com"
    allow_private: bool = False
    history: Duration = timedelta(days=30)
    pages: int = Field(default=5, ge=1, le=10)


def open(settings: Settings, companies: Sequence[Company]) -> list[AnySource]:
    """Watch Hacker News for each company."""
    return [Source(settings, company.name, company.aliases, bool(company.must)) for company in companies]


@dataclass(frozen=True, slots=True)
class Source:
    """The stories that name one company. The cursor is the newest story's time in seconds since 1970."""

    settings: Settings
    company: str
    aliases: tuple[str, ...] = ()
    titles_only: bool = False

    # Most polls rightly find nothing: an answer without stories is no fault.
    never_empty: ClassVar[bool] = False

    @property
    def id(self) -> str:
        """Name the company that is asked for."""
        return f"hacker_news:{self.company}"

    @property
    def every(self) -> timedelta:
        """How long between two polls."""
        return self.settings.every

    async def fetch(self, http: Http, state: PollState, now: datetime) -> Page | None:
        """Ask for what is newer than the cursor, an hour's overlap included."""
        start = search_from(state, now, self.settings.history, OVERLAP)
        # One answer's ETag says nothing about the answers to other names.
        etag = None if self.aliases else state.etag
        found: list[Fetched] = []
        for name in dict.fromkeys((self.company, *self.aliases)):
            for page in range(self.settings.pages):
                address = self._address(name, start, page)
                fetched = await http.get(
                    address,
                    etag=None if found else etag,
                    accept="application/json",
                    allow_private=self.settings.allow_private,
                )
                if fetched is None:
                    return None
                found.append(fetched)
                if page + 1 >= _pages(fetched.body):
                    break
            else:
                log.warning("%s: over %d stories; the oldest were not read", self.id, PER_PAGE * self.settings.pages)
        body = answers.join([fetched.body for fetched in found])
        return Page(found[0].url, body, now, etag=None if self.aliases else found[0].etag)

    def parse(self, page: Page) -> list[Item]:
        """Read the stories, newest first; raises Changed when an answer is not a search result."""
        stories = (story for body in answers.split(page.body) for story in _stories(body))
        items = (_item(self.id, story, page.fetched) for story in stories)
        return list({item.key: item for item in items if item}.values())

    def advance(self, state: PollState, page: Page, items: Sequence[Item]) -> str | None:
        """Move the cursor to the newest story, never back."""
        return newest(state, (item.published for item in items))

    def _address(self, name: str, start: datetime, page: int) -> str:
        """Build the search for one name; quotes make it an exact phrase."""
        phrase = " ".join(name.replace('"', " ").split())
        query = {
            "query": f'"{phrase}"',
            "tags": "story",
            "numericFilters": f"created_at_i>{int(start.timestamp())}",
            "hitsPerPage": PER_PAGE,
            "page": page,
            "advancedSyntax": "true",
            "typoTolerance": "false",
            "restrictSearchableAttributes": "title" if self.titles_only else "title,story_text",
        }
        return f"{self.settings.base_url.rstrip('/')}/api/v1/search_by_date?{urlencode(query)}"


def _answer(body: bytes) -> dict[str, object]:
    """Read one answer; 200 is not trusted: errors, HTML and half answers come with it too."""
    try:
        answer = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise Changed("Hacker News did not answer in JSON, or not to the end.") from error
    if not isinstance(answer, dict) or not isinstance(answer.get("hits"), list):
        said = str(answer.get("message", ""))[:200] if isinstance(answer, dict) else ""
        raise Changed(f"Hacker News gave no list of stories{f': {said!r}' if said else ''}.")
    return answer


def _pages(body: bytes) -> int:
    count = _answer(body).get("nbPages")
    return count if isinstance(count, int) else 1


def _stories(body: bytes) -> Iterator[dict[str, object]]:
    hits = _answer(body)["hits"]
    found = [hit for hit in hits if isinstance(hit, dict) and _is_story(hit)] if isinstance(hits, list) else []
    if hits and not found:
        raise Changed("None of Hacker News' stories has objectID, title and created_at_i.")
    yield from found


def _is_story(hit: dict[str, object]) -> bool:
    """Tell whether a hit can be read; deleted stories have no title."""
    key, title, created = hit.get("objectID"), hit.get("title"), hit.get("created_at_i")
    return (
        isinstance(key, str)
        and key.isdigit()
        and isinstance(title, str)
        and bool(title.strip())
        and isinstance(created, int)
        and 0 < created < 2**33
    )


def _item(source: str, story: dict[str, object], fetched: datetime) -> Item:
    key, url, text = str(story["objectID"]), story.get("url"), story.get("story_text")
    link = url if isinstance(url, str) and site_of(url) else f"https://{SITE}/item?id={key}"
    return Item(
        source=source,
        key=key,
        url=link,
        title=" ".join(str(story["title"]).split()),
        text=plain(text) if isinstance(text, str) else "",
        lang="en",
        site=site_of(link),
        published=min(datetime.fromtimestamp(int(str(story["created_at_i"])), UTC), fetched),
        fetched=fetched,
    )
