"""Cut a text into sentences and words, once; everything after works on these tokens."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import partial
from typing import NamedTuple

from signals.fold import fold

MOST_CHARACTERS = 1_000_000
MOST_SENTENCES = 1_500
MOST_TOKENS = 160  # of one sentence; a longer one is read in pieces

_ELISION = r"(?:\b(?:[cdjlmnstCDJLMNST]|(?i:qu|lorsqu|puisqu|jusqu|quelqu))['’](?=\w|$))"
_WORD = (
    r"[^\W\d_]+(?:['’](?![sS]\b)[^\W\d_]+)*|\d+(?:[.,]\d+)+(?=\b|[a-zA-Z])|\d+(?:[\u00a0\u202f ]\d{3})+(?!\d)|\d+"
    r"|['’][sS]\b|\.\.\.|[^\w\s]"
)
_TOKEN = re.compile("[a-zA-Z]++(?=[ ,])|" + _WORD)  # most words are plain
_TOKEN_ELIDED = re.compile(_ELISION + "|" + _WORD)
ELIDING = frozenset({"fr", "it"})
# The same with dashes side by side and the space before them in one. The space before anything else is left out, but
# taken along: a search that has to begin at each space takes half as long again.
_BLANK, _DASHED = r"(?: (?![-–—\u2010\u2011]))?+", r"[\s_]?[-–—\u2010\u2011]++|"
_PIECE = re.compile(f"{_BLANK}([a-zA-Z]++(?=[ ,])|{_DASHED}{_WORD})")
_PIECE_ELIDED = re.compile(f"{_BLANK}({_ELISION}|{_DASHED}{_WORD})")

# A gap begins with one character out of one set, which is quick to search for; what it is follows by looking back.
# Each alternative can only begin at the start of a run of spaces, so that a page of spaces takes linear time.
_BREAK = re.compile(
    r"""[\s;"'»”’)\]A-ZÀ-Þ](?:
      (?<=[.!?…][\s"'»”’)\]]) (?:(?<=\s)|(?<=["'»”’)\]])["'»”’)\]]*+\s) \s*+ (?=["'«“‘(\[¿¡]*[^\W\d_a-zà-ÿ])
    | (?<=[^\s.]{4}[.][A-ZÀ-Þ])(?=[a-zà-ÿ])
    | (?<=\s)(?<!\s\s) \s*+ [-–—|•·]++ \s++
    | (?<=[\s;])(?<!\s[\s;]) (?:(?<=[\n;\u2028])|\s*?[\n;\u2028]) \s*+
    )""",
    re.VERBOSE,
)
# Where to try it: behind the end of a sentence, or at the spaces before a dash, a semicolon or the end of a line.
_HINT = re.compile(r"""[.!?…;\n\u2028–—|•·-](?:(?<=[;\n\u2028])|(?=[\s"'»”’)\]A-ZÀ-Þ]))""")
_ENDS, _DASHES, _PAIRED = frozenset(".!?…"), frozenset("-–—|•·"), frozenset("-–—")
_TITLES = (
    "inc|corp|co|ltd|bros|mr|mrs|ms|dr|st|jr|sr|vs|no|sept|oct|nov|dec|jan|feb|aug"
    "|m|mm|mme|pr|prof|dipl|mrd|mio|tsd|bzw|sra|ee|uu"
)
_SHORT = frozenset(_TITLES.split("|"))
_ABBREVIATION = re.compile(rf"(?:\b(?:{_TITLES})|\b[A-Z]|\.[a-zA-Z])\.$", re.IGNORECASE)
# What two dashes set apart goes on behind the second in small letters: "Ada Keller — a veteran of maps — will join".
_SET_APART = re.compile(r"(?:(?!\s[-–—])[^.!?;:\n|•·]){3,160}?\s[-–—]{1,3}\s+(?=[a-zà-ÿ])")
_ORDINAL, _MONTH = re.compile(r"(?<!\d)\d{1,2}\.$"), re.compile(r"(?:Jan|Feb|März|Apr|Mai|Jun|Jul|Aug|Sep|Okt|Nov|Dez)")
_ON_X = re.compile(r"\b(?:on|sur|auf|en|via) X\.$")  # where it was posted, not an initial


class Token(NamedTuple):
    """One word, number or sign: text[start:end], and how it is matched."""

    start: int
    end: int
    folded: str
    capital: bool


# As Token(…), without the detour by way of its own constructor: there is one for each word of a text that is read.
_token: Callable[[tuple[int, int, str, bool]], Token] = partial(tuple.__new__, Token)


def sentences(text: str) -> Iterator[tuple[int, int]]:
    """Yield (start, end) of each sentence of `text`, at most MOST_SENTENCES of them."""
    start, count, inside = 0, 0, 0
    limit = min(len(text), MOST_CHARACTERS)
    for at, end in _gaps(text, limit):
        if at < inside:
            continue
        if text[end - 2] in _PAIRED and (aside := _SET_APART.match(text, end, limit)):
            inside = aside.end()
            continue
        if at > start and text[at - 1] == "." and _abbreviated(text, start, at, end):
            continue
        if at > start:
            yield start, at
            count += 1
            if count >= MOST_SENTENCES:
                return
        # Words run together ("over.Then") have no gap: the capital belongs to what follows.
        start = at if text[at].isalpha() else end
    if start < limit:
        yield start, limit


def _abbreviated(text: str, start: int, at: int, end: int) -> bool:
    """Tell whether the full stop before text[at] belongs to the word, and the sentence goes on at `end`."""
    before = text[max(start, at - 6) : at - 1]
    word = before.rpartition(" ")[2]
    if word.isalpha() and len(word) > 1:  # most are as plain as this
        return len(word) < 5 and word.lower() in _SHORT
    before += "."
    if _ABBREVIATION.search(before) and not _ON_X.search(before):
        return True
    return bool(_ORDINAL.search(before) and _MONTH.match(text, end))


def most(text: str, start: int) -> int:
    """Return how many sentences text[start:] can have at most; quicker than to cut it."""
    return 1 + len(_HINT.findall(text, start)) if start < len(text) else 0


def _gaps(text: str, limit: int) -> Iterator[tuple[int, int]]:
    """Yield (start, end) of the gaps that a search for _BREAK would find, without looking at every space."""
    end = 0
    for hint in _HINT.finditer(text, 0, limit):
        at = hint.start()
        if at < end:
            continue
        if text[at] in _ENDS:
            at += 1
            if text[at] == " " and at + 1 < limit and "A" <= text[at + 1] <= "Z":  # most are as plain as this
                end = at + 1
                yield at, end
                continue
        else:
            dashes = text[at] in _DASHES
            while dashes and at > end and text[at - 1] in _DASHES:
                at -= 1
            while at > end and text[at - 1].isspace():
                at -= 1
        gap = _BREAK.match(text, at, limit)
        if gap is not None:
            end = gap.end()
            yield at, end


def tokens(text: str, folded: str, start: int, end: int, elided: bool) -> list[Token]:
    """Return the tokens of text[start:end]; `elided` splits "l'entreprise" after the apostrophe."""
    pattern = _TOKEN_ELIDED if elided else _TOKEN
    return [
        _token((at, stop, folded[at:stop], text[at].isupper()))
        for at, stop in map(re.Match.span, pattern.finditer(text, start, end))
    ]


def pieces(text: str, start: int, end: int, elided: bool) -> list[str]:
    """Return the words, numbers and signs of text[start:end] as they are written; much faster than `tokens`.

    Dashes side by side are one piece, with the space before them if there is one.
    """
    found: list[str] = (_PIECE_ELIDED if elided else _PIECE).findall(text, start, end)
    return found


def words_of(phrase: str, elided: bool) -> tuple[str, ...]:
    """Return the folded words of a phrase of the lexicon, cut as texts are."""
    folded = fold(phrase.replace("_", " "))
    return tuple(token.folded for token in tokens(folded, folded, 0, len(folded), elided))
