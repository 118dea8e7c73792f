"""Which patterns can match at all: most sentences lack a word that a pattern cannot do without."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence, Set

from ahocorasick_rs import AhoCorasick

from signals.companies import Mention, within
from signals.language import RUN
from signals.patterns import (
    COMPANY,
    GROUP,
    MONEY,
    NUMBER,
    ORGANISATION,
    PERSON,
    ROLE,
    SIGNS,
    UNKNOWN,
    UNKNOWN_CAPITAL,
    Need,
    Pattern,
)
from signals.rough import compiled, follow
from signals.tokens import Token, tokens
from signals.units import QUOTES
from signals.vocabulary import Lexicon

# What a look at the bare words cannot rule out: names, unknown words and signs.
_ALWAYS = frozenset({ORGANISATION, PERSON, UNKNOWN, UNKNOWN_CAPITAL}) | SIGNS
_NUMBERS = frozenset({NUMBER, MONEY, "%", "Y"})
_NOUNS = frozenset({ROLE, GROUP, COMPANY})
_STAND_INS = ("the_firm", "it", "he", "his")  # lists of words that may stand for a company named before
_LONG = 600  # characters; a longer sentence is not looked at twice
_DIGIT = re.compile(r"\d")


class Candidates:
    """The patterns of a lexicon by what they need.

    `among` is exact for a sentence of units; `possible` looks at the bare words of a text, before anything is marked,
    and may say yes too often, never no.
    """

    def __init__(self, patterns: Sequence[Pattern], lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        standing = ("given", "the", "he", *_STAND_INS)
        starts = {lexicon.symbols[word] for name in standing for word in lexicon.words(name) & lexicon.symbols.keys()}
        starts |= {COMPANY, UNKNOWN_CAPITAL}
        self._parts = [compiled(pattern.rough, "".join(sorted(starts))) for pattern in patterns]
        self._exact = _Index([[need.chars for need in pattern.needs] for pattern in patterns])
        self._marks: dict[str, set[str]] = {}
        for symbol, table in ((ROLE, lexicon.titles), (GROUP, lexicon.groups)):
            for words in (words for phrases in table.values() for words, _ in phrases):
                self._mark(words, symbol)
        for phrase in (phrase for name in _STAND_INS for phrase in lexicon.lists.get(name, ())):
            self._mark(phrase, COMPANY)
        self._rough = _Index([[marks for need in pattern.needs if (marks := self._of(need))] for pattern in patterns])
        self._left = [frozenset(marks) for marks in self._marks.values()]
        self._words = AhoCorasick(list(self._marks), store_patterns=False)

    def among(self, present: Set[str]) -> list[int]:
        """Return the numbers, in order, of the patterns that a sentence with just these characters can match."""
        return sorted(set(self._exact.met(present)))

    def possible(self, text: str, folded: str, spans: Iterable[tuple[int, int]], mentions: Sequence[Mention]) -> bool:
        """Tell whether a sentence of a text, at one of `spans`, could match any pattern."""
        for start, end in spans:
            words = f" {' '.join(RUN.findall(folded, start, end))} "
            hits = self._words.find_matches_as_indexes(words, overlapping=True)
            present = set().union(*[self._left[index] for index in {index for index, _, _ in hits}])
            if _DIGIT.search(folded, start, end):
                present |= _NUMBERS
            inside = within(mentions, start, end)
            if inside:
                present.add(COMPANY)
            numbers = list(self._rough.met(present))
            if not numbers:
                continue
            if end - start > _LONG or any(mention.doubtful for mention in inside):
                return True
            bare = self._bare(tokens(text, folded, start, end, self._lexicon.elided), inside)
            if any(follow(self._parts[number], bare) for number in numbers):
                return True
        return False

    def _bare(self, words: Sequence[Token], mentions: Sequence[Mention]) -> str:
        """Return the words of a sentence as characters, each company as one."""
        symbols = self._lexicon.symbols
        coming = iter(mentions)
        mention = next(coming, None)
        bare: list[str] = []
        for word in words:
            while mention is not None and mention.end <= word.start:
                mention = next(coming, None)
            if mention is not None and mention.start < word.end:
                if mention.start >= word.start or not bare:
                    bare.append(COMPANY)
            elif word.folded not in QUOTES:
                bare.append(
                    symbols.get(word.folded)
                    or (word.folded if word.folded in SIGNS else UNKNOWN_CAPITAL if word.capital else UNKNOWN)
                )
        return "".join(bare)

    def _of(self, need: Need) -> frozenset[str]:
        """Return the marks one of which the words of a text must leave; none when a look at them cannot tell."""
        if need.chars & _ALWAYS:
            return frozenset()
        marks = {self._mark(words, "_".join(words)) for words in need.phrases}
        return frozenset() if "" in marks else frozenset(marks) | (need.chars & (_NUMBERS | _NOUNS))

    def _mark(self, words: Sequence[str], mark: str) -> str:
        """Let these words leave a mark when they stand in a text; return it, "" for words that are not letters."""
        runs = [run for word in words for run in RUN.findall(word)]
        if not runs:
            return ""
        self._marks.setdefault(f" {' '.join(runs)} ", set()).add(mark)
        return mark


class _Index:
    """Rows of needs, found by the first of each row; a row without any is always met."""

    def __init__(self, rows: Sequence[Sequence[frozenset[str]]]) -> None:
        self._others = [row[1:] for row in rows]
        self._free = [number for number, row in enumerate(rows) if not row]
        self._by_first: dict[str, list[int]] = {}
        for number, row in enumerate(rows):
            for char in row[0] if row else ():
                self._by_first.setdefault(char, []).append(number)

    def met(self, present: Set[str]) -> Iterator[int]:
        """Yield the numbers of the rows of which every need shares something with `present`."""
        yield from self._free
        for char in present:
            for number in self._by_first.get(char, ()):
                if not any(need.isdisjoint(present) for need in self._others[number]):
                    yield number
