"""Reads what was typed after the slash-command; pure, in one walk over the text, without patterns (B12)."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import timedelta

from rapidfuzz import fuzz, process

from digests.texts import spans, table
from model.errors import SignalsError

LONGEST = 2000
DIGITS = "0123456789"
LOOKUP = "lookup"
HELP = "help"
QUOTES = {'"': '"', "“": "”", "”": "”", "„": "“", "«": "»", "'": "'", "‘": "’", "’": "’", "`": "`"}
# Slack writes these three so and no others; &amp; comes last, or "&amp;lt;" would be decoded twice.
ENTITIES = (("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&"))


class TooLong(SignalsError):
    """That is more than a company's name. Ask for one company at a time: /signals OpenAI"""


@dataclass(frozen=True, slots=True)
class Asked:
    """One command: its sub-word and what follows. `sure` says that the name stood in quotes and is meant as written,
    `bare` that nothing was typed at all.
    """

    word: str
    name: str
    sure: bool = False
    bare: bool = False


def parse(text: str, words: Collection[str]) -> Asked:
    """Read "watch OpenAI", "OpenAI", '"List"' or nothing. Raises TooLong beyond 2,000 characters.

    Quotes around the first word make it a company's name even where it is a sub-word as well.
    """
    if len(text) > LONGEST:
        raise TooLong
    plain = _plain(text)
    if not plain:
        return Asked(HELP, "", bare=True)
    first, _, rest = plain.partition(" ")
    word = in_english(first.casefold())
    if word in words:
        return Asked(word, *unquoted(rest))
    return Asked(LOOKUP, *unquoted(plain))


def nearest(text: str, choices: Collection[str], most: int = 3, *, parts: bool = False) -> tuple[str, ...]:
    """List the choices that look like a misspelling of `text`, the closest first.

    `parts` lets a name be like a part of another: "Deepmind" and "Google DeepMind".
    """
    scorer, least = (fuzz.WRatio, 80.0) if parts else (fuzz.ratio, 70.0)
    found = process.extract(text, list(choices), scorer=scorer, processor=str.casefold, score_cutoff=least, limit=most)
    return tuple(choice for choice, _, _ in found)


def time_of(word: str) -> timedelta | None:
    """Read "7d" or "2w", in any of our languages; None for anything else."""
    unit = word.lstrip(DIGITS)
    number, days = word[: len(word) - len(unit)], spans().get(unit.casefold())
    return timedelta(days=int(number) * days) if days and 0 < len(number) <= 4 else None


def in_english(text: str) -> str:
    """Put English words in the place of those that the spoken language has for them: "lun,jeu 9:00"."""
    typed = table().typed
    return " ".join(",".join(typed.get(part, part) for part in word.split(",")) for word in text.split())


def own_words(words: Collection[str]) -> list[str]:
    """List what the spoken language types for these words."""
    return [typed for typed, word in table().typed.items() if word in words]


def as_typed(text: str) -> str:
    """Undo Slack's writing of a message, on one line, as whoever wrote it saw it."""
    return _plain(text)[:LONGEST]


def _plain(text: str) -> str:
    """Undo Slack's writing: entities, links made of domains, odd spaces and what cannot be seen."""
    seen = "".join(c if c.isprintable() else " " for c in _links(text))
    for entity, character in ENTITIES:
        seen = seen.replace(entity, character)
    return " ".join(seen.split())


def _links(text: str) -> str:
    """Put the words of <http://openai.com|openai.com> in its place; entities keep real brackets apart from these."""
    parts = []
    for place, part in enumerate(text.split("<")):
        inside, closed, after = part.partition(">")
        parts.append(inside.rpartition("|")[2] + after if place and closed else part)
    return "".join(parts)


def unquoted(text: str) -> tuple[str, bool]:
    """Take the quotes off a name, and tell whether it stood in any."""
    name = text.strip()
    if len(name) >= 2 and QUOTES.get(name[0]) == name[-1]:
        return name[1:-1].strip(), True
    return name, False
