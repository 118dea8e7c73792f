"""Make plain what a stranger wrote: one line, nothing that hides or turns text, no e-mail address."""

from __future__ import annotations

import re
import unicodedata

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
    first = " ".join(words.strip().partition("\n")[0].split())
    return first if len(first) <= longest else first[:longest].rsplit(" ", 1)[0] + " …"


def _is_email(word: str) -> bool:
    at = word.find("@", 1)
    return at > 0 and "." in word[at:]
