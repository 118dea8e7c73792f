"""Guess a text's language by its small words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import islice
from string import ascii_letters

from signals.vocabulary import Lexicon

DEFAULT = "en"
RUN = re.compile(r"[^\W\d_]+")  # letters in a row
_TELLING = 100  # words of a text that tell its language
_DIGITS = 15  # binary ones; the counts of all languages are the digits of one number, small enough to add quickly
_DIGIT = (1 << _DIGITS) - 1
_LETTERS = bytes(code if chr(code) in ascii_letters else ord(" ") for code in range(256))


def runs(folded: str) -> list[str]:
    """Return the runs of letters of a folded text; what is no letter of the lexicons' languages ends one."""
    return _letters(folded).split()


def runs_in(folded: str, spans: Iterable[tuple[int, int]]) -> list[list[str]]:
    """Return the runs of letters between each two offsets."""
    letters = _letters(folded)
    return [letters[start:end].split() for start, end in spans]


def _letters(folded: str) -> str:
    """Return a folded text with a space for each character that is none of a to z."""
    return folded.encode("ascii", "replace").translate(_LETTERS).decode("ascii")


class Guesser:
    """Knows whose small words are whose; the languages in the order of `lexicons`."""

    def __init__(self, lexicons: Sequence[Lexicon]) -> None:
        ordered = sorted(lexicons, key=lambda lexicon: lexicon.language != DEFAULT)
        self._languages = [lexicon.language for lexicon in ordered]
        self._digits = [number * _DIGITS for number in range(len(ordered))]
        self._owners: dict[str, int] = {}
        for number, lexicon in enumerate(ordered):
            for word in lexicon.words("stopwords"):
                self._owners[word] = self._owners.get(word, 0) + (1 << number * _DIGITS)

    def guess(self, words: Iterable[str]) -> str | None:
        """Return the language whose small words are most among the first of `words`, None when none is any language's.

        Of languages that have as many, English comes first.
        """
        owners = self._owners
        total = sum([owners[word] for word in islice(words, _TELLING) if word in owners])
        if not total:
            return None
        counts = [total >> digit & _DIGIT for digit in self._digits]
        return self._languages[counts.index(max(counts))]
