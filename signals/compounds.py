"""Words of a lexicon that stand for more than themselves: compounds, and the Swiss spelling.

German builds the names of offices and lay-offs freely ("Solarchef", "Jobkahlschlag"); written out they would be
thousands of words. So a word name*end stands for each word of the list `name` with that end, and *end for every word
with that end that the lexicon does not know otherwise.
"""

from __future__ import annotations

import re
from collections.abc import Container, Mapping

Lists = Mapping[str, tuple[str, ...]]
_STANDS_FOR = "*"
_SHORTEST = 3  # letters before an end
_MOST_WORDS = 5_000  # whose meaning is remembered
_SHARP = re.compile(r"[^\s|!?*()]*ß[^\s|!?*()]*")


class Ends:
    """What a word means by its end, one of `meanings`; none of `known` means anything by it ("Halbleiter")."""

    def __init__(self, meanings: Mapping[str, str], known: Container[str]) -> None:
        self._meanings, self._known = meanings, known if meanings else ()
        self._sizes = sorted({len(end) for end in meanings}, reverse=True)
        self._found: dict[str, str] = {}

    def __bool__(self) -> bool:
        """Tell whether any end means anything."""
        return bool(self._meanings)

    def __getitem__(self, word: str) -> str:
        """Return what a folded word means by its longest end, "" for one that has none."""
        if not self._meanings:
            return ""
        found = self._found.get(word)
        if found is None:
            if len(self._found) >= _MOST_WORDS:
                self._found.clear()
            found = self._found[word] = self._look(word)
        return found

    def _look(self, word: str) -> str:
        if word in self._known or not word.isalpha():
            return ""
        ends = (word[-size:] for size in self._sizes if size + _SHORTEST <= len(word))
        return next((self._meanings[end] for end in ends if end in self._meanings), "")


def endings(lists: Lists) -> dict[str, str]:
    """Return the name of the list that has *end, for each end."""
    return {word[1:]: name for name, words in lists.items() for word in words if word.startswith(_STANDS_FOR)}


def compounded(lists: Lists, parts: Lists, where: str, faults: list[str]) -> dict[str, tuple[str, ...]]:
    """Return `lists` with their compounds written out; notes in `faults` a compound of no list among `parts`."""
    found: dict[str, tuple[str, ...]] = {}
    for name, words in lists.items():
        whole: list[str] = []
        for word in words:
            first, star, end = word.partition(_STANDS_FOR)
            if not first:
                continue  # an end
            if not star:
                whole.append(word)
            elif first in parts:
                whole.extend(f"{part}{end}" for part in parts[first])
            else:
                faults.append(f"{where}: {name} has {word!r}, but there is no word list [words].{first}")
        found[name] = tuple(dict.fromkeys(whole))
    return found


def swiss(words: str) -> str:
    """Return words or a pattern with "schliesst" beside "schließt": Switzerland has no ß."""
    return _SHARP.sub(lambda found: f"{found[0]}|{found[0].replace('ß', 'ss')}", words) if "ß" in words else words
