"""Compounds of a lexicon: a word name*end stands for each word of the list `name` with that end.

German builds the names of offices and lay-offs freely ("Solarchef", "Jobkahlschlag"); written out they would be
thousands of words.
"""

from __future__ import annotations

from collections.abc import Mapping

Lists = Mapping[str, tuple[str, ...]]
_STANDS_FOR = "*"


def compounded(lists: Lists, parts: Lists, where: str, faults: list[str]) -> dict[str, tuple[str, ...]]:
    """Return `lists` with their compounds written out; notes in `faults` a compound of no list among `parts`."""
    found: dict[str, tuple[str, ...]] = {}
    for name, words in lists.items():
        whole: list[str] = []
        for word in words:
            first, star, end = word.partition(_STANDS_FOR)
            if not star:
                whole.append(word)
            elif first in parts:
                whole.extend(f"{part}{end}" for part in parts[first])
            else:
                faults.append(f"{where}: {name} has {word!r}, but there is no word list [words].{first}")
        found[name] = tuple(dict.fromkeys(whole))
    return found
