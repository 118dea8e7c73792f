"""How high a written title stands."""

from __future__ import annotations

from collections.abc import Sequence

from model.signal import Seniority
from signals.fold import fold
from signals.tokens import tokens
from signals.vocabulary import Lexicon

RANK = {level.value: rank for rank, level in enumerate(Seniority)}


def seniority(title: str, lexicons: Sequence[Lexicon]) -> Seniority | None:
    """Return the highest seniority that a title such as "Vice President, Research" names, None for no known title."""
    folded = fold(title)
    found: list[str] = []
    for lexicon in lexicons:
        words = [token.folded for token in tokens(folded, folded, 0, len(folded), lexicon.elided)]
        at = 0
        while at < len(words):
            size = 1
            for phrase, level in lexicon.titles.get(words[at], ()):
                if tuple(words[at : at + len(phrase)]) == phrase:
                    found.append(level)
                    size = len(phrase)
                    break
            at += size
    return Seniority(min(found, key=RANK.__getitem__)) if found else None
