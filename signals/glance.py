"""A glance at a text that names a company: could any sentence of it tell an event? Most could not, and are not read.

The glance knows the bare words only, before names, roles and numbers are marked. It may say yes too often, never no.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence, Set

from signals.companies import Mention, within
from signals.fold import fold
from signals.language import RUN
from signals.marking import formal
from signals.meaning import placed
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
from signals.spellings import LEGAL
from signals.tokens import MOST_TOKENS, Token, pieces
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
_MOST_WORDS = 20_000  # whose characters are remembered
_NAME = "\0\0"  # stands for a company among words
# What is sure to be no part of the name before it.
_BEHIND = re.compile(rf"['’][sS]\b|(?=[ ,.:;)?!]|$)(?!\s*[&,]?\s*(?:{'|'.join(sorted(LEGAL))})\b)", re.IGNORECASE)


# A phrase with spaces around; the needs it meets; another word of it than its rarest.
_Entry = tuple[str, int, str]
# What a word gives: the needs it meets by itself; words beside it that make phrases of it; these phrases.
_Begun = tuple[int, frozenset[str], tuple[_Entry, ...]]


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
        groups: dict[frozenset[frozenset[str]], list[tuple[int, Followed]]] = {}
        for number, (pattern, parts) in enumerate(zip(patterns, self._followed(patterns), strict=True)):
            needs = frozenset(marks for need in pattern.needs if (marks := self._marks(need)))
            groups.setdefault(needs, []).append((number, parts))
        ordered = sorted(groups, key=len, reverse=True)
        self._groups = tuple(tuple(groups[needs]) for needs in ordered)
        self._needs = Needs([sorted(needs, key=self._rarity) for needs in ordered])
        self._company, self._numbers = self._needs.met({COMPANY}), self._needs.met(_NUMBERS)
        self._bare_words = _BareWords(lexicon, self._nouns)
        self._words = self._index()
        self._known = frozenset(self._words)

    def possible(
        self,
        text: str,
        folded: str,
        spans: Sequence[tuple[int, int]],
        words: Sequence[Sequence[str]],
        mentions: Sequence[Mention],
        cut: Callable[[int, int], Sequence[Token]],
    ) -> Iterator[tuple[int, int, Sequence[int] | None]]:
        """Yield where the sentences of a text stand that could match a pattern, and which patterns, None for any.

        They stand at `spans` and are made of these `words`, runs of letters; `cut` gives the tokens of one.
        """
        complete = self._needs.complete
        for (start, end), runs in zip(spans, words, strict=True):
            inside = within(mentions, start, end)
            present = self._present(runs, self._company if inside else 0)
            groups = complete(present | self._numbers)
            if groups and not _DIGIT.search(folded, start, end):
                groups = complete(present)
            if not groups:
                continue
            doubtful = any(mention.doubtful for mention in inside)
            bare = "" if doubtful else self._bare(text, start, end, inside)
            if not bare:
                tokens = cut(start, end)
                if doubtful or len(tokens) > MOST_TOKENS:
                    yield start, end, None
                    continue
                bare = self._exactly(tokens, inside)
            met = [one for group in numbers(groups) for one in self._groups[group]]
            first = next((at for at, (_, parts) in enumerate(met) if parts.stand(bare)), None)
            if first is not None:  # whether the parts of those behind it stand, too, is dearer to know than to search
                yield start, end, [number for number, _ in met[first:]]

    def _present(self, words: Sequence[str], present: int) -> int:
        """Return the needs that the words of a sentence meet, and those that are `present` anyway."""
        begun, text = self._words, ""
        standing = self._known.intersection(words)
        for word in standing:
            needs, others, phrases = begun[word]
            if needs:
                present |= needs
            if phrases and not others.isdisjoint(standing):
                text = text or f" {' '.join(words)} "
                for phrase, met, other in phrases:
                    if other in standing and phrase in text:
                        present |= met
        return present

    def _bare(self, text: str, start: int, end: int, mentions: Sequence[Mention]) -> str:
        """Return the words of a sentence as characters, each company as one; "" where `_exactly` has to be asked."""
        elided = self._lexicon.elided
        words: list[str] = []
        at = start
        for mention in mentions:
            if not (mention.start == start or text[mention.start - 1] in " (") or mention.start < at:
                return ""
            behind = _BEHIND.match(text, mention.end, end)
            if behind is None:
                return ""
            words += pieces(text, at, mention.start, elided)
            words.append(_NAME)
            at = mention.end
        words += pieces(text, at, end, elided)
        if not words or len(words) > MOST_TOKENS // 2:
            return ""
        if words[0][0] in DASHES:
            words[0] = f" {words[0]}"
        return "".join(map(self._bare_words.__getitem__, words))

    def _exactly(self, words: Sequence[Token], mentions: Sequence[Mention]) -> str:
        """Return the same with regard to names within words and what belongs to a name; much slower."""
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
            yield symbols.get(folded) or _unknown(word.capital, folded, self._nouns)

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
        singles: dict[str, int] = {}
        longer: dict[str, list[_Entry]] = {}
        for phrase, left in marks.items():
            words = phrase.split()
            rarest = max(words, key=lambda word: (word not in self._small, len(word)))
            if len(words) == 1:
                singles[rarest] = self._needs.met(left)
            else:
                others = sorted(set(words) - {rarest}, key=lambda word: (word in self._small, -len(word)))
                longer.setdefault(rarest, []).append((phrase, self._needs.met(left), (*others, rarest)[0]))
        return {
            word: (
                singles.get(word, 0),
                frozenset(other for _, _, other in longer.get(word, ())),
                tuple(longer.get(word, ())),
            )
            for word in {word for phrase in marks for word in phrase.split()}
        }


class _BareWords(dict[str, str]):
    """The character that each word stands as, learnt when the word is first met: texts repeat theirs."""

    def __init__(self, lexicon: Lexicon, nouns: Set[str]) -> None:
        super().__init__()
        self._symbols, self._nouns = lexicon.symbols, nouns

    def __missing__(self, word: str) -> str:
        if len(self) >= _MOST_WORDS:
            self.clear()
        self[word] = symbol = COMPANY if word == _NAME else self._symbol(word)
        return symbol

    def _symbol(self, word: str) -> str:
        folded = fold(word)
        if folded[-1] in DASHES:
            folded = folded[0] if folded[0] in DASHES else ","
        if folded in QUOTES:
            return ""
        return self._symbols.get(folded) or _unknown(word[0].isupper(), folded, self._nouns)


def _unknown(capital: bool, folded: str, nouns: Set[str]) -> str:
    """Return the character of a word that no pattern names."""
    if folded in SIGNS:
        return folded
    return ROLE if folded in nouns else UNKNOWN_CAPITAL if capital else UNKNOWN


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
        NUMBER: {_joined(words) for words in lexicon.lists.get("spelled", ())},
    }
    return {mark: phrases - {""} for mark, phrases in found.items()}


def _joined(words: Sequence[str]) -> str:
    """Return a phrase as its runs of letters with spaces around, "" for one without letters."""
    letters = " ".join(run for word in words for run in RUN.findall(word))
    return f" {letters} " if letters else ""
