"""Fold a text for matching: lower case, no accents, one spelling of the apostrophe, every offset kept.

Names and texts are folded by the same function, character by character, so a position in the folded text is the same
position in the text. Only a text with combining marks of its own ("e" + U+0301) is first composed (NFC).
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache

# Letters with accents, ligatures and the typographic apostrophe; most texts hold few of them.
_MARKED = re.compile("[\u00c0-\u024f\u1e00-\u1eff\u2018\u2019\u02bc\uff07\u2010\u2011]")
_GENDERED = re.compile(r"(?<=[a-zäöüß])[:*_·](in|innen)\b")
_APOSTROPHE = "\u2019"  # the most frequent of them
_COMBINING = re.compile("[\u0300-\u036f]")
_SAME = {"\u2018": "'", "\u2019": "'", "\u02bc": "'", "\uff07": "'", "\u2010": "-", "\u2011": "-", "ß": "s", "ø": "o",
         "ł": "l", "đ": "d", "æ": "a", "œ": "o", "ı": "i", "ð": "d", "þ": "t"}  # fmt: skip


@cache
def _plain(char: str) -> str:
    """Return the one character that `char` is matched as."""
    low = char.lower()
    base = unicodedata.normalize("NFKD", low)[:1] or char
    return _SAME.get(base, base)


def _matched(found: re.Match[str]) -> str:
    return _plain(found[0])


def composed(text: str) -> str:
    """Return `text` with combining marks composed; the same object when there is nothing to do."""
    if text.isascii() or not _COMBINING.search(text):
        return text
    return unicodedata.normalize("NFC", text)


def ungendered(text: str) -> str:
    """Return a German text with words for people of any gender as plain ones: "Mitarbeiter" for "Mitarbeiter:innen"."""
    return _GENDERED.sub(_plain_people, text)


def _plain_people(found: re.Match[str]) -> str:
    """Return what stays of an ending: nothing of "Mitarbeiter:innen", all but the sign of "Kund*innen"."""
    plain = found[1] == "in" or found.string.endswith("er", 0, found.start())
    return "" if plain else found[1]


def fold(text: str) -> str:
    """Return `text` lower-cased and without accents, exactly as long as it was."""
    low = text.lower()
    if low.isascii():
        return low
    low = low.replace(_APOSTROPHE, "'")
    if low.isascii():
        return low
    if len(low) != len(text):  # 'İ'.lower() is two characters long
        return "".join(_plain(char) for char in text)
    return _MARKED.sub(_matched, low)
