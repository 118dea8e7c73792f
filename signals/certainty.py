"""How sure a sentence is of what it says: asked, denied, feared, planned, rumoured, remembered."""

from __future__ import annotations

from collections.abc import Sequence

from model.signal import Certainty
from signals.units import Sentence, Unit
from signals.vocabulary import Lexicon

_NEAR = 5
_YEARS_OLD = 1


def asked(sentence: Sentence, lexicon: Lexicon) -> bool:
    """Tell whether the sentence asks, explains or supposes instead of telling."""
    words = [unit.folded for unit in sentence.units[:3]]
    if not words:
        return True
    if sentence.units[-1].folded == "?" or "?" in {unit.folded for unit in sentence.units[-2:]}:
        return True
    if words[0] in lexicon.words("asking"):
        return True
    return tuple(words[:2]) in lexicon.lists.get("asking", frozenset())


def judge(sentence: Sentence, first: int, stop: int, lexicon: Lexicon, year: int) -> Certainty:
    """Return how sure the sentence is of what units[first:stop] say. `year` is when it was published."""
    units = sentence.units
    inside = units[max(0, first - 2) : stop]
    near = units[max(0, first - _NEAR) : min(len(units), stop + 2)]
    if _any(inside, lexicon, "denied") or _any(units[max(0, first - 7) : first], lexicon, "doubt"):
        return Certainty.DENIED
    if _any(units, lexicon, "background") or _any(near, lexicon, "background_near"):
        return Certainty.BACKGROUND
    if any(unit.symbol == "Y" and unit.number is not None and unit.number < year - _YEARS_OLD for unit in near):
        return Certainty.BACKGROUND
    if _any(near, lexicon, "rumour") or _any(units, lexicon, "rumour_anywhere"):
        return Certainty.RUMOUR
    if _any(inside, lexicon, "planned") and not _any(inside, lexicon, "not_planned") and _ahead(inside, lexicon):
        return Certainty.PLANNED
    return Certainty.REPORTED


def _ahead(units: Sequence[Unit], lexicon: Lexicon) -> bool:
    """Tell whether a word of planning stands before a verb, not "to" before a name ("moves to OpenAI")."""
    planned = lexicon.words("planned")
    for at, unit in enumerate(units):
        if unit.folded in planned and not (
            unit.folded == "to" and at + 1 < len(units) and units[at + 1].symbol in "COPRGMNWw"
        ):
            return True
    return not any(unit.folded in planned for unit in units)


def _any(units: Sequence[Unit], lexicon: Lexicon, name: str) -> bool:
    """Tell whether one of the list's phrases stands among the units."""
    phrases = lexicon.lists.get(name)
    if not phrases:
        return False
    singles = lexicon.words(name)
    words = [unit.folded for unit in units]
    if not singles.isdisjoint(words):
        return True
    return any(
        words[at : at + len(phrase)] == list(phrase)
        for phrase in phrases
        if len(phrase) > 1 and phrase[0] in words
        for at, word in enumerate(words)
        if word == phrase[0]
    )
