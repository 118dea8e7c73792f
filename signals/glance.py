"""A glance at a text that names a company: could any sentence of it tell an event? Most could not, and are not read.

The glance knows the bare words only, before names, roles and numbers are marked. It may say yes too often, never no.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence

from signals.companies import Mention, within
from signals.language import RUN, runs
from signals.marking import formal, placed
from signals.needs import Needs, numbers
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


# A phrase with spaces around; its rarest word; the needs it meets; another word of it.
_Entry = tuple[str, str, int, str]
# What a word begins: itself when it is needed; words beside it that make phrases of it; these phrases.
_Begun = tuple[_Entry | None, frozenset[str], tuple[_Entry, ...]]


class Glance:
    """What the patterns of one lexicon need, and what its words give.

    Patterns that need the same stand in one group.
    """

    def __init__(self, patterns: Sequence[Pattern], lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        self._nouns = lexicon.titles.keys() | lexicon.groups.keys()
        self._heads = frozenset(lexicon.heads.values())
        self._small = lexicon.words("stopwords")
        self._phrases = _phrases(lexicon)
        groups: dict[frozenset[frozenset[str]], list[Followed]] = {}
        for pattern, parts in zip(patterns, self._followed(patterns), strict=True):
            needs = frozenset(marks for need in pattern.needs if (marks := self._marks(need)))
            groups.setdefault(needs, []).append(parts)
        ordered = sorted(groups, key=len, reverse=True)
        self._groups = tuple(tuple(groups[needs]) for needs in ordered)
        self._needs = Needs([sorted(needs, key=self._rarity) for needs in ordered])
        self._company, self._numbers = self._needs.met({COMPANY}), self._needs.met(_NUMBERS)
        self._words = self._index()
        self._known = frozenset(self._words)

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
        telling = self._likely(words)
        common = self._company | self._numbers
        for start, end in spans() if telling is not None else ():
            sentence, present = folded[start:end], common
            for _, word, needs, _ in telling or ():
                if word in sentence:
                    present |= needs
            if not self._needs.complete(present):
                continue
            inside = within(mentions, start, end)
            followed = self._followers(sentence, bool(inside), telling or ())
            if not followed:
                continue
            tokens = cut(start, end)
            if any(mention.doubtful for mention in inside) or len(tokens) > MOST_TOKENS:
                yield start, end
                continue
            bare = self._bare(tokens, inside)
            if any(parts.stand(bare) for parts in followed):
                yield start, end

    def _likely(self, words: Sequence[str]) -> list[_Entry] | None:
        """Return what stands in these words and is needed by patterns whose needs they meet, None for no pattern."""
        met: list[_Entry] = []
        present = self._company | self._numbers
        text, begun = "", self._words
        standing = self._known.intersection(words)
        for word in standing:
            single, others, phrases = begun[word]
            if single is not None:
                met.append(single)
                present |= single[2]
            if not phrases or others.isdisjoint(standing):
                continue
            text = text or f" {' '.join(words)} "
            for entry in phrases:
                if entry[3] in standing and entry[0] in text:
                    met.append(entry)
                    present |= entry[2]
        groups = self._needs.complete(present)
        if not groups:
            return None
        wanted = self._needs.of(groups)
        return [entry for entry in met if entry[2] & wanted]

    def _followers(self, sentence: str, company: bool, telling: Iterable[_Entry]) -> list[Followed]:
        """Return the patterns whose needs a sentence meets; `telling` are the phrases of its text that may matter."""
        present = self._company if company else 0
        if _DIGIT.search(sentence):
            present |= self._numbers
        text = f" {' '.join(runs(sentence))} "
        for phrase, _, needs, _ in telling:
            if phrase in text:
                present |= needs
        groups = self._needs.complete(present)
        return [parts for number in numbers(groups) for parts in self._groups[number]]

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

    def _rarity(self, marks: frozenset[str]) -> tuple[bool, int, list[str]]:
        """Return by what to sort needs: those last that a company, a number or a small word meets."""
        common = not marks.isdisjoint(_NUMBERS | {COMPANY}) or any(mark.strip() in self._small for mark in marks)
        return common, len(marks), sorted(marks)

    def _marks(self, need: Need) -> frozenset[str]:
        """Return the marks one of which meets a need; none when a look at words cannot tell whether it is met."""
        if need.chars & _ALWAYS:
            return frozenset()
        marks = set(need.chars & (_NUMBERS | {ROLE, GROUP, COMPANY}))
        if not need.chars.isdisjoint(self._heads):
            marks.add(ROLE)  # a title that a pattern names: any title may be it
        for words in need.phrases:
            phrase = _joined(words)
            if not phrase:
                return frozenset()
            marks.add(phrase)
            self._phrases.setdefault(phrase, {phrase})
        return frozenset(marks)

    def _index(self) -> dict[str, _Begun]:
        """Return every phrase that some need asks for by its rarest word."""
        marks: dict[str, set[str]] = {}
        for mark in self._needs.marks:
            for phrase in self._phrases.get(mark, ()):
                marks.setdefault(phrase, set()).add(mark)
        singles: dict[str, _Entry] = {}
        longer: dict[str, list[_Entry]] = {}
        for phrase, left in marks.items():
            words = phrase.split()
            rarest = max(words, key=lambda word: (word not in self._small, len(word)))
            if len(words) == 1:
                singles[rarest] = (phrase, rarest, self._needs.met(left), "")
            else:
                others = sorted(set(words) - {rarest}, key=lambda word: (word in self._small, -len(word)))
                longer.setdefault(rarest, []).append((phrase, rarest, self._needs.met(left), (*others, rarest)[0]))
        return {
            word: (
                singles.get(word),
                frozenset(entry[3] for entry in longer.get(word, ())),
                tuple(longer.get(word, ())),
            )
            for word in {word for phrase in marks for word in phrase.split()}
        }


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
