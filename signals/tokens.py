"""Cut a text into sentences and words, once; everything after works on these tokens."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from signals.fold import fold

MOST_CHARACTERS = 1_000_000
MOST_SENTENCES = 1_500
MOST_TOKENS = 160  # of one sentence; a longer one is read in pieces

_ELISION = r"(?:\b(?:[cdjlmnst]|qu|lorsqu|puisqu|jusqu|quelqu)['’](?=\w|$))"
_WORD = (
    r"\d+(?:[.,]\d+)+(?=\b|[a-z])|\d+(?:[\u00a0\u202f ]\d{3})+(?!\d)|\d+"
    r"|['’]s\b|[^\W\d_]+(?:['’](?!s\b)[^\W\d_]+)*|\.\.\.|[^\w\s]"
)
_TOKEN = re.compile(_WORD, re.IGNORECASE)
_TOKEN_ELIDED = re.compile(_ELISION + "|" + _WORD, re.IGNORECASE)
ELIDING = frozenset({"fr", "it"})

# Each alternative can only begin at the start of a run of spaces, so that a page of spaces takes linear time.
_BREAK = re.compile(
    r"(?<=[.!?…])[\"'»”’)\]]*+\s++(?=[\"'«“‘(\[¿¡]*[^\W\d_a-zà-ÿ])|(?<=[^\s.]{4}[.])(?=[A-ZÀ-Þ][a-zà-ÿ])"
    r"|(?<!\s)\s++[-–—|•·]++\s++|(?<!\s)\s*?[\n;\u2028]\s*+"
)
_TITLES = "inc|corp|co|ltd|mr|mrs|ms|dr|st|jr|sr|vs|no|sept|oct|nov|dec|jan|feb|aug|m|mm|mme|pr"
_ABBREVIATION = re.compile(rf"(?:\b(?:{_TITLES})|\b[A-Z]|\.[a-zA-Z])\.$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Token:
    """One word, number or sign: text[start:end], and how it is matched."""

    start: int
    end: int
    folded: str
    capital: bool


def sentences(text: str) -> Iterator[tuple[int, int]]:
    """Yield (start, end) of each sentence of `text`, at most MOST_SENTENCES of them."""
    start, count = 0, 0
    limit = min(len(text), MOST_CHARACTERS)
    for gap in _BREAK.finditer(text, 0, limit):
        before = text[max(start, gap.start() - 6) : gap.start()]
        if before.endswith(".") and _ABBREVIATION.search(before):
            continue
        if gap.start() > start:
            yield start, gap.start()
            count += 1
            if count >= MOST_SENTENCES:
                return
        start = gap.end()
    if start < limit:
        yield start, limit


def tokens(text: str, folded: str, start: int, end: int, elided: bool) -> list[Token]:
    """Return the tokens of text[start:end]; `elided` splits "l'entreprise" after the apostrophe."""
    pattern = _TOKEN_ELIDED if elided else _TOKEN
    return [
        Token(at, stop, folded[at:stop], text[at].isupper())
        for at, stop in (found.span() for found in pattern.finditer(text, start, end))
    ]


def words_of(phrase: str, elided: bool) -> tuple[str, ...]:
    """Return the folded words of a phrase of the lexicon, cut as texts are."""
    folded = fold(phrase.replace("_", " "))
    return tuple(token.folded for token in tokens(folded, folded, 0, len(folded), elided))
