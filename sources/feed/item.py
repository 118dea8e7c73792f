"""From entries to Items: identity, date, site."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from functools import lru_cache
from hashlib import blake2b

from model.item import Item
from sources.feed.canonical import canonical_url, is_web
from sources.feed.entry import Entry
from sources.site import site_of

_LONGEST_KEY = 400
_LONGEST_TITLE = 1_000
# Dates before there were feeds are somebody's zero, not a date.
_FIRST_YEAR = 1990


def to_items(source: str, entries: Sequence[Entry], fetched: datetime, home: str) -> list[Item]:
    """Return one Item for each distinct entry, the first of equals, in the order of the page.

    `home` is the address of the feed: its site stands in for an entry without a link.
    """
    items: dict[str, Item] = {}
    for entry, key in zip(entries, keys(source, entries), strict=True):
        if key not in items:
            items[key] = _item(source, key, entry, fetched, home)
    return list(items.values())


def keys(source: str, entries: Sequence[Entry]) -> list[str]:
    """Return the identity of each entry within its source: its id, else its link, else its words.

    An id or link that several different entries share identifies none of them, and the next best is taken instead.
    """
    ids = [canonical_url(entry.id, fragment=True) for entry in entries]
    if all(ids) and len(set(ids)) == len(ids) and max(map(len, ids), default=0) <= _LONGEST_KEY:
        return ids
    links = [canonical_url(entry.link) for entry in entries]
    shared_ids = _shared(ids, links)
    shared_links = _shared(links, [entry.title for entry in entries])
    found = []
    for entry, id_, link in zip(entries, ids, links, strict=True):
        if id_ and id_ not in shared_ids:
            key = id_
        elif link and link not in shared_links:
            key = link
        else:
            day = entry.published or entry.updated
            key = _digest(source, link, entry.title or entry.summary, day.isoformat() if day else "")
        found.append(key if len(key) <= _LONGEST_KEY else _digest(key))
    return found


def _shared(names: Sequence[str], things: Sequence[str]) -> frozenset[str]:
    """Return the names that stand for more than one thing."""
    if len(set(names)) == len(names):
        return frozenset()
    count = Counter(name for name, _ in set(zip(names, things, strict=True)))
    return frozenset(name for name, times in count.items() if times > 1)


def _digest(*words: str) -> str:
    return blake2b("\0".join(words).encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()


def _item(source: str, key: str, entry: Entry, fetched: datetime, home: str) -> Item:
    url = entry.link if is_web(entry.link) else ""
    published = entry.published or entry.updated
    if published is None or published > fetched or published.year < _FIRST_YEAR:
        published = fetched
    title, lang = entry.title[:_LONGEST_TITLE], _language(entry.lang)
    return Item(source, key, url, title, entry.summary, lang, site_of(url or home), published, fetched)


@lru_cache(maxsize=256)
def _language(code: str | None) -> str | None:
    """Return the ISO 639-1 part of a feed's language code, None when it has none."""
    first = (code or "").replace("_", "-").partition("-")[0].strip().lower()
    return first if len(first) == 2 and first.isascii() and first.isalpha() else None
