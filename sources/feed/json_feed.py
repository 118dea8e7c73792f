"""JSON Feed 1.0 and 1.1 (jsonfeed.org)."""

from __future__ import annotations

import json
from urllib.parse import urljoin

from model.errors import Changed
from sources.feed.dates import parse_date
from sources.feed.entry import Entry
from sources.feed.snippet import snippet
from sources.feed.strict import MOST_ENTRIES
from sources.feed.text import LONGEST_TEXT, clean

_VERSION = "https://jsonfeed.org/version/1"


def parse_json(text: str, base: str) -> list[Entry]:
    """Return the entries of a JSON Feed. Raises Changed for any other JSON, with the error it may tell of."""
    try:
        feed = json.loads(text)
    except (ValueError, RecursionError):
        raise Changed("It begins like JSON and is none, or only a part of it.") from None
    if not isinstance(feed, dict) or not _text(feed, "version").replace("http:", "https:").startswith(_VERSION):
        raise Changed(f"It is JSON, but not a JSON Feed{_complaint(feed)}.")
    items = feed.get("items")
    if not isinstance(items, list):
        raise Changed("It is a JSON Feed without its list of items.")
    if len(items) > MOST_ENTRIES:
        raise Changed(f"It holds more than {MOST_ENTRIES:,} entries.")
    lang = _text(feed, "language") or None
    return [_entry(item, base, lang) for item in items if isinstance(item, dict)]


def _entry(item: dict[str, object], base: str, lang: str | None) -> Entry:
    link = _text(item, "url") or _text(item, "external_url")
    summary = _text(item, "summary") or _text(item, "content_text")
    return Entry(
        id=_text(item, "id"),
        link=_join(base, link) if link else "",
        title=clean(_text(item, "title")),
        summary=snippet(summary, markup=False) if summary else snippet(_text(item, "content_html")),
        published=parse_date(_text(item, "date_published")),
        updated=parse_date(_text(item, "date_modified")),
        lang=_text(item, "language") or lang,
    )


def _text(of: dict[str, object], key: str) -> str:
    """Return a value as text: numbers are allowed as ids (version 1.0 had feeds that did so)."""
    value = of.get(key)
    if isinstance(value, str):
        return value.strip()[:LONGEST_TEXT]
    return str(value) if isinstance(value, int) and not isinstance(value, bool) and abs(value) < 1 << 64 else ""


def _join(base: str, link: str) -> str:
    try:
        return urljoin(base, link)
    except ValueError:
        return ""


def _complaint(answer: object) -> str:
    """Return what an error in JSON says of itself."""
    if isinstance(answer, dict):
        for key in ("message", "error", "detail", "errors"):
            if isinstance(said := answer.get(key), str) and said:
                return f", and says: “{clean(said[:200])}”"
    return ""
