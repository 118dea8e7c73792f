"""Personal pages: what somebody's own "about" or "now" page says that it did not say before.

Each page of `pages` is one that a person keeps of themselves: its `url`, the `person` whose it is, and a CSS `selector`
of the part that is theirs. New sentences that name a watched company are told as the person's own words; what moved in
the markup is no news, and neither is a sentence that was there before. Only digests of sentences and words are kept
between two polls. A robots.txt that keeps bots out is respected.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import blake2b
from typing import Annotated, ClassVar
from urllib.parse import urlsplit

from pydantic import AfterValidator, BaseModel, ConfigDict, Field
from selectolax.lexbor import LexborHTMLParser, SelectolaxError

from model.company import Company
from model.errors import Changed, Refused
from model.item import Item, Page, Post
from model.poll import PollState
from signals.fold import fold
from signals.tokens import sentences
from sources import answers, posts
from sources.contract import Http
from sources.contract import Source as AnySource
from sources.plain import shorten
from sources.robots import AGENT, read_rules
from sources.settings import Duration
from sources.site import site_of

EVERY = timedelta(hours=12)
TERMS = "Pages that their owners published for all, asked twice a day and only where their robots.txt allows it."

FORM = 1
LONGEST = 100_000
MOST = 4_000  # sentences, and words, that are remembered
_BLOCK = re.compile(r"<(?=/?(?:p|br|li|ul|ol|div|h[1-6]|tr|td|dd|dt|section|article|blockquote|header|footer)\b)", re.I)
_CHARSET = re.compile(rb"charset\s*=\s*[\"']?([\w-]{1,20})", re.IGNORECASE)
_BREAK = "\n"


def _is_selector(selector: str) -> str:
    try:
        LexborHTMLParser("<p></p>").css(selector)
    except SelectolaxError as error:
        raise ValueError(f"{selector!r} is no CSS selector: write one such as main or #about") from error
    return selector


def _is_address(url: str) -> str:
    if not site_of(url):
        raise ValueError(f"{url!r} is no web address")
    return url


class Watched(BaseModel):
    """One page: whose it is, and which part of it is theirs."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    url: Annotated[str, AfterValidator(_is_address)]
    person: str = Field(min_length=3, max_length=100)
    selector: Annotated[str, Field(min_length=1, max_length=200), AfterValidator(_is_selector)]


class Settings(BaseModel):
    """[sources.page]: the `pages`, each { url = "…", person = "Ada Byron", selector = "main" }."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    every: Duration = EVERY
    allow_private: bool = False
    pages: tuple[Watched, ...] = ()


def open(settings: Settings, companies: Sequence[Company]) -> list[AnySource]:
    """One source for each page."""
    names = posts.names_of(companies)
    return [Source(settings, one, names) for one in {one.url: one for one in settings.pages}.values()]


@dataclass(frozen=True, slots=True)
class Memory:
    """What a page has said so far, as digests: a sentence that comes back is no news.

    `closed` says that its last tag was there: when it is missing later, the page was cut short.
    """

    said: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    closed: bool = False


@dataclass(frozen=True, slots=True)
class Source:
    """One page. The cursor is the Memory of it."""

    settings: Settings
    watched: Watched
    names: tuple[str, ...]

    # Most polls rightly tell nothing.
    never_empty: ClassVar[bool] = False

    @property
    def id(self) -> str:
        """Name the page by its address."""
        return f"page:{self.watched.url}"

    @property
    def every(self) -> timedelta:
        """How long between two polls."""
        return self.settings.every

    async def fetch(self, http: Http, state: PollState, now: datetime) -> Page | None:
        """Ask for the page, if its site lets us; None when it is unchanged."""
        await self._heed_robots(http)
        before = _unpacked(state.cursor)
        damaged = bool(state.cursor) and before is None
        fetched = await http.get(
            self.watched.url,
            etag=None if damaged else state.etag,
            last_modified=None if damaged else state.last_modified,
            accept="text/html, application/xhtml+xml;q=0.9",
            allow_private=self.settings.allow_private,
        )
        if fetched is None:
            return None
        body = answers.join([_packed(before).encode() if before else b"", fetched.body])
        return Page(
            fetched.url, body, now, fetched.headers, fetched.etag, fetched.last_modified, fetched.permanent,
            fetched.fresh_for,
        )  # fmt: skip

    def parse(self, page: Page) -> list[Item]:
        """Tell the new sentences that name a watched company; nothing on the first poll. Raises Changed."""
        before, said = self._read(page)
        if before is None:
            return []
        old, known = set(before.said), set(before.words)
        new = [one for one in said if _digest(one) not in old and posts.about(one, self.names)]
        if not new:
            return []
        text = shorten(" ".join(new), posts.SNIPPET)
        words = tuple(dict.fromkeys(word for word in _words(text) if _digest(word) in known))
        return [self._item(text, words, page.fetched)]

    def advance(self, state: PollState, page: Page, items: Sequence[Item]) -> str | None:
        """Remember what the page says now, beside what it said before: a page that was cut short must not tell news."""
        before, said = self._read(page)
        closed = _is_closed(page.body)
        sentences_now = [_digest(one) for one in said]
        words_now = [_digest(word) for one in said for word in _words(one)]
        return _packed(
            Memory(
                tuple(dict.fromkeys([*sentences_now, *(before.said if before else ())]))[:MOST],
                tuple(dict.fromkeys([*words_now, *(before.words if before else ())]))[:MOST],
                closed,
            )
        )

    def _read(self, page: Page) -> tuple[Memory | None, list[str]]:
        """Take a page apart: what was remembered, and its sentences. One that was recorded by hand is one answer."""
        parts = answers.split(page.body)
        before = parts.pop(0) if page.body.startswith(answers.MARK) else b""
        if len(parts) != 1:
            raise Changed(f"{self.id} gave no page.")
        memory = _unpacked(before.decode("utf-8", "replace")) if before else None
        if memory is not None and memory.closed and not _is_closed(parts[0]):
            raise Changed(f"{self.watched.url} came without its end.")
        return memory, self._sentences(_decoded(parts[0], page.headers))

    def _sentences(self, html: str) -> list[str]:
        nodes = LexborHTMLParser(_BLOCK.sub(f"{_BREAK}<", html[: 20 * LONGEST])).css(self.watched.selector)
        if not nodes:
            raise Changed(f"{self.watched.url}: the selector {self.watched.selector!r} matches nothing.")
        found: list[str] = []
        for node in nodes:
            for hidden in node.css("script, style, template, noscript"):
                hidden.decompose()
            for line in node.text()[:LONGEST].split(_BREAK):
                found += [" ".join(line[start:end].split()) for start, end in sentences(line)]
        said = [one for one in dict.fromkeys(found) if posts.has_words(one)]
        if not said:
            raise Changed(f"{self.watched.url}: what the selector {self.watched.selector!r} matches holds no text.")
        return said

    async def _heed_robots(self, http: Http) -> None:
        """Raise Refused where the site's robots.txt keeps us out, Busy while it cannot be had."""
        parts = urlsplit(self.watched.url)
        place = f"{parts.scheme}://{parts.netloc}"
        rules = await read_rules(http, place, allow_private=self.settings.allow_private)
        if not rules.can_fetch(AGENT, self.watched.url):
            raise Refused(f"{parts.hostname} asks bots to leave this page alone (robots.txt): take it out of `pages`.")

    def _item(self, text: str, known: tuple[str, ...], at: datetime) -> Item:
        person, url = self.watched.person, self.watched.url
        return Item(
            source=self.id,
            key=f"{_digest(text)}:{at:%Y-%m-%d}",
            url=url,
            title=f"{person}’s own page has changed",
            text=text,
            lang=None,
            site=site_of(url),
            published=at,
            fetched=at,
            shape=Post(person, url, known, vouched=True),
        )


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", fold(text))


def _digest(text: str) -> str:
    plain = " ".join(_words(text))
    return blake2b(plain.encode(errors="replace"), digest_size=6, person=b"page").hexdigest()


def _packed(memory: Memory) -> str:
    fields = {"form": FORM, "said": memory.said, "words": memory.words, "closed": memory.closed}
    return json.dumps(fields, separators=(",", ":"))


def _unpacked(text: str | None) -> Memory | None:
    """Read what `_packed` wrote; None when there is nothing or it is damaged: then the page is new."""
    try:
        fields = json.loads(text or "null")
        known = fields is not None and fields["form"] == FORM
        return Memory(tuple(fields["said"]), tuple(fields["words"]), bool(fields["closed"])) if known else None
    except (ValueError, TypeError, KeyError, RecursionError):
        return None


def _is_closed(body: bytes) -> bool:
    return b"</html" in body[-LONGEST:].lower()


def _decoded(body: bytes, headers: Mapping[str, str]) -> str:
    """Decode a page by what its header or its first lines say, UTF-8 where they say nothing."""
    if not body.lstrip().startswith(b"<"):
        raise Changed("What came is no HTML.")
    said = _CHARSET.search(headers.get("content-type", "").encode()) or _CHARSET.search(body[:1_024])
    try:
        return body.decode(said[1].decode() if said else "utf-8", "replace")
    except LookupError:
        return body.decode("utf-8", "replace")
