"""The forgiving path: feedparser, for what is not XML even after mending. It is slow, so its work is bounded first."""

from __future__ import annotations

import re
from typing import Any

from model.errors import Changed
from sources.feed.dates import parse_date
from sources.feed.entry import Entry
from sources.feed.mend import CUT
from sources.feed.snippet import snippet
from sources.feed.strict import DEEPEST, MOST_ENTRIES
from sources.feed.text import LONGEST_TEXT, title_text

# What feedparser costs at most, in microseconds, as measured on a slow core with every element it knows.
_COST = {"<": 60.0, "=": 5.0, "&": 4.0}
_COST_OF_A_CHARACTER = 0.1
_BUDGET = 400_000.0

_TAG = re.compile(r"<(/?)([A-Za-z_][\w:.-]{0,63})(?:[^<>]*?(/?)>)?")
_CDATA = re.compile(r"<!\[CDATA\[(.*?)\]\]>", re.DOTALL)
_ITEM = re.compile(r"<(?:(\w{1,20}):)?(?:item|entry)[\s>/]", re.IGNORECASE)
_NEVER_CLOSED = frozenset(("br", "hr", "img", "input", "meta", "area", "col", "embed", "param", "source", "wbr"))
_HTML = frozenset(("text/html", "application/xhtml+xml"))


def parse_lenient(text: str, base: str) -> list[Entry]:
    """Return the entries that feedparser finds in a mended page.

    Raises Changed when it is no feed, when it breaks off, or when reading it could take more than half a second.
    """
    text = _CDATA.sub(lambda section: _escape(section[1]), text)
    _guard(text)
    root = _TAG.search(text)
    if root is None or not re.search(rf"</{re.escape(root[2])}\s*>", text[-2_000:], re.IGNORECASE):
        raise Changed(CUT)
    import feedparser  # a megabyte, which only broken feeds take

    feed = feedparser.parse(
        b'<?xml version="1.0" encoding="utf-8"?>' + text.encode("utf-8", "replace"),
        response_headers={"content-location": base, "content-type": "application/xml; charset=utf-8"},
        sanitize_html=False,
        resolve_relative_uris=False,
    )
    entries = [_entry(found, feed.get("version", "").startswith("atom")) for found in feed["entries"]]
    if not entries and (feed["bozo"] or not feed.get("version")):
        raise Changed("No entry could be read out of it.")
    return entries


def _guard(text: str) -> None:
    """Refuse what would cost too much before it costs anything."""
    cost = len(text) * _COST_OF_A_CHARACTER + sum(text.count(mark) * each for mark, each in _COST.items())
    if cost > _BUDGET:
        raise Changed(f"It is {len(text) // 1000:,} kB of broken XML, too much to read safely.")
    prefixes = [item[1] for item in _ITEM.finditer(text)]
    if len(prefixes) > MOST_ENTRIES:
        raise Changed(f"It holds more than {MOST_ENTRIES:,} entries.")
    if prefixes and not any(prefix is None or f"xmlns:{prefix}" in text for prefix in set(prefixes)):
        raise Changed(f"Its entries are of a kind, {prefixes[0]}, that it does not declare: none could be read.")
    depth = 0
    for tag in _TAG.finditer(text):
        if tag[2].lower() in _NEVER_CLOSED or tag[3]:
            continue
        depth = max(0, depth - 1) if tag[1] else depth + 1
        if depth > DEEPEST:
            raise Changed(f"Its elements are nested more than {DEEPEST} deep.")


def _escape(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _entry(found: dict[str, Any], atom: bool) -> Entry:
    """Take from one of feedparser's entries what we keep; only Atom says for certain what is HTML."""
    title, summary = _text(found, "title"), _text(found, "summary")
    return Entry(
        id=_text(found, "id"),
        link=_text(found, "link"),
        title=title_text(title, _kind(found, "title_detail") in _HTML if atom else None),
        summary=snippet(summary, not atom or _kind(found, "summary_detail") != "text/plain") if summary else "",
        published=parse_date(_text(found, "published")) or parse_date(_text(found, "created")),
        updated=parse_date(_text(found, "updated")),
        lang=_detail(found, "title_detail").get("language"),
    )


def _text(found: dict[str, Any], key: str) -> str:
    value = dict.get(found, key)  # feedparser's own get() invents values for missing keys
    return value.strip()[:LONGEST_TEXT] if isinstance(value, str) else ""


def _detail(found: dict[str, Any], key: str) -> dict[str, Any]:
    detail = dict.get(found, key)
    return detail if isinstance(detail, dict) else {}


def _kind(found: dict[str, Any], key: str) -> str:
    return str(_detail(found, key).get("type", "text/plain"))
