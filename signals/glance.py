"""A glance at a text that names a company: could any sentence of it tell an event? Most could not, and are not read.

The glance knows the bare words only, before names, roles and numbers are marked. It may say yes too often, never no.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence, Set

from signals.alphabet import SIGNS
from signals.amounts import SIGN_OF_MONEY
from signals.anchors import STAND_INS, Anchors
from signals.charsets import members
from signals.companies import Mention, within
from signals.fold import fold
from signals.language import runs
from signals.marking import formal
from signals.meaning import placed
from signals.patterns import COMPANY, GROUP, ROLE, UNKNOWN, UNKNOWN_CAPITAL, Need, Pattern
from signals.rough import NAME_START, NOUN, Followed
from signals.spellings import LEGAL
from signals.tokens import MOST_TOKENS, Token, pieces
from signals.units import DASHES, QUOTES
from signals.vocabulary import Lexicon

_PRONOUNS = ("he", "his")  # lists of words that may stand for a person named before
# What a pattern needs when it is not enough that people are only named: somebody's title, or a group.
TITLED = Need("".join(sorted((ROLE, GROUP))))
_DIGIT = re.compile(r"\d")
_MOST_WORDS = 5_000  # whose characters are remembered
_SILENT = "\0"  # stands for what has no character
_APOSTROPHES = "'’"  # one at the end of a text may belong to what follows
_SPACED_NUMBER = re.compile(r"\d \d{3}(?!\d)")
# What is sure to be no part of the name before it.
_BEHIND = re.compile(rf"['’][sS]\b|(?=[ ,.:;)?!]|$)(?!\s*[&,]?\s*(?:{'|'.join(sorted(LEGAL))})\b)", re.IGNORECASE)


class Glance:
    """What the patterns of one lexicon need, in words and in their order; `wanted` is what each needs besides."""

    def __init__(self, patterns: Sequence[Pattern], wanted: Sequence[Sequence[Need]], lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        self._nouns = lexicon.titles.keys() | lexicon.groups.keys()
        needs = [(*one.needs, *more) for one, more in zip(patterns, wanted, strict=True)]
        self._anchors = Anchors(dict(enumerate(needs)), lexicon)
        anonymous = {number: one for number, one in enumerate(needs) if Need(COMPANY) not in one}
        self._anonymous = Anchors(anonymous, lexicon)  # most sentences name no company, and few patterns need none
        self._meaning = {max(runs(" ".join(one)), key=len) for name in STAND_INS for one in lexicon.phrases(name)}
        self._followed = self._parts(patterns, needs)
        self._behind_space, self._behind_name = (_Between(before, lexicon, self._nouns) for before in (" ", ""))

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
        numbered, signed = _DIGIT.search(folded) is not None, SIGN_OF_MONEY.search(folded) is not None
        for (start, end), said in zip(spans, words, strict=True):
            inside = within(mentions, start, end)
            anchors = self._anchors if inside or not self._meaning.isdisjoint(said) else self._anonymous
            number = numbered and _DIGIT.search(folded, start, end) is not None
            money = number and signed and SIGN_OF_MONEY.search(folded, start, end) is not None
            met = anchors.among(said, bool(inside), number, money)
            if not met:
                continue
            doubtful = any(mention.doubtful for mention in inside)
            bare = "" if doubtful else self._bare(text, start, end, inside, number)
            if not bare:
                tokens = cut(start, end)
                if doubtful or len(tokens) > MOST_TOKENS:
                    yield start, end, None
                    continue
                bare = self._exactly(tokens, inside)
            first = next((at for at, number in enumerate(met) if self._followed[number].stand(bare)), None)
            if first is not None:  # whether the parts of those behind it stand, too, is dearer to know than to search
                yield start, end, met[first:]

    def _bare(self, text: str, start: int, end: int, mentions: Sequence[Mention], number: bool) -> str:
        """Return the words of a sentence as characters, each company as one; "" where `_exactly` has to be asked.

        What stands between two spaces is read by itself, so that what texts repeat is looked up.
        """
        if (number and _SPACED_NUMBER.search(text, start, end)) or text[end - 1] in _APOSTROPHES:
            return ""
        bare: list[str] = []
        at, before = start, self._behind_space
        for mention in mentions:
            if not (mention.start == start or text[mention.start - 1] in " (") or mention.start < at:
                return ""
            behind = _BEHIND.match(text, mention.end, end)
            if behind is None:
                return ""
            first, *others = text[at : mention.start].split(" ")
            bare += before[first], *map(self._behind_space.__getitem__, others), COMPANY
            at, before = mention.end, self._behind_name
        first, *others = text[at:end].split(" ")
        bare += before[first], *map(self._behind_space.__getitem__, others)
        symbols = "".join(bare)
        return "" if len(symbols) > MOST_TOKENS // 2 else symbols.replace(_SILENT, "")

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
            yield symbols.get(folded) or _unknown(word.capital, folded, self._nouns, self._lexicon)

    def _parts(self, patterns: Sequence[Pattern], needs: Sequence[Sequence[Need]]) -> list[Followed]:
        """Return the rough parts of the patterns with the words that names and roles begin with."""
        lexicon, symbols = self._lexicon, self._lexicon.symbols
        lists = ("given", "the", *STAND_INS, *_PRONOUNS)
        starts = {symbols[word] for name in lists for word in lexicon.words(name) & symbols.keys()}
        nouns = {symbols[word] for word in self._nouns & symbols.keys()} | {ROLE}
        opening = "".join(sorted(starts | {COMPANY, ROLE, UNKNOWN_CAPITAL}))
        noun = "".join(sorted(nouns))
        sets = {NAME_START: f"(?:[{members(opening)}]|^.)", NOUN: f"[{members(noun)}]"}
        return [Followed(one.rough, sets, _titled(one, wanted)) for one, wanted in zip(patterns, needs, strict=True)]


class _Between(dict[str, str]):
    """The characters of what stands between two spaces, learnt when it is first met: texts repeat theirs.

    `before` is what stands before it, a space or, behind the name of a company, nothing. A word that nobody knows is
    not kept: there are many of them, each is rare, and none takes long.
    """

    def __init__(self, before: str, lexicon: Lexicon, nouns: Set[str]) -> None:
        super().__init__()
        self._before, self._lexicon, self._nouns = before, lexicon, nouns

    def __missing__(self, written: str) -> str:
        if len(self) >= _MOST_WORDS:
            self.clear()
        if written.isascii() and written.isalpha():  # most are as plain as this
            folded = written.lower()
            known = self._lexicon.symbols.get(folded)
            if known is None:
                return _unknown(written[0].isupper(), folded, self._nouns, self._lexicon)
            self[written] = known
            return known
        words = pieces(text := f"{self._before}{written} ", 0, len(text), self._lexicon.elided)
        self[written] = symbols = "".join(map(self._symbol, words))
        return symbols

    def _symbol(self, word: str) -> str:
        folded = fold(word)
        if folded[-1] in DASHES:
            folded = folded[0] if folded[0] in DASHES else ","
        if folded in QUOTES:
            return _SILENT
        return self._lexicon.symbols.get(folded) or _unknown(word[0].isupper(), folded, self._nouns, self._lexicon)


def _unknown(capital: bool, folded: str, nouns: Set[str], lexicon: Lexicon) -> str:
    """Return the character of a word that no pattern names."""
    if folded in SIGNS:
        return folded
    if folded in nouns or (capital and lexicon.compounds[folded]):
        return ROLE
    return UNKNOWN_CAPITAL if capital else UNKNOWN


def _titled(pattern: Pattern, needs: Sequence[Need]) -> bool:
    """Tell whether a pattern wants people with a title or a group, and has no slot of its own for one."""
    return TITLED in needs and "{role}" not in pattern.source and "{group}" not in pattern.source
