"""Which sum of a sentence an event is about."""

from __future__ import annotations

import re

from model.signal import Amount, Kind
from signals import slots
from signals.certainty import holds
from signals.deals import price
from signals.entries import Entry
from signals.patterns import MONEY
from signals.units import Unit
from signals.vocabulary import Lexicon

_BESIDE = 5  # units beside a sum in which it stands what it is
_RAISED = frozenset({Kind.FUNDING, Kind.IPO_OR_LIQUIDITY})


def amount(entry: Entry, found: re.Match[str], units: tuple[Unit, ...], lexicon: Lexicon) -> Amount | None:
    """Return the money it is about: the pattern's own, or else the only sum of the sentence that can be it.

    What a company is valued at is not what it raises: "in talks to raise funds at $100bn valuation".
    """
    if entry.kind is Kind.ACQUISITION:
        return price(entry, found, units)
    own = slots.unit(found, "amount", units)
    if own is not None and not _valued(units, found.start("amount"), lexicon):
        return own.money
    if entry.kind not in _RAISED:
        return None
    raised = [one.money for at, one in enumerate(units) if one.symbol == MONEY and _raised(units, at, lexicon)]
    if entry.kind is Kind.IPO_OR_LIQUIDITY and len(raised) != 1:
        return price(entry, found, units)
    return raised[0] if len(raised) == 1 else None


def _raised(units: tuple[Unit, ...], at: int, lexicon: Lexicon) -> bool:
    """Tell whether the words beside the sum at unit `at` say that it is raised: "after raising $1bn", "a $1bn IPO"."""
    start = next((back + 1 for back in range(at - 1, -1, -1) if units[back].symbol in ",;:"), 0)
    before, behind = units[max(start, at - _BESIDE) : at], units[at + 1 : at + _BESIDE]
    told = holds(before, lexicon, "raise") or holds(behind, lexicon, "round") or holds(behind, lexicon, "ipo_noun")
    return told and not _valued(units, at, lexicon)


def _valued(units: tuple[Unit, ...], at: int, lexicon: Lexicon) -> bool:
    """Tell whether the sum at unit `at` is what a company is valued at: "a $5bn post-money valuation"."""
    worth, valued = lexicon.words("worth"), lexicon.words("worth_before")
    for one in units[at + 1 : at + _BESIDE]:
        if one.folded in worth:
            return True
        if one.symbol in {MONEY, ",", ";"} or one.folded in lexicon.words("stopwords"):
            break
    for one in reversed(units[max(0, at - _BESIDE) : at]):
        if one.folded in valued:
            return True
        if one.symbol in {MONEY, ",", ";"}:
            break
    return False
