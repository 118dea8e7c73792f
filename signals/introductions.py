"""Who an unnamed "finance chief" is, when another sentence of the item introduces them by name."""

from __future__ import annotations

from collections.abc import Iterable, Sequence, Set
from dataclasses import dataclass
from itertools import pairwise

from model.signal import Certainty, Kind, Seniority
from signals.certainty import holds
from signals.events import Event
from signals.fold import fold
from signals.origins import ending_in, former, said_before
from signals.patterns import COMPANY, ORGANISATION, PERSON, ROLE, UNKNOWN_CAPITAL
from signals.roles import offices
from signals.units import Sentence, Unit
from signals.vocabulary import Lexicon, either

_OPENING = 4  # units of a sentence in which the office stands of whom it is about
_PRESENTED = 8  # units of a sentence in which it is said who was appointed
_ASIDE = 5  # units behind a role in which its house is named


@dataclass(frozen=True, slots=True)
class _Introduction:
    """A person with a role, the houses named beside it ("" for one that is only described), and whether it is past.

    `current` says that the text calls it the role they have now.
    """

    name: str
    role: Unit
    houses: frozenset[str]
    past: bool
    current: bool


_PARTING = frozenset({COMPANY, ORGANISATION, PERSON, ROLE, ",", ":"})
_PERSONAL = frozenset({Kind.DEPARTURE, Kind.LEAVE, Kind.HIRE, Kind.PROMOTION})
_ARRIVALS = frozenset({Kind.HIRE, Kind.PROMOTION})
_NEAR = 9  # "the technical director of the young AI company Northwind, Ada Keller": words between the role and the name


def named(events: Sequence[Event], sentences: Sequence[Sentence], lexicon: Lexicon) -> list[Event]:
    """Return the events with what the introductions add.

    A nameless event gets its name when exactly one person of that role is introduced; a person without a role gets the
    one they are introduced with; who is anywhere called a founder is one; who is appointed from within is promoted.
    """
    told = [one for sentence in sentences for one in _introduced(sentence, lexicon)]
    known = [(one.name, one.role) for one in told]
    founders = {name for name, role in known if role.level == Seniority.FOUNDER}
    found: list[Event] = []
    for event in events:
        if event.kind in _PERSONAL and event.person is not None and event.role is None:
            role = next((one.role for one in told if one.name == event.person and not _left(one, event)), None)
            if role is not None:
                event = event._replace(role=role.value, seniority=event.seniority or Seniority(role.level))
        elif event.kind in _PERSONAL and event.role and event.seniority is not Seniority.GROUP:
            names = set() if event.person or _told_by_name(event, events) else _holders(event, events, told, lexicon)
            if event.kind in _ARRIVALS and event.person is None and not names:
                names = _presented(sentences, lexicon)
            if len(names) == 1:
                event = event._replace(person=names.pop())
        if event.kind is Kind.HIRE and (
            _from_within(event, events, told, lexicon) or _of_the_house(event, sentences, lexicon)
        ):
            event = event._replace(kind=Kind.PROMOTION, from_company=event.company)
        if event.person in founders and event.kind in _PERSONAL:
            event = event._replace(seniority=Seniority.FOUNDER)
        found.append(event)
    return found


def _left(one: _Introduction, event: Event) -> bool:
    """Tell whether the office that somebody has now is the one they leave for another of the same house."""
    return event.kind in _ARRIVALS and one.current and all(_own(house, event.company) for house in one.houses)


def _own(house: str, company: str | None) -> bool:
    """Tell whether a house is the company or a part that bears its name: "Northwind North America"."""
    return company is not None and (house == company or house.startswith(company + " "))


def _presented(sentences: Sequence[Sentence], lexicon: Lexicon) -> set[str]:
    """Return who opens a sentence behind words that say who was appointed: "Se trata de Ada Keller"."""
    phrases = ending_in("presents", lexicon)
    return {
        unit.value
        for sentence in sentences
        for at, unit in enumerate(sentence.units[:_PRESENTED])
        if unit.symbol == PERSON
        and at
        and sentence.units[at - 1].folded in phrases
        and said_before(sentence.units, at, phrases[sentence.units[at - 1].folded])
    }


def _told_by_name(event: Event, events: Sequence[Event]) -> bool:
    """Tell whether the item says elsewhere who is appointed: "Northwind has a new chief. Ada Keller takes over"."""
    kinds = _ARRIVALS if event.kind in _ARRIVALS else {event.kind}
    return any(one.kind in kinds and one.person and one.company == event.company for one in events)


def _from_within(event: Event, events: Sequence[Event], told: Sequence[_Introduction], lexicon: Lexicon) -> bool:
    """Tell whether who is appointed is already there: "the current finance chief", "joined Northwind in 2011"."""
    if event.person is None or event.from_company is not None or event.certainty is Certainty.BACKGROUND:
        return False
    keys = _keys(event.role or "", lexicon)
    here = any(
        one.name == event.person
        and one.current
        and not one.past
        and all(_own(house, event.company) for house in one.houses)
        and not keys & _keys(one.role.value, lexicon)
        for one in told
    )
    return here or any(
        one.kind is Kind.HIRE
        and one.certainty is Certainty.BACKGROUND
        and one.company == event.company
        and one.person == event.person
        for one in events
    )


def _of_the_house(event: Event, sentences: Sequence[Sentence], lexicon: Lexicon) -> bool:
    """Tell whether the text says that who is appointed has been there: "until now", "after twenty years in the house".

    The sentence that says so speaks of no other house; if it names people, then of this one.
    """
    if not event.person or event.from_company or event.certainty is Certainty.BACKGROUND:
        return False
    return any(
        (holds(sentence.units, lexicon, "from_within") or _since(sentence.units, event.company, lexicon))
        and {unit.value for unit in sentence.units if unit.symbol in {COMPANY, ORGANISATION}} <= {event.company}
        and {unit.value for unit in sentence.units if unit.symbol == PERSON} <= {event.person}
        and not _of_another(sentence.units, lexicon)
        and not any(former(sentence.units, at, lexicon) for at in _houses(sentence.units))
        for sentence in sentences
    ) or (event.in_title and any(_reminding(sentence, event, lexicon) for sentence in sentences))


def _houses(units: Sequence[Unit]) -> Iterable[int]:
    return (at for at, unit in enumerate(units) if unit.symbol == COMPANY)


def _since(units: Sequence[Unit], company: str, lexicon: Lexicon) -> bool:
    """Tell whether somebody is said to be at a company since some year: "ist seit 2007 bei Northwind"."""
    return any(
        one.folded in lexicon.words("since")
        and any(
            two.folded in lexicon.words("at_house") and three.symbol == COMPANY and three.value == company
            for two, three in pairwise(units[at + 1 : at + 6])
        )
        for at, one in enumerate(units)
    )


def _of_another(units: Sequence[Unit], lexicon: Lexicon) -> bool:
    """Tell whether an office is at a house that nobody watches: "bislang Chef von Fabrikam", "Fabrikam-Chef"."""
    links = either(lexicon, "role_link", "at_house")
    return any(_at_called(units, at, links, lexicon) for at, unit in enumerate(units) if unit.symbol == ROLE) or any(
        (one.symbol == ROLE and two.folded in links and three.symbol == UNKNOWN_CAPITAL)
        or (one.symbol == UNKNOWN_CAPITAL and two.symbol == "-" and three.symbol == ROLE)
        for one, two, three in zip(units, units[1:], units[2:], strict=False)
    )


def _at_called(units: Sequence[Unit], role: int, links: Set[str], lexicon: Lexicon) -> bool:
    """Tell whether the office at `role` is at a firm that is called something: "directeur de la chaîne Fabrikam"."""
    at = role + 1
    if at >= len(units) or units[at].folded not in links:
        return False
    at += 1
    at += at < len(units) and units[at].folded in lexicon.words("the")
    behind = units[at + 1 : at + 4]
    named = next((number for number, unit in enumerate(behind) if unit.symbol == UNKNOWN_CAPITAL), -1)
    return (
        named >= 0
        and units[at].folded in lexicon.words("the_firm")
        and all(unit.symbol not in _PARTING for unit in behind[:named])
    )


def _reminding(sentence: Sentence, event: Event, lexicon: Lexicon) -> bool:
    """Tell whether a sentence of the text is about the title's person by their present office.

    "L'actuel directeur des ventes épaulera le fondateur": it opens with the office, and names no other house.
    """
    opening = sentence.units[:_OPENING]
    at = next((number for number, unit in enumerate(opening) if unit.symbol == ROLE), 0)
    return (
        at > 0
        and not sentence.in_title
        and any(unit.folded in lexicon.words("current") for unit in opening[:at])
        and all(unit.symbol not in {PERSON, COMPANY, ORGANISATION} for unit in opening[: at + 2])
        and {unit.value for unit in sentence.units if unit.symbol in {COMPANY, ORGANISATION}} <= {event.company}
        and not _of_another(sentence.units, lexicon)
        and not holds(sentence.units, lexicon, "predecessor")
    )


def _holders(event: Event, events: Sequence[Event], told: Sequence[_Introduction], lexicon: Lexicon) -> set[str]:
    """Return who may hold the office that `event` leaves nameless.

    Who holds it at another house does not, and whoever held it before is not who is appointed now.
    """
    arriving = event.kind in _ARRIVALS
    gone = {one.person for one in events if one.kind is Kind.DEPARTURE and one.company == event.company}
    own = [
        one
        for one in told
        if not (arriving and one.name in gone) and one.houses <= {event.company} and not (arriving and one.past)
    ]
    same = {one.name for one in own if fold(one.role.value) == fold(event.role or "")}
    keys = _keys(event.role or "", lexicon)
    return same or {one.name for one in own if keys & _keys(one.role.value, lexicon)}


def _introduced(sentence: Sentence, lexicon: Lexicon) -> Iterable[_Introduction]:
    """Yield each person with each role they are introduced with, the houses named there and whether it is past."""
    units = sentence.units
    past = either(lexicon, "former", "outgoing", "formerly")
    for name, role in _paired(sentence, lexicon):
        at = units.index(role)
        who = next((number for number, unit in enumerate(units) if unit.symbol == PERSON and unit.value == name), at)
        first, last = min(at, who), max(at, who)
        around = units[max(0, first - 3) : last + _ASIDE]
        houses = {unit.value for unit in around if unit.symbol in {COMPANY, ORGANISATION}}
        kin = any(one.symbol == COMPANY and _kin(two, lexicon) for one, two in pairwise(around))
        yield _Introduction(
            name,
            role,
            frozenset(houses | {""} if kin else houses),
            any(unit.folded in past for unit in units[max(0, first - 3) : last + 1]),
            any(unit.folded in lexicon.words("current") for unit in units[max(0, first - 3) : last + 1]),
        )


def _kin(unit: Unit, lexicon: Lexicon) -> bool:
    """Tell whether what follows a company says that another one is meant: "OpenAI rival", "CNN parent"."""
    return unit.folded in lexicon.words("kin")


def _paired(sentence: Sentence, lexicon: Lexicon) -> Iterable[tuple[str, Unit]]:
    """Yield each person with each role that stands right before, or after a comma right behind."""
    units = sentence.units
    being = either(lexicon, "np", "relative", "copula", "formerly", "current")
    small = lexicon.words("np")
    for at, unit in enumerate(units):
        if unit.symbol != PERSON:
            continue
        back = at - 1
        while back > 0 and at - back < _NEAR and (units[back].symbol == "," or _between(units[back], small)):
            back -= 1
        reminded = units[at - 1].symbol == "," and any(
            one.folded in lexicon.words("relative") for one in units[max(0, back - 4) : back]
        )  # "…, who was the research chief, Ada Keller and …": the role is another's
        # "Ada Keller, head of research, and Jan Peeters": the role is hers.
        hers = back > 1 and back < at - 1 and units[back - 1].symbol == "," and units[back - 2].symbol == PERSON
        if at and units[back].symbol == ROLE and not reminded and not hers:
            yield unit.value, units[back]
            yield from ((unit.value, other) for other in _further(units, back, lexicon))
            if unit.symbol == PERSON and units[back].folded.endswith("s"):
                yield from ((name, units[back]) for name in _companions(units, at, lexicon))
        yield from ((unit.value, other) for other in _served(units, at, lexicon))
        ahead = at + 1
        while ahead < min(at + 7, len(units)) and _between(units[ahead], being):
            ahead += 1
        if said := _predicate(units, at, lexicon):
            yield unit.value, said
        another = any(one.symbol == PERSON for one in units[ahead + 1 : ahead + 4])  # the role is theirs
        if at + 1 < ahead < len(units) and units[at + 1].symbol == "," and units[ahead].symbol == ROLE and not another:
            yield unit.value, units[ahead]
            joined = ahead + 1 < len(units) and units[ahead + 1].folded in lexicon.words("and")
            if joined and ahead + 2 < len(units) and units[ahead + 2].symbol == ROLE:
                yield unit.value, units[ahead + 2]


def _predicate(units: Sequence[Unit], at: int, lexicon: Lexicon) -> Unit | None:
    """Return the role that somebody is said to have or to have had: "Ada Keller war erst seit 2020 Finanzchefin"."""
    if at + 1 >= len(units) or units[at + 1].folded not in lexicon.words("holding_office"):
        return None
    ahead = units[at + 2 : at + 2 + _NEAR]
    role = next((n for n, one in enumerate(ahead) if one.symbol == ROLE), len(ahead))
    clear = all(one.symbol not in {PERSON, COMPANY, ORGANISATION, ","} for one in ahead[:role])
    return ahead[role] if role < len(ahead) and clear else None


def _served(units: Sequence[Unit], at: int, lexicon: Lexicon) -> Iterable[Unit]:
    """Yield the role that somebody is said to serve in behind their name: "Ada Keller served as finance chief"."""
    start = at + 1
    while start < len(units) and (units[start].symbol == "," or units[start].folded in lexicon.words("relative")):
        start += 1
    for phrase in lexicon.phrases("serving"):
        stop = start + len(phrase)
        if tuple(unit.folded for unit in units[start:stop]) != phrase:
            continue
        while stop < len(units) and _between(units[stop], lexicon.words("np")):
            stop += 1
        if stop < len(units) and units[stop].symbol == ROLE:
            yield units[stop]


def _between(unit: Unit, words: frozenset[str]) -> bool:
    """Tell whether a unit may stand between a name and a role: a company, a comma, a dash or one of `words`."""
    return unit.symbol == COMPANY or unit.folded in words or unit.folded in {",", "-"}


def _further(units: Sequence[Unit], at: int, lexicon: Lexicon) -> Iterable[Unit]:
    """Yield the role that "and" joins to the one at `at`: "co-founder and president Ada Keller"."""
    if at > 1 and units[at - 1].folded in lexicon.words("and") and units[at - 2].symbol == ROLE:
        yield units[at - 2]


def _companions(units: Sequence[Unit], at: int, lexicon: Lexicon) -> Iterable[str]:
    """Yield the people listed after the one at `at`: "co-founders Ada Keller, Paul Moreau and Jan Peeters"."""
    ahead = at + 1
    while ahead < len(units) and (units[ahead].symbol in {",", PERSON} or units[ahead].folded in lexicon.words("and")):
        if units[ahead].symbol == PERSON:
            yield units[ahead].value
        ahead += 1


def _keys(role: str, lexicon: Lexicon) -> frozenset[str]:
    """Return what a written role is compared by: "boss" and "chief executive" are one role, "CFO" another."""
    return offices(role, lexicon) or frozenset({fold(role)})
