"""Bluesky: public posts that name a watched company, by its search.

One source a company; nothing is read until the section stands in config.toml. Replies, labelled posts and accounts,
and people who ask not to be shown to the public are left out; of the others only what names the company is kept. Where
somebody says "today is my last day at …" of themselves, under a person's name, that is told as their own words;
everything else is chatter that nobody has checked. Where the search is refused to strangers (403), make an app password
and set `handle`, and SIGNALS_SOURCES__BLUESKY__PASSWORD in the environment.
"""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import ClassVar, Self
from urllib.parse import quote, urlencode

from pydantic import BaseModel, ConfigDict, Field, SecretStr, model_validator

from model.company import Company
from model.errors import Changed, Refused
from model.item import Item, Page
from model.poll import PollState
from sources import answers, posts
from sources.contract import Fetched, Http
from sources.contract import Source as AnySource
from sources.plain import moment
from sources.posts import Posted
from sources.settings import Duration

EVERY = timedelta(minutes=30)
TERMS = "https://docs.bsky.app/docs/api/app-bsky-feed-search-posts: public posts; we ask twice an hour a company."

SITE = "bsky.app"
PER_PAGE = 100
OVERLAP = timedelta(hours=1)
# A session lasts two hours; fewer than thirty may be begun in five minutes.
SESSION = timedelta(hours=1)
ADVICE = (
    "Bluesky answers this only to who signs in: make an app password at bsky.app/settings/app-passwords, set `handle` "
    "and, in the environment, SIGNALS_SOURCES__BLUESKY__PASSWORD; or try another `base_url`."
)

log = logging.getLogger(__name__)


class Settings(BaseModel):
    """[sources.bluesky]: where it is searched, `login_url` for who signs in; `pages` of a hundred posts a poll."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    every: Duration = EVERY
    base_url: str = "https://api.bsky.app"
    login_url: str = "https://bsky.social"
    allow_private: bool = False
    handle: str = ""
    password: SecretStr | None = None
    history: Duration = timedelta(days=7)
    pages: int = Field(default=3, ge=1, le=10)

    @model_validator(mode="after")
    def _whole(self) -> Self:
        if bool(self.handle) != bool(self.password):
            raise ValueError("handle and password belong together: set both, or neither")
        if self.password and not self.login_url.startswith("https://") and not self.allow_private:
            raise ValueError("login_url has to begin with https:// where a password is sent")
        return self


@dataclass(slots=True)
class Session:
    """Who we are signed in as, shared by all sources; begun when it is first needed and once an hour."""

    settings: Settings
    token: str = ""
    begun: datetime | None = None
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def authorization(self, http: Http, now: datetime) -> str | None:
        """Return what goes with each question, None for strangers. Raises Refused for a wrong password."""
        if not self.settings.password:
            return None
        async with self.lock:
            if not self.token or self.begun is None or now - self.begun > SESSION:
                self.token, self.begun = await self._begin(http, self.settings.password.get_secret_value()), now
            return f"Bearer {self.token}"

    def end(self) -> None:
        """Begin anew with the next question: this one was not taken."""
        self.token = ""

    async def _begin(self, http: Http, password: str) -> str:
        question = json.dumps({"identifier": self.settings.handle, "password": password.strip()}).encode()
        address = f"{self.settings.login_url.rstrip('/')}/xrpc/com.atproto.server.createSession"
        try:
            got = await http.get(
                address,
                accept="application/json",
                allow_private=self.settings.allow_private,
                question=question,
            )
            token = json.loads(got.body)["accessJwt"] if got else ""
        except Refused as error:
            raise Refused(f"{error.detail} Bluesky does not take this `handle` and password.") from error
        except (ValueError, KeyError, TypeError) as error:
            raise Changed("Bluesky began no session as we know it.") from error
        if not isinstance(token, str) or not token.isascii() or not token.isprintable() or not token:
            raise Changed("Bluesky began no session as we know it.")
        return token


def open(settings: Settings, companies: Sequence[Company]) -> list[AnySource]:
    """Search for each company."""
    session = Session(settings)
    return [Source(settings, session, company) for company in companies]


@dataclass(frozen=True, slots=True)
class Source:
    """The posts that name one company. The cursor is the newest post's time in seconds since 1970."""

    settings: Settings
    session: Session
    company: Company

    # Most polls rightly find nothing: an answer without posts is no fault.
    never_empty: ClassVar[bool] = False

    @property
    def id(self) -> str:
        """Name the company that is searched for."""
        return f"bluesky:{self.company.name}"

    @property
    def every(self) -> timedelta:
        """How long between two polls."""
        return self.settings.every

    async def fetch(self, http: Http, state: PollState, now: datetime) -> Page | None:
        """Search for what is newer than the cursor, an hour's overlap included."""
        authorization = await self.session.authorization(http, now)
        start = posts.search_from(state, now, self.settings.history, OVERLAP)
        names = list(dict.fromkeys((self.company.name, *self.company.aliases)))
        found: list[Fetched] = []
        for name in names:
            cursor: str | None = ""
            for _ in range(self.settings.pages):
                # One answer's ETag says nothing about the answers to other names.
                etag = state.etag if len(names) == 1 and not found else None
                got = await self._get(http, self._address(name, start, cursor or ""), etag, authorization)
                if got is None:
                    return None
                found.append(got)
                cursor = _cursor(got.body)
                if not cursor:
                    break
            else:
                log.warning("%s: over %d posts; the oldest were not read", self.id, PER_PAGE * self.settings.pages)
        body = answers.join([got.body for got in found])
        return Page(found[0].url, body, now, etag=found[0].etag if len(found) == 1 else None)

    def parse(self, page: Page) -> list[Item]:
        """Read the posts, newest first; raises Changed when an answer is not what a search found."""
        names = posts.names_of([self.company])
        told = [post for body in answers.split(page.body) for view in _views(body) if (post := _posted(view))]
        kept = posts.kept(told, names, page.fetched - self.settings.history)
        return [posts.item_of(self.id, SITE, post, page.fetched) for post in kept]

    def advance(self, state: PollState, page: Page, items: Sequence[Item]) -> str | None:
        """Move the cursor to the newest post, never back."""
        return posts.newest(state, (item.published for item in items))

    def _address(self, name: str, start: datetime, cursor: str) -> str:
        base = self.settings.login_url if self.settings.password else self.settings.base_url
        phrase = " ".join(name.replace('"', " ").split())
        query = {"q": f'"{phrase}"', "sort": "latest", "limit": PER_PAGE, "since": f"{start:%Y-%m-%dT%H:%M:%SZ}"}
        if cursor:
            query["cursor"] = cursor
        return f"{base.rstrip('/')}/xrpc/app.bsky.feed.searchPosts?{urlencode(query)}"

    async def _get(self, http: Http, address: str, etag: str | None, authorization: str | None) -> Fetched | None:
        try:
            return await http.get(
                address,
                etag=etag,
                accept="application/json",
                allow_private=self.settings.allow_private,
                authorization=authorization,
            )
        except Refused as error:
            self.session.end()
            if "(401)" in error.detail or "(403)" in error.detail:
                raise Refused(f"{error.detail} {ADVICE}") from error
            raise


def _answer(body: bytes) -> Mapping[str, object]:
    """Read one answer; 200 is not trusted."""
    try:
        told = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise Changed("Bluesky did not answer in JSON, or not to the end.") from error
    if not isinstance(told, dict) or not isinstance(told.get("posts"), list):
        raise Changed("Bluesky gave no list of posts.")
    return told


def _cursor(body: bytes) -> str | None:
    try:
        answer = _answer(body)
    except Changed:
        return None  # `parse` says what is wrong with it
    cursor = answer.get("cursor")
    return cursor if isinstance(cursor, str) and answer["posts"] else None


def _views(body: bytes) -> list[Mapping[str, object]]:
    found = _answer(body)["posts"]
    rows = found if isinstance(found, list) else []
    kept: list[Mapping[str, object]] = [
        one for one in rows if isinstance(one, dict) and isinstance(one.get("record"), dict) and _key(one)
    ]
    if rows and not kept:
        raise Changed("None of Bluesky's posts has uri, author and record.")
    return kept


def _key(view: Mapping[str, object]) -> str:
    """Return a post's own key within its author's, "" when there is none."""
    author, uri = view.get("author"), view.get("uri")
    did = author.get("did") if isinstance(author, dict) else None
    rest = uri.removeprefix(f"at://{did}/app.bsky.feed.post/") if isinstance(uri, str) and did else "/"
    return rest if "/" not in rest else ""


def _posted(view: Mapping[str, object]) -> Posted | None:
    """Return a post that may be told; None for a reply, for what is labelled, and for who does not want to be shown."""
    author, record = view["author"], view["record"]
    if not isinstance(author, dict) or not isinstance(record, dict):
        return None
    text, written = record.get("text"), moment(record.get("createdAt"))
    labelled = bool(_labels(view) | _labels(author) | _labels(record))
    if record.get("reply") or labelled or not isinstance(text, str) or not posts.has_words(text) or written is None:
        return None
    # A client may write any time; when it was seen first is the latest that it can be.
    seen = moment(view.get("indexedAt")) or written
    langs = record.get("langs")
    handle = str(author.get("handle") or "")
    return Posted(
        key=f"{author.get('did')}/{_key(view)}",
        url=f"https://{SITE}/profile/{quote(handle or str(author.get('did')), safe=':.')}/post/{quote(_key(view))}",
        name=str(author.get("displayName") or ""),
        handle=f"@{handle}",
        text=text,
        lang=posts.language(langs[0]) if isinstance(langs, list) and len(langs) == 1 else None,
        at=min(written, seen),
    )


def _labels(told: Mapping[str, object]) -> set[str]:
    """List the labels on a post or an account: warnings, spam, bots, "show me to nobody who is not signed in"."""
    labels = told.get("labels")
    rows = labels.get("values") if isinstance(labels, dict) else labels
    return {str(one.get("val")) for one in rows if isinstance(one, dict)} if isinstance(rows, list) else set()
