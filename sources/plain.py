"""Make plain what a stranger wrote: one line, nothing that hides or turns text, no e-mail address; a day in UTC."""

from __future__ import annotations

import re
import unicodedata
from datetime import UTC, datetime, tzinfo

LONGEST_VALUE = 200
NOT_TEXT = re.compile("[\x00-\x1f\x7f-\x9f\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]+")


def clean(value: str, longest: int = LONGEST_VALUE) -> str:
    """Make a value plain: one line, no control characters, no e-mail address wherever it stands, `longest` at most."""
    if value.isascii() and value.isprintable():  # nine values of ten
        text = value
    else:
        text = NOT_TEXT.sub("", unicodedata.normalize("NFC", value).replace("\n", " ").replace("\uff20", "@"))
    if "@" not in text:
        return " ".join(text.split())[:longest].strip()
    return " ".join(word for word in text.split() if not _is_email(word))[:longest].strip()


def title_of(words: str, longest: int = 120) -> str:
    """Make a title of somebody's words: their first line, shortened between two words."""
    return shorten(words.strip().partition("\n")[0], longest)


def shorten(text: str, most: int) -> str:
    """Put a text into one line, cut at a word's end."""
    line = " ".join(text.split())
    return line if len(line) <= most else line[:most].rsplit(" ", 1)[0] + " …"


def moment(written: object, zone: tzinfo | None = None) -> datetime | None:
    """Read a moment in ISO 8601, which is in `zone` where it names none; None for anything else."""
    try:
        found = datetime.fromisoformat(written.strip()) if isinstance(written, str) else None
        zoned = found.replace(tzinfo=zone) if found is not None and found.tzinfo is None else found
        return zoned.astimezone(UTC) if zoned is not None and zoned.tzinfo is not None else None
    except (ValueError, OverflowError):
        return None


def _is_email(word: str) -> bool:
    at = word.find("@", 1)
    return at > 0 and "." in word[at:]
