"""Whether two names as written mean one person: accents, initials, short first names, second surnames."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

# Letters that Unicode does not take apart into a base letter and an accent.
_LETTERS = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ß": "ss", "æ": "ae", "œ": "oe", "ı": "i"})
_WORD = re.compile(r"[^\W_]+")
_TITLES = frozenset({"mr", "mrs", "ms", "dr", "prof", "sir", "herr", "frau", "mme", "m", "sr", "jr", "ii", "iii"})


@lru_cache(maxsize=65_536)
def plain(text: str) -> str:
    """Lower-case a text and take its accents off: "Łukasz Weiß" becomes "lukasz weiss".

    For comparing names; signals/fold.py keeps every position of a text instead and so cannot write two letters for one.
    """
    parted = unicodedata.normalize("NFKD", text.casefold().translate(_LETTERS))
    return "".join(letter for letter in parted if not unicodedata.combining(letter))


@lru_cache(maxsize=65_536)
def name_parts(person: str) -> tuple[str, ...]:
    """Split a name into plain words without titles; a name that is nothing but a title stays as it is."""
    words = tuple(_WORD.findall(plain(person)))
    return tuple(word for word in words if word not in _TITLES) or words


def name_words(person: str | None) -> tuple[str, ...]:
    """List the words by which others may know a person; the empty word alone for nobody."""
    return (name_parts(person) or (plain(person),)) if person else ("",)


def is_full(person: str) -> bool:
    """Tell a name with a whole first name from a bare surname or one with an initial."""
    parts = name_parts(person)
    return len(parts) > 1 and len(parts[0]) > 1


@lru_cache(maxsize=65_536)
def same_person(a: str, b: str) -> bool:
    """Tell whether two names can be one person's: same surname and first names that do not contradict each other.

    "Murati", "M. Murati" and "Mira Murati" can; so can "Sam" and "Samuel Altman", or "Ana Botín" and "Ana Botín Sanz".
    """
    ours, theirs = name_parts(a), name_parts(b)
    if not ours or not theirs:
        return plain(a).strip() == plain(b).strip()
    shorter, longer = sorted((ours, theirs), key=len)
    if len(shorter) > 1 and set(shorter) <= set(longer):
        return True
    if shorter[-1] != longer[-1]:
        return False
    return len(shorter) == 1 or _first_names_agree(shorter[0], longer[0])


def _first_names_agree(a: str, b: str) -> bool:
    short, long = sorted((a, b), key=len)
    return long.startswith(short)
