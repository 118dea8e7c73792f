"""What GDELT answers: a list of articles, `{}` for none, or a sentence in plain text that says what is wrong. Pure."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime

from model.errors import Busy, Changed, Refused, SourceError
from model.item import Item
from sources.site import site_of

FULL = 250
MOMENT = "%Y%m%dT%H%M%SZ"
ASKED = "%Y%m%d%H%M%S"

_SEEN = re.compile(r"\d{8}T\d{6}Z", re.ASCII)
# Sentences with status 200. That a question is too long is said of short ones too while GDELT is overloaded.
_BUSY = ("limit requests", "query was too short or too long", "timeout", "timed out", "try again", "overload")
_REFUSED = ("keywords were too short", "phrase is too short", "parentheses", "specified", "unsupported", "invalid")
# GDELT puts a space around every mark.
_LOOSE = re.compile(r" (?=[,;]( |\Z))|(?<=\w) (?=['’] (?:s|t|re|ve|ll|d|m)\b)|(?<=\w ['’]) (?=(?:s|t|re|ve|ll|d|m)\b)")
_LONE = re.compile(rb'\\(?!["\\/bfnrt]|u[0-9a-fA-F]{4})(?<!\\\\)')
_LANGUAGES = {
    "arabic": "ar", "chinese": "zh", "czech": "cs", "danish": "da", "dutch": "nl", "english": "en", "finnish": "fi",
    "french": "fr", "german": "de", "greek": "el", "hebrew": "he", "hindi": "hi", "hungarian": "hu",
    "indonesian": "id", "italian": "it", "japanese": "ja", "korean": "ko", "norwegian": "no", "polish": "pl",
    "portuguese": "pt", "romanian": "ro", "russian": "ru", "spanish": "es", "swedish": "sv", "turkish": "tr",
    "ukrainian": "uk", "vietnamese": "vi",
}  # fmt: skip


def trouble(body: bytes) -> SourceError | None:
    """Tell what is wrong with an answer that came with status 200; None for JSON, whole or not."""
    text = " ".join(body.decode("utf-8", "replace").split())
    if text.startswith("{"):
        return None
    if not text:
        return Busy("GDELT answered with nothing at all.")
    said, folded = f"GDELT says: “{text[:200].rstrip('.')}.”", text[:500].casefold()
    if any(words in folded for words in _BUSY):
        return Busy(said)
    if any(words in folded for words in _REFUSED):
        return Refused(f"{said} Say in [sources.gdelt] by which other `names` to ask for the company.")
    return Changed(said)


def count(body: bytes) -> int:
    """Count the articles of an answer; none in one that cannot be read, which `items` will say."""
    try:
        return len(_articles(body))
    except Changed:
        return 0


def items(source: str, body: bytes, fetched: datetime) -> Iterator[Item]:
    """Read one answer. Raises Changed for anything but a list of articles or `{}`."""
    rows = _articles(body)
    found = [item for item in (_item(source, row, fetched) for row in rows) if item]
    if rows and not found:
        raise Changed("None of GDELT's articles has url, title and seendate.")
    yield from found


def _articles(body: bytes) -> list[object]:
    try:
        answer = _read(body)
    except (ValueError, RecursionError) as error:
        said = trouble(body)
        raise Changed(said.detail if said else "GDELT's answer breaks off.") from error
    if answer == {}:
        return []
    if not isinstance(answer, dict) or not isinstance(answer.get("articles"), list):
        raise Changed("GDELT gave JSON without its list of articles.")
    rows: list[object] = answer["articles"]
    return rows


def _read(body: bytes) -> object:
    """Read JSON as GDELT writes it: titles hold line breaks, and backslashes that escape nothing."""
    try:
        return json.loads(body, strict=False)
    except json.JSONDecodeError:
        return json.loads(_LONE.sub(rb"\\\\", body), strict=False)


def _item(source: str, row: object, fetched: datetime) -> Item | None:
    if not isinstance(row, dict):
        return None
    url, title, seen = (str(row.get(key) or "").strip() for key in ("url", "title", "seendate"))
    if not (site := site_of(url)) or not title or not _SEEN.fullmatch(seen):
        return None
    try:
        moment = datetime.strptime(seen, MOMENT).replace(tzinfo=UTC)
    except ValueError:
        return None
    lang = _LANGUAGES.get(str(row.get("language", "")).casefold())
    return Item(source, url, url, tidy(title), "", lang, site, min(moment, fetched), fetched)


def tidy(title: str) -> str:
    """Put a title together again that GDELT took apart: “Acme ' s chief , who left” is “Acme's chief, who left”."""
    title = "".join(letter if letter.isprintable() else " " for letter in title)
    return _LOOSE.sub("", " ".join(title.split()))[:1_000]
