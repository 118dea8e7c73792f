"""Mastodon: public posts on one instance that name a watched company, by hashtag or, with a token, by search.

Nothing is read until `base_url` names the instance. Boosts, replies, posts behind a warning or meant for fewer than
all, and those of bots and of people who do not want to be indexed are left out; of the others only what names a watched
company is kept. Where somebody says "today is my last day at …" of themselves, under a person's name, that is told as
their own words; everything else is chatter that nobody has checked. The token, for searching alone, stands in the
environment as SIGNALS_SOURCES__MASTODON__TOKEN.
"""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Annotated, ClassVar, Self
from urllib.parse import quote, urlencode, urlsplit

from pydantic import BaseModel, ConfigDict, Field, SecretStr, model_validator

from model.company import Company
from model.errors import Changed
from model.item import Item, Page
from model.poll import PollState
from sources import answers, posts
from sources.contract import Fetched, Http
from sources.contract import Source as AnySource
from sources.plain import moment
from sources.posts import Posted
from sources.settings import Duration
from sources.site import site_of

EVERY = timedelta(minutes=30)
TERMS = (
    "https://docs.joinmastodon.org/api: public timelines, 300 requests in 5 minutes; we ask twice an hour a tag. Read "
    "the instance's own rules first."
)

PER_PAGE = 40
_UNWANTED = re.compile(r"#?no(?:bot|index|archive|search)\b", re.IGNORECASE)

log = logging.getLogger(__name__)

# A bound within the pattern would make an automaton of 15 MB.
Tag = Annotated[str, Field(pattern=r"^\w+$", max_length=100)]


class Settings(BaseModel):
    """[sources.mastodon]: the instance (`base_url`) and the `tags` without their #; `pages` of forty posts a poll."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    every: Duration = EVERY
    base_url: str = ""
    allow_private: bool = False
    token: SecretStr | None = None
    tags: tuple[Tag, ...] = ()
    history: Duration = timedelta(days=7)
    pages: int = Field(default=5, ge=1, le=20)

    @model_validator(mode="after")
    def _asks_something(self) -> Self:
        if self.base_url and not self.tags and not self.token:
            raise ValueError("tags is empty: list hashtags, or set SIGNALS_SOURCES__MASTODON__TOKEN to search by name")
        if self.token and not self.base_url.startswith("https://") and not self.allow_private:
            raise ValueError("base_url has to begin with https:// where a token is sent")
        return self


def open(settings: Settings, companies: Sequence[Company]) -> list[AnySource]:
    """Watch each tag and, with a token, search for each company; nothing where no instance is named."""
    if not settings.base_url:
        return []
    names = posts.names_of(companies)
    tagged: list[AnySource] = [
        Source(settings, f"tag/{tag}", f"/api/v1/timelines/tag/{quote(tag)}?{urlencode({'limit': PER_PAGE})}", names)
        for tag in settings.tags
    ]
    return tagged + [_search(settings, one) for one in companies if settings.token]


def _search(settings: Settings, company: Company) -> AnySource:
    query = {"q": f'"{company.name}"', "type": "statuses", "limit": PER_PAGE, "resolve": "false"}
    return Source(settings, f"search/{company.name}", f"/api/v2/search?{urlencode(query)}", posts.names_of([company]))


@dataclass(frozen=True, slots=True)
class Source:
    """One timeline or search. The cursor is the newest post's id."""

    settings: Settings
    asked: str
    path: str
    names: tuple[str, ...]

    # Most polls rightly find nothing: a quiet tag is no fault.
    never_empty: ClassVar[bool] = False

    @property
    def id(self) -> str:
        """Name what is asked for, and where."""
        return f"mastodon:{urlsplit(self.settings.base_url).netloc}/{self.asked}"

    @property
    def every(self) -> timedelta:
        """How long between two polls."""
        return self.settings.every

    @property
    def site(self) -> str:
        """The instance."""
        return site_of(self.settings.base_url)

    async def fetch(self, http: Http, state: PollState, now: datetime) -> Page | None:
        """Ask for what is newer than the cursor, page by page to older posts."""
        address = self.settings.base_url.rstrip("/") + self.path
        newer = f"&{urlencode({'since_id': state.cursor})}" if state.cursor and self.asked.startswith("tag/") else ""
        first = f"{address}{newer}"
        found: list[Fetched] = []
        following: str | None = first
        while following and len(found) < self.settings.pages:
            got = await self._get(http, following, None if found else state.etag)
            if got is None:
                return None
            found.append(got)
            following = self._older(got, state, now)
        if following and state.cursor:
            log.warning("%s: more posts than %d pages; the oldest were not read", self.id, self.settings.pages)
        body = answers.join([got.body for got in found])
        return Page(found[0].url, body, now, found[0].headers, found[0].etag if len(found) == 1 else None)

    def parse(self, page: Page) -> list[Item]:
        """Read the posts, newest first; raises Changed when an answer is no list of posts."""
        told = [post for body in answers.split(page.body) for status in _statuses(body) if (post := _posted(status))]
        kept = posts.kept(told, self.names, page.fetched - self.settings.history)
        return [posts.item_of(self.id, self.site, post, page.fetched) for post in kept]

    def advance(self, state: PollState, page: Page, items: Sequence[Item]) -> str | None:
        """Move to the newest post of all, named companies or not, never back."""
        ids = [str(status["id"]) for body in answers.split(page.body) for status in _statuses(body)]
        known = [state.cursor] if state.cursor else []
        return str(max([*ids, *known], key=_order)) if ids or known else None

    def _older(self, got: Fetched, state: PollState, now: datetime) -> str | None:
        """Return the address of older posts, unless the last ones are known or too old already."""
        try:
            statuses = _statuses(got.body)
        except Changed:
            return None  # `parse` says what is wrong with it
        times = [at for status in statuses if (at := moment(status["created_at"]))]
        known = bool(state.cursor) and any(_order(str(one["id"])) <= _order(state.cursor or "") for one in statuses)
        if not statuses or known or min(times, default=now) < now - self.settings.history:
            return None
        return answers.following(self.settings.base_url, got.headers)

    async def _get(self, http: Http, address: str, etag: str | None) -> Fetched | None:
        secret = self.settings.token.get_secret_value().strip() if self.settings.token else ""
        return await http.get(
            address,
            etag=etag,
            accept="application/json",
            allow_private=self.settings.allow_private,
            authorization=f"Bearer {secret}" if secret else None,
        )


def _order(key: str) -> tuple[int, str]:
    """Order ids, which are numbers or words of one length that grow."""
    return len(key), key


def _statuses(body: bytes) -> list[Mapping[str, object]]:
    """Read one answer, a timeline or what a search found; 200 is not trusted."""
    try:
        told = json.loads(body)
        found = told["statuses"] if isinstance(told, dict) else told
    except (ValueError, KeyError, RecursionError) as error:
        raise Changed("Mastodon did not answer with posts, or not to the end.") from error
    if not isinstance(found, list):
        raise Changed("Mastodon gave no list of posts.")
    kept: list[Mapping[str, object]] = [one for one in found if isinstance(one, dict) and _is_status(one)]
    if found and not kept:
        raise Changed("None of Mastodon's posts has id, content, created_at and account.")
    return kept


def _is_status(one: Mapping[str, object]) -> bool:
    key, content, author = one.get("id"), one.get("content"), one.get("account")
    told = isinstance(key, str) and bool(key) and isinstance(content, str) and isinstance(author, dict)
    return told and moment(one.get("created_at")) is not None


def _posted(status: Mapping[str, object]) -> Posted | None:
    """Return a post that may be told; None for what somebody does not mean for everybody, or did not write."""
    account, at = status["account"], moment(status["created_at"])
    if not isinstance(account, dict) or at is None:
        return None
    not_theirs = any(status.get(name) for name in ("reblog", "in_reply_to_id", "sensitive", "spoiler_text"))
    not_wanted = any(account.get(name) for name in ("bot", "group", "noindex"))
    not_wanted = not_wanted or bool(_UNWANTED.search(str(account.get("note") or "")))
    text = posts.plain(str(status["content"]))
    if not_theirs or not_wanted or status.get("visibility", "public") != "public" or not posts.has_words(text):
        return None
    url = status.get("url")
    return Posted(
        key=str(status["id"]),
        url=url if isinstance(url, str) and site_of(url) else "",
        name=str(account.get("display_name") or ""),
        handle=f"@{account.get('acct') or ''}",
        text=text,
        lang=posts.language(status.get("language")),
        at=at,
    )
