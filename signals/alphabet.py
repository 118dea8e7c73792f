"""The characters that words stand as in a sentence that is searched for patterns."""

from __future__ import annotations

from collections.abc import Mapping

SIGNS = frozenset(",:;.!?()[]\"'«»“”‘’-–—/&%$€£¥#@*+=<>|…¿¡")
FIRST_WORD = "\ue000"  # and the next ones; no character of a text gets into a sentence, but SIGNS
STAND_INS = "\uf8fd\uf8fe\uf8ff"  # of signals/rough.py, which stand for sets of words and are no word's
_CHARACTERS: list[str] = []


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

    def read_as(self, form: str, word: str) -> None:
        """Give `form` the character of `word`: patterns that name one of them mean both."""
        self._of[form] = self[word]

    def known(self) -> Mapping[str, str]:
        """Return the words that have a character."""
        return self._of


def _character(number: int) -> str:
    """Return the character of the word that came so many words after the first; all languages share these."""
    while number >= len(_CHARACTERS):
        code = ord(FIRST_WORD) + len(_CHARACTERS)
        _CHARACTERS.append(chr(code if code < ord(STAND_INS[0]) else code + len(STAND_INS)))
    return _CHARACTERS[number]
