"""Which companies an item is materially about, and which are only scenery."""

from __future__ import annotations

from collections.abc import Sequence

from signals.patterns import COMPANY
from signals.units import Sentence, Unit
from signals.vocabulary import Lexicon


def about(sentences: Sequence[Sentence], lexicon: Lexicon) -> list[str]:
    """Return the companies of the title, or else of the first sentence that names one, without the scenery."""
    titles = [sentence for sentence in sentences if sentence.in_title]
    found = _named(titles, lexicon)
    if found or any(unit.symbol == COMPANY for sentence in titles for unit in sentence.units):
        return found
    for sentence in sentences:
        if not sentence.in_title:
            found = _named([sentence], lexicon)
            if found:
                return found[:2]
    return []


def _named(sentences: Sequence[Sentence], lexicon: Lexicon) -> list[str]:
    found: list[str] = []
    for sentence in sentences:
        units = sentence.units
        for at, unit in enumerate(units):
            if unit.symbol == COMPANY and not _scenery(units, at, lexicon):
                found.append(unit.value)
    return list(dict.fromkeys(found))


def _scenery(units: Sequence[Unit], at: int, lexicon: Lexicon) -> bool:
    """Tell whether the company at unit `at` only describes somebody else."""
    before = [unit.folded for unit in units[max(0, at - 3) : at]]
    if before[-1:] and before[-1] in lexicon.words("scenery"):
        return True
    if before[-1:] == ["-"] and before[-2:-1] and before[-2] in lexicon.words("former"):
        return True
    if before[-1:] and before[-1] in lexicon.words("former"):
        return True
    after = [unit.folded for unit in units[at + 1 : at + 3]]
    return len(after) == 2 and after[0] == "-" and after[1] in lexicon.words("attached")
