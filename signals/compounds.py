"""Words of a lexicon that stand for more than themselves: compounds, and the Swiss spelling.

German builds the names of offices and lay-offs freely ("Solarchef", "Jobkahlschlag"); written out they would be
thousands of words. So a word name*end stands for each word of the list `name` with that end.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

Lists = Mapping[str, tuple[str, ...]]
_STANDS_FOR = "*"
_SHARP = re.compile(r"[^\s|!?*()]*ß[^\s|!?*()]*")


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


def swiss(words: str) -> str:
    """Return words or a pattern with "schliesst" beside "schließt": Switzerland has no ß."""
    return _SHARP.sub(lambda found: f"{found[0]}|{found[0].replace('ß', 'ss')}", words) if "ß" in words else words
