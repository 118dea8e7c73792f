"""Our own company, however somebody's profile writes it: what may be about our own people is told to nobody (P1)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Self

from cleanco import basename

from signals.fold import fold

_WORD = re.compile(r"[^\W_]+")
_SCHEME = re.compile(r"^[a-z]+://(www\.)?|^www\.")

Words = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Us:
    """Our names as plain words; empty while [us] name is not set, and then nothing private is told at all.

    Doubt counts as ours: what is not told is a lead lost, what is told to the wrong reader may cost somebody their job.
    """

    names: frozenset[Words] = frozenset()

    @classmethod
    def of(cls, names: Iterable[str], domain: str = "") -> Self:
        """Make it of the names as written, with or without legal forms, and of the domain ("acme.com")."""
        host = _SCHEME.sub("", domain.strip().casefold()).partition("/")[0]
        written = (*map(_bare, names), host, host.partition(".")[0])
        return cls(frozenset(words for name in written if (words := _words(name))))

    def __bool__(self) -> bool:
        """Tell whether we are known at all."""
        return bool(self.names)

    def with_names(self, names: Iterable[str]) -> Self:
        """Add further names of ours, as written."""
        return type(self)(self.names | type(self).of(names).names)

    def owns(self, company: str) -> bool:
        """Tell whether a company as written is ours: one of our names stands in it as whole words, or is all of it.

        Subsidiaries carry our name ("Acme Robotics"), and an address holds it too ("acme.com"); case, accents,
        punctuation, spaces and legal forms do not count.
        """
        words = _words(company)
        squeezed = {"".join(words), "".join(_words(_bare(company)))}
        return any("".join(name) in squeezed or _holds(words, name) for name in self.names)

    def may_employ(self, company: str | None) -> bool:
        """Tell whether somebody's present employer is ours or, where nobody knows it, could be."""
        return not (company and _words(company)) or self.owns(company)


def _bare(name: str) -> str:
    """Leave out legal forms, unless the name is nothing else."""
    return str(basename(name)) or name


def _words(name: str) -> Words:
    text = fold(unicodedata.normalize("NFKC", name).replace("&", " and ").casefold())
    return tuple(_WORD.findall(text))


def _holds(words: Words, name: Words) -> bool:
    return any(words[start : start + len(name)] == name for start in range(len(words) - len(name) + 1))
