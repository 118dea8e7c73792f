"""Where somebody was before: the house of a former office, or from which somebody comes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache

from signals.patterns import ROLE
from signals.units import Unit
from signals.vocabulary import Lexicon, either

_DESCRIBED = 6  # units before a company that say whose it was, or that somebody comes from there
_OFFICE = frozenset({ROLE, "-"})


def former(units: Sequence[Unit], at: int, lexicon: Lexicon) -> bool:
    """Tell whether the company at `at` is only where somebody was before.

    "A former Northwind engineer", "l'ex-numéro trois de Northwind", "venue de Northwind".
    """
    if at == 0:
        return False
    past = lexicon.words("former")
    if any(unit.folded in past for unit in units[max(0, at - 2) : at]):
        return True
    between = either(lexicon, "np", "role_link")
    for back in range(at - 1, max(-1, at - 1 - _DESCRIBED), -1):
        unit = units[back]
        if unit.folded in past:
            return True
        if unit.symbol not in _OFFICE and unit.folded not in between:
            break
    return comes_from(units, at, lexicon)


def comes_from(units: Sequence[Unit], at: int, lexicon: Lexicon) -> bool:
    """Tell whether somebody comes from the house at unit `at`: "venue du groupe Northwind"."""
    phrases = ending_in("origin", lexicon)
    if not phrases:
        return False
    small, of = lexicon.words("np"), lexicon.words("origin_of")
    for stop in range(at, max(0, at - _DESCRIBED), -1):
        word = units[stop - 1].folded
        if word in phrases and said_before(units, stop, phrases[word]):
            return True
        if word in of and any(unit.folded in lexicon.words("origin_verb") for unit in units[at + 1 : at + 3]):
            return True  # "die von Northwind kommt"
        if word not in small:
            return False
    return False


@cache
def ending_in(name: str, lexicon: Lexicon) -> Mapping[str, Sequence[tuple[str, ...]]]:
    """Return the phrases of a list by their last word."""
    found: dict[str, list[tuple[str, ...]]] = {}
    for phrase in lexicon.phrases(name):
        found.setdefault(phrase[-1], []).append(phrase)
    return found


def said_before(units: Sequence[Unit], stop: int, phrases: Sequence[tuple[str, ...]]) -> bool:
    """Tell whether one of the phrases ends right before unit `stop`."""
    spoken = tuple(unit.folded for unit in units[max(0, stop - max(map(len, phrases), default=0)) : stop])
    return any(spoken[-len(phrase) :] == phrase for phrase in phrases)
