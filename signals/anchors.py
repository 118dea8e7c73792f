"""The words that patterns cannot do without, and which patterns lack none of theirs in a sentence of bare words.

Names, roles and numbers are not marked yet: any title may be a role, any phrase of the lists may be a group or money.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence, Set
from functools import cache, reduce
from itertools import pairwise
from operator import or_

from signals.alphabet import SIGNS
from signals.amounts import of_money
from signals.language import runs
from signals.needs import Needs, numbers
from signals.patterns import COMPANY, GROUP, MONEY, NUMBER, ORGANISATION, PERSON, ROLE, UNKNOWN, UNKNOWN_CAPITAL, Need
from signals.vocabulary import Lexicon

# What bare words cannot rule out: names, unknown words and signs.
_ALWAYS = frozenset({ORGANISATION, PERSON, UNKNOWN, UNKNOWN_CAPITAL}) | SIGNS
_NUMBERS = frozenset({NUMBER, MONEY, "%", "Y"})
STAND_INS = ("the_firm", "it")  # lists of words that may stand for a company named before

_Marks = frozenset[str]
# A phrase with spaces around, and the needs it meets.
_Phrase = tuple[str, int]


class Anchors:
    """What patterns of one lexicon need, by the words that meet it. Patterns that need the same are one group.

    `patterns` are what each of them needs, by its number.
    """

    def __init__(self, patterns: Mapping[int, Sequence[Need]], lexicon: Lexicon) -> None:
        small = lexicon.words("stopwords")
        self._groups, asked = _grouped(patterns, small)
        self._complete, self._company, self._money = asked.ranks.complete, asked.met({COMPANY}), asked.met({MONEY})
        self._numbers = asked.met(_NUMBERS - {MONEY})
        self._compounds, self._people = lexicon.compounds, asked.met({ROLE, GROUP})
        phrases = _asked(asked, lexicon)
        singles = {phrase.strip(): met for phrase, met in phrases.items() if " " not in phrase.strip()}
        kept = {word: word for word in lexicon.symbols}
        self._singles = {kept.get(word, word): met for word, met in singles.items()}
        self._known = frozenset(self._singles)
        self._longer = _by_pair(phrases, small, kept)
        self._paired = self._longer.keys()

    def among(self, words: Sequence[str], company: bool, number: bool, money: bool) -> list[int]:
        """Return the patterns that a sentence of these words, runs of letters, does not rule out.

        `company` and `number` tell whether there is one in it, `money` whether there is a sign for a currency.
        """
        met = reduce(or_, map(self._singles.__getitem__, self._known.intersection(words)), 0)
        if not self._paired.isdisjoint(pairwise(words)):
            met |= self._in_pairs(words)
        met |= (self._company if company else 0) | (self._numbers if number else 0) | (self._money if money else 0)
        if self._compounds and any(map(self._compounds.__getitem__, words)):
            met |= self._people  # one person or, where the plural is the same, several
        complete = self._complete(met)
        return [one for group in numbers(complete) for one in self._groups[group]] if complete else []

    def _in_pairs(self, words: Sequence[str]) -> int:
        """Return the needs that phrases of several words meet."""
        met = 0
        for pair in self._longer.keys() & pairwise(words):
            needs, longer = self._longer[pair]
            met |= needs
            if longer:
                text = f" {' '.join(words)} "
                for phrase, needs in longer:
                    if phrase in text:
                        met |= needs
        return met


def _grouped(patterns: Mapping[int, Sequence[Need]], small: Set[str]) -> tuple[tuple[tuple[int, ...], ...], Needs]:
    """Return the patterns that need the same, and what each of these groups needs."""
    joined = cache(_joined)  # many needs share their phrases, and many patterns their needs
    marked = cache(lambda need: _marks(need, joined))
    groups: dict[frozenset[_Marks], list[int]] = {}
    for number, needs in patterns.items():
        wanted = frozenset(marks for need in needs if (marks := marked(need)))
        groups.setdefault(wanted, []).append(number)
    ordered = sorted(groups, key=len, reverse=True)

    def rarity(marks: _Marks) -> tuple[bool, int, list[str]]:
        return _rarity(marks, small)

    sorted_needs: list[list[_Marks]] = [sorted(wanted, key=rarity) for wanted in ordered]
    return tuple(tuple(groups[wanted]) for wanted in ordered), Needs(sorted_needs)


def _rarity(marks: _Marks, small: Set[str]) -> tuple[bool, int, list[str]]:
    """Return by what to sort needs: those last that a company, a number or a small word meets."""
    common = not marks.isdisjoint(_NUMBERS | {COMPANY}) or any(mark.strip() in small for mark in marks)
    return common, len(marks), sorted(marks)


def _marks(need: Need, joined: Callable[[tuple[str, ...]], str]) -> _Marks:
    """Return the marks one of which meets a need; none when a look at words cannot tell whether it is met.

    A mark is a phrase as it is `joined`, with spaces around, or the character of a unit.
    """
    if not _ALWAYS.isdisjoint(need.chars):
        return frozenset()
    marks = (_NUMBERS | {ROLE, GROUP, COMPANY}).intersection(need.chars)
    phrases = frozenset(map(joined, need.phrases))
    return frozenset() if "" in phrases else marks | phrases


def _asked(needs: Needs, lexicon: Lexicon) -> dict[str, int]:
    """Return every phrase that some need asks for, or that may become what it asks for, with the needs it meets."""
    spelled = {_joined(words) for words in lexicon.phrases("spelled")}
    units = {
        ROLE: {_joined(words) for phrases in lexicon.titles.values() for words, _ in phrases},
        GROUP: {_joined(words) for phrases in lexicon.groups.values() for words, _ in phrases}
        | {_joined(words) for words in lexicon.phrases("either_number")},
        COMPANY: {_joined(words) for name in STAND_INS for words in lexicon.phrases(name)},
        MONEY: spelled | {_joined((word,)) for word in of_money(lexicon)},
        NUMBER: spelled,
    }
    marks: dict[str, list[str]] = {}
    for mark in needs.marks:
        for phrase in units.get(mark, ()) if len(mark) == 1 else (mark,):
            marks.setdefault(phrase, []).append(mark)
    marks.pop("", None)
    for phrase in [*marks]:
        for form in _inflected(phrase, lexicon.forms):
            marks.setdefault(form, []).extend(marks[phrase])
    kept: dict[int, int] = {}  # most phrases meet what others do, too; a number of them is long
    return {phrase: kept.setdefault(met, met) for phrase, meeting in marks.items() if (met := needs.met(meeting))}


def _inflected(phrase: str, forms: Mapping[str, Sequence[str]]) -> Iterator[str]:
    """Yield a phrase with the other forms of each verb in it."""
    words = phrase.split()
    for at, word in enumerate(words):
        for form in forms.get(word, ()):
            yield _joined((*words[:at], form, *words[at + 1 :]))


def _by_pair(
    phrases: Mapping[str, int], small: Set[str], kept: Mapping[str, str]
) -> dict[tuple[str, str], tuple[int, tuple[_Phrase, ...]]]:
    """Return by two words side by side which needs they meet, and the longer phrases whose rarest two they are.

    The words are those that are `kept` already, where they are.
    """
    found: dict[tuple[str, str], tuple[int, tuple[_Phrase, ...]]] = {}
    for phrase, needs in phrases.items():
        words = [kept.get(word, word) for word in phrase.split()]
        if len(words) < 2:
            continue
        rarest = max(pairwise(words), key=lambda pair: sorted((word not in small, len(word)) for word in pair))
        met, longer = found.get(rarest, (0, ()))
        found[rarest] = (
            (met | needs if met else needs, longer) if len(words) == 2 else (met, (*longer, (phrase, needs)))
        )
    return found


def _joined(words: Sequence[str]) -> str:
    """Return a phrase as its runs of letters with spaces around, "" for one without letters."""
    letters = " ".join(run for word in words for run in runs(word))
    return f" {letters} " if letters else ""
