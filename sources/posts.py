"""What sources of people's own posts share: their words without markup, who wrote them, and the item they make."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from selectolax.lexbor import LexborHTMLParser

from model.company import Company
from model.item import Item, Post
from model.poll import PollState
from signals.fold import fold
from sources.plain import shorten

SNIPPET = 1_000
TITLE = 120
_BLOCKS = re.compile(r"<(?=/?(?:p|br|li|div|blockquote)\b)", re.IGNORECASE)
_LINK = re.compile(r"https?://\S+")
_SHORTCODE = re.compile(r":[a-z0-9_]{2,40}:")
_PRONOUNS = re.compile(r"[(\[][^()\[\]]{0,40}[)\]]")


@dataclass(frozen=True, slots=True)
class Posted:
    """One post as a service gives it. `name` is what the account shows, `handle` its address there."""

    key: str
    url: str
    name: str
    handle: str
    text: str
    lang: str | None
    at: datetime


def item_of(source: str, site: str, post: Posted, fetched: datetime) -> Item:
    """Make the item of a post: its first words are the title, and only its author's name goes with it."""
    return Item(
        source=source,
        key=post.key,
        url=post.url,
        title=shorten(post.text, TITLE),
        text=shorten(post.text, SNIPPET),
        lang=language(post.lang),
        site=site,
        published=min(post.at, fetched),
        fetched=fetched,
        shape=Post(name_of(post.name), post.handle),
    )


def plain(html: str, most: int = SNIPPET) -> str:
    """Turn HTML into plain text: entities decoded once, cut after `most` characters."""
    body = LexborHTMLParser(_BLOCKS.sub(" <", html[: 8 * most])).body
    return shorten(body.text() if body else "", most)


def name_of(shown: str) -> str:
    """Return the name that an account shows, without pictures, pronouns in brackets and what is no letter."""
    text = _PRONOUNS.sub(" ", _SHORTCODE.sub(" ", unicodedata.normalize("NFC", shown)))
    kept = (sign if unicodedata.category(sign)[0] in "LMNPZ" else " " for sign in text)
    return " ".join("".join(kept).split())[:100]


def has_words(text: str) -> bool:
    """Tell whether anything is left of a text but links."""
    return bool(re.search(r"[^\W\d_]", _LINK.sub(" ", text)))


def language(written: object) -> str | None:
    """Return the two letters of a language as a service writes it ("en-GB"), None for anything else."""
    code = written.partition("-")[0].lower() if isinstance(written, str) else ""
    return code if len(code) == 2 and code.isascii() and code.isalpha() else None


def search_from(state: PollState, now: datetime, history: timedelta, overlap: timedelta) -> datetime:
    """Tell from when on to search: a bit before the newest post seen; the cursor is its time in seconds since 1970."""
    return datetime.fromtimestamp(int(state.cursor), UTC) - overlap if state.cursor else now - history


def newest(state: PollState, times: Iterable[datetime]) -> str | None:
    """Move such a cursor to the newest post, never back."""
    seconds = [int(one.timestamp()) for one in times]
    return str(max([int(state.cursor or 0), *seconds])) if seconds else state.cursor


def names_of(companies: Iterable[Company]) -> tuple[str, ...]:
    """List what the watched companies are called, as `about` wants it."""
    return tuple(dict.fromkeys(fold(name) for one in companies for name in (one.name, *one.aliases) if name))


def about(text: str, names: Sequence[str]) -> bool:
    """Tell whether a text may name one of `names`: what does not is nobody's business and is not kept."""
    folded = fold(text)
    return any(name in folded for name in names)


def kept(told: Iterable[Posted], names: Sequence[str], since: datetime) -> list[Posted]:
    """Leave out what names nobody whom we watch, and what is old: services date what is copied there by its day."""
    return list({post.key: post for post in told if post.at >= since and about(post.text, names)}.values())
