"""Can a sentence be read by itself, or may the rest of its text change what its words mean?

The rest gives full names to surnames, and to "he", "it" and "the company" whom they stand for. Most sentences hold none
of these, and whether a pattern matches one of them can be told without reading the others.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cache

from signals.actors import CAPITALISING
from signals.fold import fold
from signals.tokens import Token
from signals.units import DASHES, QUOTES
from signals.vocabulary import Lexicon, either

_FURTHEST = 24  # tokens between "the" and "company"
_OPENING = 16  # tokens in which an epithet of a person may stand
_LONGEST = 40  # characters of the word before a surname
_BEFORE = re.compile(r"([^\W\d_][\w'’]*)(?:\s+|-\s*|(?<=\b\w)\.\s*)$")


def alone(tokens: Sequence[Token], lexicon: Lexicon) -> bool:
    """Tell whether no word of a sentence can stand for somebody of whom the text spoke before it."""
    standing, firms, joints = _words(lexicon)
    before, said = ",", False
    epithets = either(lexicon, "epithet", "years")
    if epithets and any(token.folded in epithets for token in tokens[:_OPENING]):
        return False
    for at, token in enumerate(tokens):
        word = token.folded
        for meant in standing.get(word, ()):
            if meant == "he" and (said or before in joints or lexicon.language in CAPITALISING):
                return False
            if meant == "it" and before in joints:
                return False
            following = {one.folded for one in tokens[at + 1 : at + 1 + _FURTHEST]}
            if meant == "the" and not firms.isdisjoint(following):
                return False
            if meant == "his" and not lexicon.words("departure_noun").isdisjoint(following):
                return False
        said = said or word in lexicon.words("say")
        if word not in QUOTES:
            before = word
    return True


def heard(words: Iterable[str], text: str, folded: str, start: int, end: int, lexicon: Lexicon) -> list[str]:
    """Return those of these words that can be part of somebody's full name outside of text[start:end]."""
    return sorted(word for word in words if _named(text, folded, word, start, end, lexicon))


def _named(text: str, folded: str, word: str, start: int, end: int, lexicon: Lexicon) -> bool:
    """Tell whether a given name stands outside of text[start:end], or another word behind one that may be such."""
    at = folded.find(word)
    while at >= 0:
        if not start <= at < end:
            if word in lexicon.words("given"):
                return True
            gap = text[max(0, at - _LONGEST) : at]
            found = _BEFORE.search(gap)
            if gap.endswith(("'", "’")) or (
                found and (found[1][0].isupper() or fold(found[1]) in lexicon.words("particles"))
            ):
                return True
        at = folded.find(word, at + 1)
    return False


@cache
def _words(lexicon: Lexicon) -> tuple[dict[str, tuple[str, ...]], frozenset[str], frozenset[str]]:
    """Return what each word may stand in as, the words for companies, and those behind which a clause opens."""
    standing: dict[str, tuple[str, ...]] = {}
    for name in ("the", "the_joined", "it", "he", "his"):
        for word in lexicon.words(name):
            standing[word] = (*standing.get(word, ()), "the" if name == "the_joined" else name)
    firms = frozenset(word for phrase in lexicon.phrases("the_firm") for word in phrase)
    return standing, firms, frozenset({",", ":", *DASHES, *lexicon.words("and")})
