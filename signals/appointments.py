"""The office that people come to: what a pattern found, or what stands behind it."""

from __future__ import annotations

import re

from model.signal import Kind
from signals import slots
from signals.entries import Entry
from signals.patterns import ROLE
from signals.units import Unit
from signals.vocabulary import Lexicon, either

_FURTHEST = 6  # units behind "as" in which the office is named


def office(entry: Entry, found: re.Match[str], units: tuple[Unit, ...], lexicon: Lexicon) -> Unit | None:
    """Return the role that people come to: the pattern's own, or what follows: "joins Northwind as its chief"."""
    own = slots.unit(found, "role", units)
    if own is None and entry.kind is Kind.DEPARTURE and "actor" in found.groupdict():
        return _left(found, units, lexicon)
    if own is not None or entry.kind not in {Kind.HIRE, Kind.PROMOTION}:
        return own
    end, small = found.end(), either(lexicon, "np", "newly")
    starts = (at for at in (end - 1, end) if at < len(units) and units[at].folded in lexicon.words("office_as"))
    at = next(starts, None)
    for ahead in units[at + 1 : at + 1 + _FURTHEST] if at is not None else ():
        if ahead.symbol == ROLE:
            return ahead
        if ahead.folded not in small:
            return None
    return None


def _left(found: re.Match[str], units: tuple[Unit, ...], lexicon: Lexicon) -> Unit | None:
    """Return the office that somebody gives up, where the match names it: "tritt Ada Keller als Chefin zurück"."""
    behind = units[found.end("actor") : found.end()]
    at = next((n for n, one in enumerate(behind) if one.folded in lexicon.words("leaves_as")), len(behind))
    return next((one for one in behind[at : at + 3] if one.symbol == ROLE), None)


def vacated(entry: Entry, found: re.Match[str], units: tuple[Unit, ...], lexicon: Lexicon) -> Unit | None:
    """Return the office of the one whom somebody follows: "folgt auf Finanzchefin Ada Keller"."""
    following = lexicon.words("takes_over_from")
    if entry.kind not in {Kind.HIRE, Kind.PROMOTION} or "actor" not in found.groupdict():
        return None
    if following.isdisjoint(unit.folded for unit in units[found.start() : found.end() + 1]):
        return None
    behind = units[found.end("actor") : found.end() + _FURTHEST]
    return next((one for one in behind if one.symbol == ROLE), None)
