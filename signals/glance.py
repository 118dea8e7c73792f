"""A glance at a text that names a company: could any sentence of it tell an event? Most could not, and are not read.

The glance knows the bare words only, before names, roles and numbers are marked. It may say yes too often, never no.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence

from ahocorasick_rs import AhoCorasick, Implementation

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
from signals.rough import Followed
from signals.tokens import MOST_TOKENS, Token
from signals.units import QUOTES
from signals.vocabulary import Lexicon

# What bare words cannot rule out: names, unknown words and signs.
_ALWAYS = frozenset({ORGANISATION, PERSON, UNKNOWN, UNKNOWN_CAPITAL}) | SIGNS
_NUMBERS = frozenset({NUMBER, MONEY, "%", "Y"})
_STAND_INS = ("the_firm", "it", "he", "his")  # lists of words that may stand for a company named before
_DIGIT = re.compile(r"\d")


class Glance:
    """What the patterns of one lexicon need. What a sentence holds is kept as a number with one bit for each mark."""

    def __init__(self, patterns: Sequence[Pattern], lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        self._nouns = lexicon.titles.keys() | lexicon.groups.keys()
        self._parts = self._followed(patterns)
        self._bits: dict[str, int] = {}
        self._marks: dict[str, int] = {}
        for symbol, table in ((ROLE, lexicon.titles), (GROUP, lexicon.groups)):
            for words in (words for phrases in table.values() for words, _ in phrases):
                self._mark(words, symbol)
        for phrase in (phrase for name in _STAND_INS for phrase in lexicon.lists.get(name, ())):
            self._mark(phrase, COMPANY)
        for phrase in lexicon.lists.get("spelled", ()):
            self._mark(phrase, MONEY)
        self._company, self._numbers = self._bit(COMPANY), sum(map(self._bit, _NUMBERS))
        rows = [[marks for need in pattern.needs if (marks := self._of(need))] for pattern in patterns]
        self._needs = [row[1:] for row in rows]
        firsts = [row[0] if row else 0 for row in rows]
        self._free = [number for number, first in enumerate(firsts) if not first]
        self._left = list(self._marks.values())
        self._by_word = [self._with(firsts, marks) for marks in self._left]
        self._by_company, self._by_number = self._with(firsts, self._company), self._with(firsts, self._numbers)
        kind = Implementation.DFA
        self._words = AhoCorasick(list(self._marks), store_patterns=False, implementation=kind) if self._marks else None

    def possible(
        self,
        folded: str,
        spans: Sequence[tuple[int, int]],
        runs: Iterable[Sequence[str]],
        mentions: Sequence[Mention],
        cut: Callable[[int, int], Sequence[Token]],
    ) -> bool:
        """Tell whether a sentence of a text could match any pattern.

        The sentences stand at `spans` and hold these `runs` of letters; `cut` gives the tokens between two offsets.
        """
        for (start, end), letters in zip(spans, runs, strict=True):
            inside = within(mentions, start, end)
            numbers = list(self._met(letters, bool(inside), _DIGIT.search(folded, start, end) is not None))
            if not numbers:
                continue
            if any(mention.doubtful for mention in inside):
                return True
            words = cut(start, end)
            if len(words) > MOST_TOKENS:
                return True
            bare = self._bare(words, inside)
            for number in numbers:
                if self._parts[number].stand(bare):
                    return True
        return False

    def _met(self, runs: Sequence[str], company: bool, digits: bool) -> Iterator[int]:
        """Yield the numbers of the patterns whose every need these words meet."""
        present, numbers = 0, set(self._free)
        if self._words is not None:
            for index, _, _ in self._words.find_matches_as_indexes(f" {' '.join(runs)} ", overlapping=True):
                present |= self._left[index]
                numbers |= self._by_word[index]
        if company:
            present |= self._company
            numbers |= self._by_company
        if digits:
            present |= self._numbers
            numbers |= self._by_number
        for number in numbers:
            for need in self._needs[number]:
                if not need & present:
                    break
            else:
                yield number

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
                bare.append(symbols.get(word.folded) or self._unknown(word))
        return "".join(bare)

    def _unknown(self, word: Token) -> str:
        """Return the character of a word that no pattern names."""
        if word.folded in SIGNS:
            return word.folded
        return ROLE if word.folded in self._nouns else UNKNOWN_CAPITAL if word.capital else UNKNOWN

    def _followed(self, patterns: Sequence[Pattern]) -> list[Followed]:
        """Return the rough parts of the patterns with the words that names and roles begin with."""
        lexicon, symbols = self._lexicon, self._lexicon.symbols
        lists = ("given", "the", "he", *_STAND_INS)
        starts = {symbols[word] for name in lists for word in lexicon.words(name) & symbols.keys()}
        nouns = {symbols[word] for word in self._nouns & symbols.keys()} | {ROLE}
        opening = "".join(sorted(starts | {COMPANY, ROLE, UNKNOWN_CAPITAL}))
        return [Followed(pattern.rough, opening, "".join(sorted(nouns))) for pattern in patterns]

    def _of(self, need: Need) -> int:
        """Return the marks one of which the words of a text must leave; 0 when a look at them cannot tell."""
        if need.chars & _ALWAYS:
            return 0
        marks = [self._mark(words, "_".join(words)) for words in need.phrases]
        others = [self._bit(char) for char in need.chars & (_NUMBERS | {ROLE, GROUP, COMPANY})]
        return 0 if 0 in marks else sum({*marks, *others})

    def _bit(self, mark: str) -> int:
        return self._bits.setdefault(mark, 1 << len(self._bits))

    def _mark(self, words: Sequence[str], mark: str) -> int:
        """Let these words leave a mark when they stand in a text; return its bit, 0 for words that are not letters."""
        runs = [run for word in words for run in RUN.findall(word)]
        if not runs:
            return 0
        bit = self._bit(mark)
        phrase = f" {' '.join(runs)} "
        self._marks[phrase] = self._marks.get(phrase, 0) | bit
        return bit

    def _with(self, firsts: Sequence[int], marks: int) -> frozenset[int]:
        """Return the numbers of the patterns whose rarest need one of `marks` meets."""
        return frozenset(number for number, first in enumerate(firsts) if first & marks)
