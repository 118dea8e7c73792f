"""One name for each company, however it is written: "Meta Platforms, Inc." is Meta when that is one of its aliases."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from functools import lru_cache

from cleanco import basename

from model.company import Company
from model.kept import kept_for
from stories.people import plain

_WORD = re.compile(r"[^\W_]+")


class Houses:
    """The names of companies: watched ones by name, alias or domain, others as most write them."""

    def __init__(self, companies: Iterable[Company]) -> None:
        self._names, self._watched = _known(companies)
        self._written: dict[str, Counter[str]] = {}

    def key(self, name: str) -> str:
        """Give what all spellings of one company have in common; for comparing only."""
        words = _words(name)
        found = self._watched.get(words, words)
        if found not in self._names:
            self._written.setdefault(found, Counter())[name.strip()] += 1
        return found

    def keys(self, name: str) -> set[str]:
        """Give the keys that a company's names have where nobody watches it: its own, its aliases', its domain's."""
        key = self.key(name)
        return {key, *(words for words, watched in self._watched.items() if watched == key)}

    def usual(self, names: Iterable[str]) -> str | None:
        """Give the key of the company that most of `names` mean; None when there are none."""
        counted = Counter(key for name in names if (key := self.key(name)))
        return min(counted, key=lambda key: (-counted[key], key), default=None)

    def name(self, key: str) -> str:
        """Give the name by which people know the company of a key."""
        written = self._written.get(key, Counter())
        most = min(written, key=lambda name: (-written[name], len(name), name), default=key)
        return self._names.get(key, most)


@kept_for()
def _known(companies: tuple[Company, ...]) -> tuple[Mapping[str, str], Mapping[str, str]]:
    """Map the words of each name to the name, and those of other spellings to the words of the name."""
    names: dict[str, str] = {}
    spellings: dict[str, str] = {}
    for company in companies:
        names.setdefault(_words(company.name), company.name)
    for company in companies:
        for name in (*company.aliases, company.domain or ""):
            if (words := _words(name)) and words not in names:
                spellings.setdefault(words, _words(company.name))
    return names, spellings


@lru_cache(maxsize=2**15)
def _words(name: str) -> str:
    """Reduce a name to plain words without its legal form, unless it is nothing else."""
    return " ".join(_WORD.findall(plain(str(basename(name)) or name)))
