"""The office that people come to: what a pattern found, or what stands behind it."""

from __future__ import annotations

import re

from model.signal import Kind
from signals import slots
from signals.entries import Entry
from signals.patterns import ROLE
from signals.titles import RANK
from signals.units import Unit
from signals.vocabulary import Lexicon, either

_FURTHEST = 6  # units behind "as" in which the office is named


def office(entry: Entry, found: re.Match[str], units: tuple[Unit, ...], lexicon: Lexicon) -> Unit | None:
    """Return the role that people come to: the pattern's own, or what follows: "joins Northwind as its chief"."""
    own = slots.unit(found, "role", units)
    if own is None and entry.kind is Kind.DEPARTURE and "actor" in found.groupdict():
        return _left(found, units, lexicon)
    if own is not None:
        return _joined(own, units, found.end("role"), lexicon)
    if entry.kind not in {Kind.HIRE, Kind.PROMOTION}:
        return None
    end, small = found.end(), either(lexicon, "np", "newly", "office_of")
    links = either(lexicon, "office_as", "office_to", "office_of")
    starts = (at for at in (end - 1, end) if at < len(units) and units[at].folded in links)
    at = next(starts, None)
    first = at + 1 if at is not None else len(units)
    for number, ahead in enumerate(units[first : first + _FURTHEST], first):
        if ahead.symbol == ROLE:
            return _joined(ahead, units, number + 1, lexicon)
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


def _joined(own: Unit, units: tuple[Unit, ...], stop: int, lexicon: Lexicon) -> Unit:
    """Return an office with the rank of a higher one joined to it: "senior vice president and finance chief"."""
    if stop + 1 >= len(units) or units[stop].folded not in lexicon.words("and") or units[stop + 1].symbol != ROLE:
        return own
    other = units[stop + 1]
    named = bool(lexicon.words("office_last"))  # "vicepresidente y director general" may be of a country alone
    higher = named and own.level in RANK and other.level in RANK and RANK[other.level] < RANK[own.level]
    return own._replace(level=other.level) if higher else own
