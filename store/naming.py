"""Whether a text names a person, however it is spelled: case, accents, hyphens and line ends do not count."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field

WORD = re.compile(r"\w+")


def plain(text: str) -> str:
    """`text` in lower case and without accents."""
    if text.isascii():
        return text.lower()
    return "".join(sign for sign in unicodedata.normalize("NFKD", text) if not unicodedata.combining(sign)).casefold()


def key(name: str) -> str:
    """The words of a name, plain and parted by single spaces: two spellings of one name have one key."""
    return " ".join(WORD.findall(plain(name)))


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody looked for in many texts. Raises ValueError for a name without a word."""

    name: str
    key: str = field(init=False)
    words: tuple[str, ...] = field(init=False)

    def __post_init__(self) -> None:
        whole = key(self.name)
        if not whole:
            raise ValueError(f"{self.name!r} is not a name: write it as in the news, first name first.")
        object.__setattr__(self, "key", whole)
        object.__setattr__(self, "words", tuple(sorted(whole.split(), key=len, reverse=True)))

    def may_be_in(self, text: str) -> bool:
        """False when `text` cannot name the person; far cheaper than to read it, and may be asked of stored JSON."""
        searched = plain(text)
        return all(word in searched for word in self.words)

    def is_in(self, text: str | None) -> bool:
        """Whether the whole name stands in `text`."""
        return text is not None and self.may_be_in(text) and f" {self.key} " in f" {key(text)} "
