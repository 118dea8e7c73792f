"""A glance at a text that names a company: could any sentence of it tell an event? Most could not, and are not read.

The glance knows the bare words only, before names, roles and numbers are marked. It may say yes too often, never no.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence, Set

from signals.companies import Mention, within
from signals.language import RUN, runs
from signals.marking import formal, placed
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
from signals.units import DASHES, QUOTES
from signals.vocabulary import Lexicon

# What bare words cannot rule out: names, unknown words and signs.
_ALWAYS = frozenset({ORGANISATION, PERSON, UNKNOWN, UNKNOWN_CAPITAL}) | SIGNS
_NUMBERS = frozenset({NUMBER, MONEY, "%", "Y"})
_STAND_INS = ("the_firm", "it")  # lists of words that may stand for a company named before, and
_PRONOUNS = ("he", "his")  # for a person
# What a pattern needs when it is not enough that people are only named: somebody's title, or a group.
TITLED = Need(frozenset({ROLE, GROUP}))
_DIGIT = re.compile(r"\d")


# The needs that something meets, and the groups of patterns whose rarest need is among them: all their needs, a number.
_Given = tuple[int, tuple[tuple[int, int], ...]]
# A phrase, "" for a single word; another word of it; its rarest word; what it gives.
_Entry = tuple[str, str, str, _Given]


class Glance:
    """What the patterns of one lexicon need, and what its words give. Each different need is one bit of a number."""

    def __init__(self, patterns: Sequence[Pattern], lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        self._nouns = lexicon.titles.keys() | lexicon.groups.keys()
        self._heads = frozenset(lexicon.heads.values())
        self._small = lexicon.words("stopwords")
        self._phrases = _phrases(lexicon)
        self._bits: dict[frozenset[str], int] = {}
        # Patterns that need the same stand in one group, found by the rarest of it that not every text has.
        groups: dict[int, list[Followed]] = {}
        firsts: dict[int, int] = {}
        for pattern, parts in zip(patterns, self._followed(patterns), strict=True):
            row = [bit for need in sorted(pattern.needs, key=self._common) if (bit := self._bit(need))]
            firsts.setdefault(sum(set(row)), row[0] if row else 0)
            groups.setdefault(sum(set(row)), []).append(parts)
        self._groups = tuple((needs, tuple(followed)) for needs, followed in groups.items())
        self._firsts = tuple(firsts.values())
        self._company, self._numbers = self._given({COMPANY}), self._given(_NUMBERS)
        free = [(needs, number) for number, needs in enumerate(groups) if not self._firsts[number]]
        self._everywhere = (*free, *self._company[1], *self._numbers[1])
        self._words: dict[str, list[_Entry]] = {}
        for phrase, marks in self._marks().items():
            words = phrase.split()
            rarest = max(words, key=lambda word: (word not in self._small, len(word)))
            others = sorted(set(words) - {rarest}, key=lambda word: (word in self._small, -len(word)))
            entry = (phrase if len(words) > 1 else "", (*others, rarest)[0], rarest, self._given(marks))
            self._words.setdefault(rarest, []).append(entry)

    def possible(
        self,
        folded: str,
        words: Sequence[str],
        spans: Callable[[], Iterable[tuple[int, int]]],
        mentions: Sequence[Mention],
        cut: Callable[[int, int], Sequence[Token]],
    ) -> Iterator[tuple[int, int]]:
        """Yield where the sentences of a text stand that could match a pattern.

        The text is made of these `words`, runs of letters, `spans` gives where its sentences stand, `cut` the tokens
        between two offsets.
        """
        groups, telling = self._likely(words)
        common = self._company[0] | self._numbers[0]
        for start, end in spans() if groups else ():
            sentence, present = folded[start:end], common
            for word, needs in telling:
                if word in sentence:
                    present |= needs
            if all(needs & ~present for needs, _ in groups):
                continue
            inside = within(mentions, start, end)
            followed = self._followers(sentence, bool(inside), groups)
            if not followed:
                continue
            tokens = cut(start, end)
            if any(mention.doubtful for mention in inside) or len(tokens) > MOST_TOKENS:
                yield start, end
                continue
            bare = self._bare(tokens, inside)
            if any(parts.stand(bare) for parts in followed):
                yield start, end

    def _likely(self, words: Sequence[str]) -> tuple[Set[tuple[int, int]], list[tuple[str, int]]]:
        """Return the groups of patterns whose needs a text meets, and which of its words meet which of these needs."""
        met = self._met(words)
        absent = ~self._present(met, company=True, digits=True)
        groups = {group for group in self._everywhere if not group[0] & absent}
        for _, _, _, (_, firsts) in met:
            for group in firsts:
                if not group[0] & absent:
                    groups.add(group)
        wanted = 0
        for needs, _ in groups:
            wanted |= needs
        return groups, [(word, needs) for _, _, word, (needs, _) in met if needs & wanted] if groups else []

    def _followers(self, sentence: str, company: bool, groups: Iterable[tuple[int, int]]) -> list[Followed]:
        """Return the patterns of these groups whose needs a sentence meets."""
        absent = ~self._present(self._met(runs(sentence)), company, _DIGIT.search(sentence) is not None)
        return [parts for needs, number in groups if not needs & absent for parts in self._groups[number][1]]

    def _met(self, words: Sequence[str]) -> list[_Entry]:
        """Return the phrases that stand in these words and that some pattern needs."""
        met: list[_Entry] = []
        text, standing = "", set(words)
        for entries in filter(None, map(self._words.get, standing)):
            for entry in entries:
                phrase, other = entry[:2]
                if phrase:
                    if other not in standing:
                        continue
                    text = text or f" {' '.join(words)} "
                    if phrase not in text:
                        continue
                met.append(entry)
        return met

    def _present(self, met: Iterable[_Entry], company: bool, digits: bool) -> int:
        """Return the needs that these phrases, a company and a digit meet."""
        present = (self._company[0] if company else 0) | (self._numbers[0] if digits else 0)
        for _, _, _, (needs, _) in met:
            present |= needs
        return present

    def _bare(self, words: Sequence[Token], mentions: Sequence[Mention]) -> str:
        """Return the words of a sentence as characters, each company as one."""
        bare: list[str] = []
        at = 0
        for _, start, stop in placed(words, mentions):
            bare.extend(self._characters(words, at, start))
            at = max(at, start)
            if stop > at:
                bare.append(COMPANY)
                at = formal(words, stop)
        bare.extend(self._characters(words, at, len(words)))
        return "".join(bare)

    def _characters(self, words: Sequence[Token], first: int, stop: int) -> Iterator[str]:
        """Yield the characters of words[first:stop], without quotes, and with dashes as `mark` reads them."""
        symbols = self._lexicon.symbols
        for at in range(first, stop):
            word = words[at]
            folded = word.folded
            if folded in DASHES and (not at or words[at - 1].end < word.start):
                folded = ","
            elif folded in QUOTES or (folded in DASHES and words[at - 1].folded in DASHES):
                continue
            yield symbols.get(folded) or self._unknown(word, folded)

    def _unknown(self, word: Token, folded: str) -> str:
        """Return the character of a word that no pattern names."""
        if folded in SIGNS:
            return folded
        return ROLE if folded in self._nouns else UNKNOWN_CAPITAL if word.capital else UNKNOWN

    def _followed(self, patterns: Sequence[Pattern]) -> list[Followed]:
        """Return the rough parts of the patterns with the words that names and roles begin with."""
        lexicon, symbols = self._lexicon, self._lexicon.symbols
        lists = ("given", "the", *_STAND_INS, *_PRONOUNS)
        starts = {symbols[word] for name in lists for word in lexicon.words(name) & symbols.keys()}
        nouns = {symbols[word] for word in self._nouns & symbols.keys()} | {ROLE}
        opening = "".join(sorted(starts | {COMPANY, ROLE, UNKNOWN_CAPITAL}))
        noun = "".join(sorted(nouns))
        return [Followed(one.rough, opening, noun, _titled(one)) for one in patterns]

    def _common(self, need: Need) -> bool:
        """Tell whether nearly every text meets a need: with a company, a number or a small word."""
        small = any(len(words) == 1 and words[0] in self._small for words in need.phrases)
        return small or not need.chars.isdisjoint(_NUMBERS | {COMPANY})

    def _bit(self, need: Need) -> int:
        """Return the bit of a need; 0 when a look at words cannot tell whether it is met."""
        if need.chars & _ALWAYS:
            return 0
        marks = set(need.chars & (_NUMBERS | {ROLE, GROUP, COMPANY}))
        if not need.chars.isdisjoint(self._heads):
            marks.add(ROLE)  # a title that a pattern names: any title may be it
        for words in need.phrases:
            phrase = _joined(words)
            if not phrase:
                return 0
            marks.add(phrase)
            self._phrases.setdefault(phrase, {phrase})
        return self._bits.setdefault(frozenset(marks), 1 << len(self._bits)) if marks else 0

    def _marks(self) -> dict[str, set[str]]:
        """Return every phrase that some need asks for with the marks it leaves."""
        marks: dict[str, set[str]] = {}
        for mark in frozenset().union(*self._bits):
            for phrase in self._phrases.get(mark, ()):
                marks.setdefault(phrase, set()).add(mark)
        return marks

    def _given(self, marks: Set[str]) -> _Given:
        """Return what these marks give."""
        needs = sum(bit for need, bit in self._bits.items() if not need.isdisjoint(marks))
        return needs, tuple(
            (self._groups[number][0], number) for number, first in enumerate(self._firsts) if first & needs
        )


def _titled(pattern: Pattern) -> bool:
    """Tell whether a pattern wants people with a title or a group, and has no slot of its own for one."""
    return TITLED in pattern.needs and "{role}" not in pattern.source and "{group}" not in pattern.source


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
