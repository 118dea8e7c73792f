"""Who an unnamed "finance chief" of a title is, when the text opens with a name: "Ada Keller, 54, joined in 2011"."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from model.signal import Kind, Seniority
from signals.events import Event
from signals.patterns import COMPANY, ORGANISATION, PERSON, ROLE, SIGNS, UNKNOWN_CAPITAL
from signals.roles import offices
from signals.units import Sentence, Unit
from signals.vocabulary import Lexicon

_PERSONAL = frozenset({Kind.DEPARTURE, Kind.LEAVE, Kind.HIRE, Kind.PROMOTION})
_LEAVING = frozenset({Kind.DEPARTURE, Kind.LEAVE})
_OPENING = 8  # units before a name that still opens its sentence: "In office since 2019, Ada Keller …"
_ASIDE = 7  # units behind the name in which another office or house shows that it is somebody else
_HOUSES = frozenset({COMPANY, ORGANISATION})


def introduced(events: Sequence[Event], sentences: Sequence[Sentence], lexicon: Lexicon) -> list[Event]:
    """Return the events with the name of the one nameless person of the title, when the text opens with it."""
    nameless = [one for one in events if _nameless(one)]
    if len({(one.kind, one.company, one.role) for one in nameless}) != 1:
        return list(events)
    first, known = nameless[0], {one.person for one in events if one.kind in _PERSONAL and one.person}
    name = _opening(sentences, first, lexicon)
    told = any(one.in_title and one.person and (one.kind in _LEAVING) == (first.kind in _LEAVING) for one in events)
    if name is None or name in known or told:
        return list(events)
    return [replace(one, person=name) if one in nameless else one for one in events]


def _nameless(event: Event) -> bool:
    """Tell whether one unnamed person of the title is spoken of."""
    one = event.kind in _PERSONAL and event.in_title and event.person is None
    return one and event.role is not None and event.seniority is not Seniority.GROUP and event.headcount is None


def _opening(sentences: Sequence[Sentence], event: Event, lexicon: Lexicon) -> str | None:
    """Return the full name that opens the text behind the title, None when it may be anybody else's."""
    titled = {unit.value for one in sentences if one.in_title for unit in one.units if unit.symbol == PERSON}
    body = next((one.units for one in sentences if not one.in_title), ())
    at = next((number for number, unit in enumerate(body[:_OPENING]) if unit.symbol == PERSON), None)
    if at is None or " " not in body[at].value or body[at].value in titled:
        return None
    if at and (body[at - 1].symbol != "," or any(unit.symbol in _HOUSES for unit in body[:at])):
        return None
    behind = _behind(body[at + 1 :])
    return body[at].value if _fits(behind, event, lexicon) else None


def _behind(units: Sequence[Unit]) -> Iterable[Unit]:
    """Return the few units that say who a name is: what stands between two commas, or else nothing."""
    if not units or units[0].symbol not in {",", "("}:
        return ()
    end = next((at for at, unit in enumerate(units[1 : _ASIDE + 1], 1) if unit.symbol in SIGNS), _ASIDE)
    return units[1:end]


def _fits(aside: Iterable[Unit], event: Event, lexicon: Lexicon) -> bool:
    """Tell whether what is said of a name goes with the office that `event` leaves nameless."""
    aside = list(aside)
    roles = [unit for unit in aside if unit.symbol == ROLE]
    if event.kind not in _LEAVING or not roles:
        return True
    if any(unit.symbol in {ORGANISATION, UNKNOWN_CAPITAL} for unit in aside):
        return False
    if any(unit.symbol == COMPANY and unit.value != event.company for unit in aside):
        return False
    held = offices(event.role or "", lexicon)
    return not held or any(not offices(role.value, lexicon) or offices(role.value, lexicon) & held for role in roles)
