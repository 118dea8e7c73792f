"""From a body to its entries: as JSON, as clean XML, as mended XML, and last through feedparser."""

from __future__ import annotations

import re

from model.errors import Changed
from sources.feed.encoding import decode
from sources.feed.entry import Entry
from sources.feed.json_feed import parse_json
from sources.feed.lenient import parse_lenient
from sources.feed.mend import CUT, mend
from sources.feed.strict import NotClean, parse_strict
from sources.feed.text import clean, plain

LARGEST = 5 * 1024 * 1024
_WINDOW = 64 * 1024
_MOST = {b"<": 250_000, b"&": 600_000, b"{": 100_000, b"[": 200_000}

# A tag that is still open where the match has to stop: its attributes run on.
_OPEN_TAG = re.compile(rb"""<[^\s<>/!?"'=]++(?:[^<>"']++|"[^"]*+"|'[^']*+')*+(?:["'].*)?+\Z""", re.DOTALL)

_HTML = re.compile(r"<!doctype\s+html|<html[\s>]", re.IGNORECASE)
_TITLE = re.compile(r"<title[^>]*>(.{0,300}?)</title", re.IGNORECASE | re.DOTALL)
_COMMENTS = re.compile(r"(?:\s++|<!--(?:(?!-->).){0,2000}+-->|<\?(?:(?!\?>).){0,500}+\?>)*+", re.DOTALL)


def read_entries(body: bytes, base: str, content_type: str = "") -> list[Entry]:
    """Return the entries of a feed in the order of the page; an empty list only for a sound feed that has none.

    `base` is the address the page came from, for its relative links. Raises Changed, and nothing else, for whatever is
    not a whole feed; says what was got instead. Takes less than half a second of CPU for any body.
    """
    _guard(body)
    start = body[:1_000].lstrip(b"\xef\xbb\xbf \t\r\n")
    if start[:1] == b"{":
        return parse_json(decode(body, "utf-8"), base)
    if start[:1] == b"<" and b"\0" not in start:
        try:
            return parse_strict(body, base)
        except NotClean:
            pass
    text = decode(body, content_type)
    if text[:1] in ("{", "["):
        return parse_json(text, base)
    _recognise(text)
    text = mend(text)
    try:
        return parse_strict(text, base)
    except NotClean as reason:
        if reason.cut:
            raise Changed(CUT) from None
    return parse_lenient(text, base)


def _guard(body: bytes) -> None:
    """Refuse by size and shape what would take long to parse."""
    if not body.strip():
        raise Changed("The answer is empty.")
    if len(body) > LARGEST:
        raise Changed(f"It is larger than {LARGEST >> 20} MiB.")
    for mark, most in _MOST.items():
        if len(body) > most and body.count(mark) > most:
            raise Changed(f"It has more than {most:,} “{mark.decode()}”, which no feed needs.")
    for start in range(0, len(body) - _WINDOW, _WINDOW):
        if body.find(b"<", start, start + _WINDOW) < 0 and _OPEN_TAG.match(body, body.rfind(b"<", 0, start), start):
            raise Changed("It has an element of a size that only attacks have.")


def _recognise(text: str) -> None:
    """Say what the answer is when it is no feed at all. Raises Changed."""
    start = _COMMENTS.match(text)
    begin = start.end() if start else 0
    if text[begin : begin + 1] != "<":
        raise Changed(f"Got plain text, not a feed: “{clean(text[:120])}”.")
    if _HTML.match(text, begin):
        title = _TITLE.search(text, begin, begin + 20_000)
        raise Changed(f"Got an HTML page, not a feed{f': “{plain(title[1])[:120]}”' if title else ''}.")
