"""The words that patterns cannot do without, and which patterns lack none of theirs in a sentence of bare words.

Names, roles and numbers are not marked yet: any title may be a role, any phrase of the lists may be a group or money.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence, Set
from functools import cache, reduce
from operator import or_

from signals.language import RUN
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
from signals.vocabulary import Lexicon

# What bare words cannot rule out: names, unknown words and signs.
_ALWAYS = frozenset({ORGANISATION, PERSON, UNKNOWN, UNKNOWN_CAPITAL}) | SIGNS
_NUMBERS = frozenset({NUMBER, MONEY, "%", "Y"})
STAND_INS = ("the_firm", "it")  # lists of words that may stand for a company named before

_Marks = frozenset[str]
# A phrase with spaces around; the needs it meets; another word of it than its rarest.
_Phrase = tuple[str, int, str]


class Anchors:
    """What some patterns of one lexicon need, by the words that meet it. Patterns that need the same are one group."""

    def __init__(self, patterns: Sequence[Pattern], lexicon: Lexicon) -> None:
        heads, small = frozenset(lexicon.heads.values()), lexicon.words("stopwords")
        groups: dict[frozenset[_Marks], list[int]] = {}
        for number, pattern in enumerate(patterns):
            wanted = frozenset(marks for need in pattern.needs if (marks := _marks(need, heads)))
            groups.setdefault(wanted, []).append(number)
        ordered = sorted(groups, key=len, reverse=True)
        self._groups = tuple(tuple(groups[wanted]) for wanted in ordered)
        needs = Needs([sorted(wanted, key=lambda marks: _rarity(marks, small)) for wanted in ordered])
        self._complete, self._company, self._numbers = needs.complete, needs.met({COMPANY}), needs.met(_NUMBERS)
        self._compounds, self._people = lexicon.compounds, needs.met({ROLE, GROUP})
        phrases = _asked(needs, lexicon)
        self._known = frozenset(word for phrase in phrases for word in phrase.split())
        self._singles = {phrase.strip(): met for phrase, met in phrases.items() if " " not in phrase.strip()}
        self._longer = _by_rarest(phrases, small)

    def among(self, words: Sequence[str], company: bool, number: bool) -> Iterator[int]:
        """Yield the patterns that a sentence of these words, runs of letters, does not rule out.

        `company` and `number` tell whether there is one in it.
        """
        standing = self._known.intersection(words)
        met = reduce(or_, filter(None, map(self._singles.get, standing)), self._company if company else 0)
        if number:
            met |= self._numbers
        if self._compounds and any(map(self._compounds.__getitem__, words)):
            met |= self._people  # one person or, where the plural is the same, several
        text = ""
        for word in self._longer.keys() & standing:
            others, phrases = self._longer[word]
            if not others.isdisjoint(standing):
                text = text or f" {' '.join(words)} "
                for phrase, needs, other in phrases:
                    if other in standing and phrase in text:
                        met |= needs
        for group in numbers(self._complete(met)):
            yield from self._groups[group]


def _rarity(marks: _Marks, small: Set[str]) -> tuple[bool, int, list[str]]:
    """Return by what to sort needs: those last that a company, a number or a small word meets."""
    common = not marks.isdisjoint(_NUMBERS | {COMPANY}) or any(mark.strip() in small for mark in marks)
    return common, len(marks), sorted(marks)


def _marks(need: Need, heads: Set[str]) -> _Marks:
    """Return the marks one of which meets a need; none when a look at words cannot tell whether it is met.

    A mark is a phrase with spaces around, or the character of a unit; a title that patterns name has one in `heads`.
    """
    if need.chars & _ALWAYS:
        return frozenset()
    marks = set(need.chars & (_NUMBERS | {ROLE, GROUP, COMPANY}))
    if not need.chars.isdisjoint(heads):
        marks.add(ROLE)  # any title may be it
    phrases = set(map(_joined, need.phrases))
    return frozenset() if "" in phrases else frozenset(marks | phrases)


def _asked(needs: Needs[str], lexicon: Lexicon) -> dict[str, int]:
    """Return every phrase that some need asks for, or that may become what it asks for, with the needs it meets."""
    units = {
        ROLE: {_joined(words) for phrases in lexicon.titles.values() for words, _ in phrases},
        GROUP: {_joined(words) for phrases in lexicon.groups.values() for words, _ in phrases}
        | {_joined(words) for words in lexicon.lists.get("either_number", ())},
        COMPANY: {_joined(words) for name in STAND_INS for words in lexicon.lists.get(name, ())},
        MONEY: {_joined(words) for words in lexicon.lists.get("spelled", ())},
        NUMBER: {_joined(words) for words in lexicon.lists.get("spelled", ())},
    }
    marks: dict[str, list[str]] = {}
    for mark in needs.marks:
        for phrase in units.get(mark, ()) if len(mark) == 1 else (mark,):
            marks.setdefault(phrase, []).append(mark)
    marks.pop("", None)
    met = cache(lambda *marks: needs.met(marks))  # the titles meet the same needs, which are kept once
    return {phrase: met(*meeting) for phrase, meeting in marks.items()}


def _by_rarest(phrases: Mapping[str, int], small: Set[str]) -> dict[str, tuple[frozenset[str], tuple[_Phrase, ...]]]:
    """Return the phrases of several words by their rarest one, with one more word of each."""
    found: dict[str, list[_Phrase]] = {}
    for phrase, needs in phrases.items():
        words = phrase.split()
        if len(words) > 1:
            rarest = max(words, key=lambda word: (word not in small, len(word)))
            others = sorted(set(words) - {rarest}, key=lambda word: (word in small, -len(word)))
            found.setdefault(rarest, []).append((phrase, needs, (*others, rarest)[0]))
    return {word: (frozenset(other for _, _, other in those), tuple(those)) for word, those in found.items()}


def _joined(words: Sequence[str]) -> str:
    """Return a phrase as its runs of letters with spaces around, "" for one without letters."""
    letters = " ".join(run for word in words for run in RUN.findall(word))
    return f" {letters} " if letters else ""
