"""How many people an event is about."""

from __future__ import annotations

import re
from collections.abc import Sequence

from model.signal import Kind
from signals import slots
from signals.actors import Actor, counted, sized
from signals.entries import Entry
from signals.patterns import GROUP, NUMBER
from signals.units import Unit
from signals.vocabulary import Lexicon

_OPENING = 8  # units of a sentence in which its subject is named


def headcount(entry: Entry, found: re.Match[str], units: tuple[Unit, ...], who: Actor, lexicon: Lexicon) -> int | None:
    """Return how many people it is about: the pattern's number, the group's, for lay-offs the number before "jobs"."""
    count = slots.unit(found, "count", units)
    if count is not None and count.number is not None:
        return int(count.number)
    if who.group and who.number is not None:
        return who.number
    spoken = _in_words(units[found.start() : found.end()], lexicon)
    if spoken and (who.group or entry.kind is Kind.LAYOFFS):
        return spoken
    if entry.kind in slots.PERSONAL and slots.unit(found, "group", units) is not None:
        at = found.start("group")
        return counted(units[max(found.start(), at - _OPENING) : at], lexicon)
    if entry.kind is Kind.LAYOFFS:
        jobs = lexicon.words("jobs")
        for at, one in enumerate(units):
            if (
                one.symbol == NUMBER
                and one.number
                and any(later.symbol == GROUP or later.folded in jobs for later in units[at + 1 : at + 5])
            ):
                return int(one.number)
    return None


def _in_words(units: Sequence[Unit], lexicon: Lexicon) -> int | None:
    """Return how many people a number in words counts: "trois associés", "une centaine d'employés"."""
    jobs = lexicon.words("jobs")
    for at in range(len(units)):
        size = sized(units, at, lexicon)
        if size > 1 and any(later.symbol == GROUP or later.folded in jobs for later in units[at + 1 : at + 4]):
            return size
    return None
