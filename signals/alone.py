"""Can a sentence be read by itself, or may the rest of its text change what its words mean?

The rest gives full names to surnames, and to "he", "it" and "the company" whom they stand for. Most sentences hold none
of these, and whether a pattern matches one of them can be told without reading the others.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from signals.fold import fold
from signals.tokens import Token
from signals.units import QUOTES
from signals.vocabulary import Lexicon

_FURTHEST = 12  # tokens between "the" and "company"
_LONGEST = 40  # characters of the word before a surname
_BEFORE = re.compile(r"([^\W\d_][\w'’]*)(?:\s+|-\s*|(?<=\b\w)\.\s*)$")


def alone(tokens: Sequence[Token], text: str, folded: str, lexicon: Lexicon) -> bool:
    """Tell whether nothing outside of these tokens of a text, a sentence, can change which units they become."""
    start, end = tokens[0].start, tokens[-1].end
    standing, firms, joints, plain = _words(lexicon)
    before = ","
    for at, token in enumerate(tokens):
        word = token.folded
        if word in standing:
            meant = standing[word]
            if meant == "he" or (meant == "it" and before in joints):
                return False
            if meant == "the" and not firms.isdisjoint(one.folded for one in tokens[at + 1 : at + 1 + _FURTHEST]):
                return False
        elif token.capital and word not in plain and _named(text, folded, word, start, end, lexicon):
            return False
        if word not in QUOTES:
            before = word
    return True


def _named(text: str, folded: str, word: str, start: int, end: int, lexicon: Lexicon) -> bool:
    """Tell whether a word ends a name of several words outside of text[start:end]."""
    at = folded.find(word)
    while at >= 0:
        if not start <= at < end:
            gap = text[max(0, at - _LONGEST) : at]
            found = _BEFORE.search(gap)
            if gap.endswith(("'", "’")) or (
                found and (found[1][0].isupper() or fold(found[1]) in lexicon.words("particles"))
            ):
                return True
        at = folded.find(word, at + 1)
    return False


@cache
def _words(lexicon: Lexicon) -> tuple[dict[str, str], frozenset[str], frozenset[str], frozenset[str]]:
    """Return what stands for names, the words for companies, what "it" opens a clause behind, what is no surname."""
    standing = {word: name for name in ("the", "it", "he") for word in lexicon.words(name)}
    standing |= dict.fromkeys((*lexicon.words("his"), *(lexicon.words("it") & lexicon.words("he"))), "he")
    firms = frozenset(word for phrase in lexicon.lists.get("the_firm", ()) for word in phrase)
    plain = (lexicon.symbols.keys() | lexicon.words("stopwords")) - lexicon.words("given") - lexicon.inner
    return standing, firms, frozenset({",", ":", *lexicon.words("and")}), frozenset(plain)
