"""What describes a firm beside its name or behind "the company": "la empresa de moda", "la teleco, Northwind,"."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from signals.alphabet import SIGNS
from signals.patterns import COMPANY, MONEY, NUMBER, ORGANISATION, PERSON, UNKNOWN, UNKNOWN_CAPITAL
from signals.units import Unit
from signals.vocabulary import Lexicon, either

FURTHEST = 4  # words between "the" and "company": "the fledgling AI lab"
DESCRIBED_BEFORE = frozenset({"en", "de"})  # languages whose adjectives stand before the noun
SHORT = f"({COMPANY})"  # a company in brackets, which may only be short for what stands before it
_LONGEST = 8  # units behind "la empresa" that may describe it
_NAMES = frozenset({COMPANY, ORGANISATION, PERSON})
_SPELT = frozenset({UNKNOWN_CAPITAL, ORGANISATION, PERSON})
_UNDESCRIBING = _NAMES | SIGNS | {UNKNOWN_CAPITAL, MONEY, NUMBER}  # what describes no firm


def described(units: Sequence[Unit], stop: int, at: int, lexicon: Lexicon) -> int:
    """Return where what describes "the company" at units at:stop ends before a verb: "la empresa de moda ha"."""
    if stop == at or lexicon.language in DESCRIBED_BEFORE:
        return stop
    end = _description(units, stop, lexicon)
    verb = end < len(units) and units[end].folded in lexicon.acts and units[end].folded not in lexicon.words("moving")
    return end if verb else stop


def _description(units: Sequence[Unit], stop: int, lexicon: Lexicon) -> int:
    """Return where the words end that may describe a firm behind unit `stop`; a verb ends them."""
    ending = _ending(lexicon)
    for at in range(stop, min(stop + _LONGEST, len(units))):
        unit = units[at]
        if unit.symbol == UNKNOWN_CAPITAL and unit.folded in lexicon.words("not_person"):
            continue
        if unit.symbol in {PERSON, ORGANISATION} and units[at - 1].folded in lexicon.words("firm_link"):
            continue
        if unit.symbol in _UNDESCRIBING or unit.folded in ending:
            return at
    return stop


@cache
def _ending(lexicon: Lexicon) -> frozenset[str]:
    """Return the words that end a description: verbs, and small words but those that link its parts."""
    links = either(lexicon, "role_link", "fields", "article", "firm_link")
    return (either(lexicon, "stopwords", "moving") | lexicon.acts) - links


def set_apart(units: Sequence[Unit], at: int, lexicon: Lexicon) -> int:
    """Return where "la multinacional de consumo, Northwind," ends behind its second comma, `at` when it is none."""
    firms = lexicon.words("the_firm")
    for first in range(at + 1, min(at + 2 + FURTHEST, len(units))):
        if units[first].folded in firms:
            comma = _description(units, first + 1, lexicon)
            shape = "".join(unit.symbol for unit in units[comma : comma + 3])
            after = units[comma + 3] if comma + 3 < len(units) else None
            listed = after is None or after.symbol in _NAMES or after.folded in lexicon.words("and")
            return comma + 3 if shape == f",{COMPANY}," and not listed else at
        if units[first].symbol != UNKNOWN:
            break
    return at


def abbreviated(units: list[Unit], lexicon: Lexicon) -> list[Unit]:
    """Return the units without a name that is spelt out before the short one: "Yacimientos del Sur (YDS)"."""
    symbols = "".join([unit.symbol for unit in units])
    if SHORT not in symbols:
        return units
    found, at = list[Unit](), 0
    while at < len(units):
        start = stop = len(found)
        if symbols.startswith(SHORT, at):
            while start and (
                found[start - 1].symbol in _SPELT or found[start - 1].folded in lexicon.words("role_link")
            ):
                start -= 1
            while start < stop and found[start].symbol not in _SPELT:
                start += 1
        if start < stop and _initials(found[start:stop], units[at + 1].folded, lexicon):
            found[start:] = [units[at + 1]._replace(start=found[start].start)]
            at += 3
            continue
        found.append(units[at])
        at += 1
    return found


def _initials(spelt: Sequence[Unit], short: str, lexicon: Lexicon) -> bool:
    """Tell whether the words of a name begin with letters that its short form has in this order."""
    letters = [word[0] for one in spelt for word in one.folded.split() if word not in lexicon.words("role_link")]
    rest = iter(short)
    return len(letters) > 1 and short[:1] == letters[0] and all(letter in rest for letter in letters)
