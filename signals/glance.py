"""A glance at a text that names a company: could any sentence of it tell an event? Most could not, and are not read.

The glance knows the bare words only, before names, roles and numbers are marked. It may say yes too often, never no.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence, Set

from signals.companies import Mention, within
from signals.language import RUN, runs
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
_STAND_INS = ("the_firm", "it")  # lists of words that may stand for a company named before, and
_PRONOUNS = ("he", "his")  # for a person
# What a pattern needs when it is not enough that people are only named: somebody's title, or a group.
TITLED = Need(frozenset({ROLE, GROUP}))
_DIGIT = re.compile(r"\d")


class Glance:
    """What the patterns of one lexicon need, and what its words give. Each different need is one bit of a number."""

    def __init__(self, patterns: Sequence[Pattern], lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        self._nouns = lexicon.titles.keys() | lexicon.groups.keys()
        self._parts = self._followed(patterns)
        self._phrases = _phrases(lexicon)
        self._bits: dict[frozenset[str], int] = {}
        rows = [[bit for need in pattern.needs if (bit := self._bit(need))] for pattern in patterns]
        self._needs = [sum(set(row)) for row in rows]
        self._free = frozenset(number for number, row in enumerate(rows) if not row)
        firsts = [row[0] if row else 0 for row in rows]
        self._company, self._numbers = _Given(self._bits, {COMPANY}, firsts), _Given(self._bits, _NUMBERS, firsts)
        marks: dict[str, set[str]] = {}
        for mark in frozenset().union(*self._bits):
            for phrase in self._phrases.get(mark, ()):
                marks.setdefault(phrase, set()).add(mark)
        self._words: dict[str, _Given] = {}
        self._longer: dict[str, list[tuple[str, _Given]]] = {}
        for phrase, left in marks.items():
            given, words = _Given(self._bits, left, firsts), phrase.split()
            if len(words) == 1:
                self._words[words[0]] = given
            else:
                self._longer.setdefault(max(words, key=len), []).append((phrase, given))
        self._known = frozenset((*self._words, *self._longer))

    def possible(
        self,
        folded: str,
        words: Sequence[str],
        spans: Iterable[tuple[int, int]],
        mentions: Sequence[Mention],
        cut: Callable[[int, int], Sequence[Token]],
    ) -> bool:
        """Tell whether a sentence of a text could match any pattern.

        The text is made of these `words`, runs of letters, and its sentences stand at `spans`; `cut` gives the tokens
        between two offsets.
        """
        present, among = self._met(words, bool(mentions), _DIGIT.search(folded) is not None)
        among = {number for number in among if not self._needs[number] & ~present}
        for start, end in spans if among else ():
            inside = within(mentions, start, end)
            present, _ = self._met(runs(folded[start:end]), bool(inside), _DIGIT.search(folded, start, end) is not None)
            numbers = [number for number in among if not self._needs[number] & ~present]
            if not numbers:
                continue
            if any(mention.doubtful for mention in inside):
                return True
            tokens = cut(start, end)
            if len(tokens) > MOST_TOKENS:
                return True
            bare = self._bare(tokens, inside)
            if any(self._parts[number].stand(bare) for number in numbers):
                return True
        return False

    def _met(self, words: Sequence[str], company: bool, digits: bool) -> tuple[int, set[int]]:
        """Return the needs that these words meet, and the patterns whose rarest need is among them."""
        met = [self._company] if company else []
        if digits:
            met.append(self._numbers)
        text = ""
        for word in self._known.intersection(words):
            if word in self._words:
                met.append(self._words[word])
            if word in self._longer:
                text = text or f" {' '.join(words)} "
                met.extend(given for phrase, given in self._longer[word] if phrase in text)
        present, numbers = 0, set(self._free)
        for given in met:
            present |= given.needs
            numbers |= given.firsts
        return present, numbers

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
        lists = ("given", "the", *_STAND_INS, *_PRONOUNS)
        starts = {symbols[word] for name in lists for word in lexicon.words(name) & symbols.keys()}
        nouns = {symbols[word] for word in self._nouns & symbols.keys()} | {ROLE}
        opening = "".join(sorted(starts | {COMPANY, ROLE, UNKNOWN_CAPITAL}))
        noun = "".join(sorted(nouns))
        return [Followed(one.rough, opening, noun, _titled(one)) for one in patterns]

    def _bit(self, need: Need) -> int:
        """Return the bit of a need; 0 when a look at words cannot tell whether it is met."""
        if need.chars & _ALWAYS:
            return 0
        marks = set(need.chars & (_NUMBERS | {ROLE, GROUP, COMPANY}))
        for words in need.phrases:
            phrase = _joined(words)
            if not phrase:
                return 0
            marks.add(phrase)
            self._phrases.setdefault(phrase, {phrase})
        return self._bits.setdefault(frozenset(marks), 1 << len(self._bits)) if marks else 0


def _titled(pattern: Pattern) -> bool:
    """Tell whether a pattern wants people with a title or a group, and has no slot of its own for one."""
    return TITLED in pattern.needs and "{role}" not in pattern.source and "{group}" not in pattern.source


class _Given:
    """What a word, a company or a digit gives: needs it meets, and the patterns whose rarest need is among them."""

    def __init__(self, bits: Mapping[frozenset[str], int], marks: Set[str], firsts: Sequence[int]) -> None:
        self.needs = sum(bit for need, bit in bits.items() if not need.isdisjoint(marks))
        self.firsts = frozenset(number for number, first in enumerate(firsts) if first & self.needs)


def _phrases(lexicon: Lexicon) -> dict[str, set[str]]:
    """Return the phrases that may become a role, a group, a company or money, by its character."""
    found: dict[str, set[str]] = {
        ROLE: {_joined(words) for phrases in lexicon.titles.values() for words, _ in phrases},
        GROUP: {_joined(words) for phrases in lexicon.groups.values() for words, _ in phrases},
        COMPANY: {_joined(words) for name in _STAND_INS for words in lexicon.lists.get(name, ())},
        MONEY: {_joined(words) for words in lexicon.lists.get("spelled", ())},
    }
    return {mark: phrases - {""} for mark, phrases in found.items()}


def _joined(words: Sequence[str]) -> str:
    """Return a phrase as its runs of letters with spaces around, "" for one without letters."""
    letters = " ".join(run for word in words for run in RUN.findall(word))
    return f" {letters} " if letters else ""
