"""Whose people are: the company that a text gives each person when it introduces them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from model.signal import Kind
from signals.events import Event
from signals.origins import comes_from, former
from signals.patterns import COMPANY, ORGANISATION, PERSON, ROLE, UNKNOWN_CAPITAL
from signals.units import Sentence, Unit
from signals.vocabulary import Lexicon, either

# C a company, P a person, R a role; what stands between is short and names nobody else.
_SHAPES = tuple(
    re.compile(shape)
    for shape in (
        r"C[^COPGMN.:;,()]{0,4}R[^COPG.:;()]{0,5}P",  # OpenAI's president and co-founder, Ada Keller
        r"P[,(][^COPG.:;,]{0,4}R[^COPRG.:;,]{0,4}C",  # Ada Keller, the finance chief of OpenAI
        r"P[,(]?[^COPG.:;,]{0,3}C[^COPG.:;,]{0,3}R(?![^COG.:;]{0,6}P)",  # Ada Keller, OpenAI's finance chief
        r"R[^COPRG.:;,]{0,3}C,?P",  # the finance chief of OpenAI, Ada Keller
    )
)
_OFFICE = 3  # units from a name to the house of the office that they held
_ENDS = frozenset(":;.!?")
_BEHIND = 14  # units beside a person in which it is said from where they come
_LEADS = re.compile(r"P,?[^COPRG.:;,]{2,5}C")  # Ada Keller, who has led OpenAI since 2018
_IS = re.compile(r"P[^COPRG.:;,]{1,3}R[^COPRG.:;,]{0,4}C")  # Ada Keller is the finance chief of OpenAI


def companies_of(sentences: Sequence[Sentence], lexicon: Lexicon) -> dict[str, str]:
    """Return the watched company of each person whom the text introduces as one of its people, the first it names."""
    former = either(lexicon, "former", "formerly")
    found: dict[str, str] = {}
    for sentence in sentences:
        for start, stop in _introductions(sentence, lexicon):
            units = sentence.units[start:stop]
            if any(unit.folded in former for unit in sentence.units[max(0, start - 2) : stop]):
                continue
            company = next(unit.value for unit in units if unit.symbol == COMPANY)
            found.setdefault(next(unit.value for unit in units if unit.symbol == PERSON), company)
    return found


def origins(sentences: Sequence[Sentence], lexicon: Lexicon) -> dict[str, str]:
    """Return the house from which the text says that a person comes: "Ada Keller, venue de Contoso"."""
    found: dict[str, str] = {}
    if not any(lexicon.phrases("origin")):
        return found
    for units in (sentence.units for sentence in sentences):
        for at in (number for number, unit in enumerate(units) if unit.symbol == PERSON):
            house = _origin(units, at, lexicon) or _before(units, at, lexicon)
            if house:
                found.setdefault(units[at].value, house)
    return found


def _origin(units: Sequence[Unit], at: int, lexicon: Lexicon) -> str:
    """Return the house that the words behind the person at unit `at` say they come from, "" when they say none."""
    for ahead in range(at + 1, min(at + 1 + _BEHIND, len(units))):
        unit = units[ahead]
        if unit.symbol in {PERSON, ":", ";"}:
            return ""
        named = unit.symbol in {COMPANY, ORGANISATION, UNKNOWN_CAPITAL}
        before = units[at:ahead]
        if named and (comes_from(units, ahead, lexicon) or _held(before, lexicon) or _worked(before, lexicon)):
            return unit.value or unit.folded.title()
        if unit.symbol == COMPANY:
            return unit.value if units[at + 1].symbol in {",", "("} and former(units, ahead, lexicon) else ""
    return ""


def _before(units: Sequence[Unit], at: int, lexicon: Lexicon) -> str:
    """Return the house from which the words before the person at unit `at` say that they come: "Venue de Contoso, …".

    So does the house whose office they hold: "le patron de Contoso Ada Keller".
    """
    for back in range(at - 1, max(-1, at - 1 - _BEHIND), -1):
        unit = units[back]
        if unit.symbol == PERSON or unit.symbol in _ENDS:
            return ""
        if unit.symbol in {COMPANY, ORGANISATION, UNKNOWN_CAPITAL}:
            office = back == at - 1 > 1 and unit.symbol != UNKNOWN_CAPITAL and units[back - 2].symbol == ROLE
            office = office and units[back - 1].folded in either(lexicon, "role_link", "at_house")
            parted = any(one.symbol == "," for one in units[back + 1 : at])
            return unit.value or unit.folded.title() if office or (parted and comes_from(units, back, lexicon)) else ""
    return ""


def _worked(units: Sequence[Unit], lexicon: Lexicon) -> bool:
    """Tell whether words behind a name say where somebody worked until now: "…, qui dirigeait les ventes chez"."""
    return units[-1].folded in lexicon.words("at_house") and any(
        unit.folded in lexicon.words("worked") for unit in units[:-1]
    )


def _held(units: Sequence[Unit], lexicon: Lexicon) -> bool:
    """Tell whether the office of until now ends the words behind a name: "Ada Keller, bislang Chefin von" Contoso."""
    links = either(lexicon, "role_link", "at_house") - lexicon.words("article")
    return (
        len(units) > _OFFICE
        and units[-1].folded in links
        and units[-2].symbol == ROLE
        and any(unit.folded in either(lexicon, "current", "lately") for unit in units[:-2])
    )


def with_origin(events: Iterable[Event], belongs: Mapping[str, str], come: Mapping[str, str]) -> list[Event]:
    """Return the events; who is hired comes from the company whose people the text counts them among.

    Whoever belongs to one house, or comes from it (`come`), and rises in another is hired there.
    """
    found: list[Event] = []
    for event in events:
        source = come.get(event.person or "")
        if event.kind is Kind.PROMOTION and source not in {None, event.company} and event.from_company == event.company:
            event = event._replace(kind=Kind.HIRE, from_company=source)
        elif event.kind is Kind.HIRE and event.from_company is None and source not in {None, event.company}:
            event = event._replace(from_company=source)
        home = belongs.get(event.person or "")
        if event.kind is Kind.HIRE and event.from_company is None and home not in {None, event.company}:
            event = event._replace(from_company=home)
        elif event.kind is Kind.PROMOTION and home not in {None, event.company} and event.from_company == event.company:
            event = event._replace(kind=Kind.HIRE, from_company=home)
        found.append(event)
    return found


def _introductions(sentence: Sentence, lexicon: Lexicon) -> Iterable[tuple[int, int]]:
    """Yield where each introduction stands."""
    symbols = "".join([unit.symbol for unit in sentence.units])
    if PERSON not in symbols or COMPANY not in symbols:
        return
    for shape in _SHAPES:
        yield from (found.span() for found in shape.finditer(symbols))
    for found in _LEADS.finditer(symbols):
        if any(unit.folded in lexicon.words("leading") for unit in sentence.units[found.start() : found.end()]):
            yield found.span()
    for found in _IS.finditer(symbols):
        if sentence.units[found.start() + 1].folded in lexicon.words("copula"):
            yield found.span()
