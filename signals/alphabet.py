"""The characters that words stand as in a sentence that is searched for patterns."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

SIGNS = frozenset(",:;.!?()[]\"'«»“”‘’-–—/&%$€£¥#@*+=<>|…¿¡")
FIRST_WORD = 0xE000  # the private use area: no text has these characters as signs


class Alphabet:
    """Gives each word of one lexicon its character."""

    def __init__(self) -> None:
        self._of: dict[str, str] = {}

    def __getitem__(self, word: str) -> str:
        """Return the character of `word`, giving it one when it is new."""
        if len(word) == 1 and word in SIGNS:
            return word
        known = self._of.get(word)
        if known is None:
            known = self._of[word] = _character(len(self._of))
        return known

    def known(self) -> Mapping[str, str]:
        """Return the words that have a character."""
        return self._of


@cache
def _character(number: int) -> str:
    """Return the character of the word that came so many words after the first; all languages share these."""
    return chr(FIRST_WORD + number)
