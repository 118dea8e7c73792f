"""Fill the slots of a match: whose event it is, from where to where, how senior, and whether enough was found."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from model.signal import Kind, Seniority
from signals.actors import Actor, Named
from signals.alphabet import SIGNS
from signals.certainty import holds
from signals.entries import Entry
from signals.patterns import COMPANY, GROUP, ORGANISATION, PERSON, UNKNOWN, UNKNOWN_CAPITAL
from signals.units import Unit
from signals.vocabulary import Lexicon, either


class Topics(NamedTuple):
    """The companies that a sentence may mean without naming them, and the people already tied to one.

    `topic` is what the sentence is about, `last` what the one before was about; `settled` says that the item leaves no
    doubt about the first. `home` is where the sentence's first person belongs, `known` whom the text has tied to a
    company before.
    """

    topic: str | None
    last: str | None
    settled: bool
    home: str | None = None
    known: frozenset[tuple[str, str]] = frozenset()
    homes: Mapping[str, str] = {}


_MANY = 20  # hired at once: a surge
_MASS = 50  # dismissed at once: lay-offs
_HOUSE = 6  # units behind an office in which its house is named
PERSONAL = frozenset({Kind.DEPARTURE, Kind.LEAVE, Kind.HIRE, Kind.PROMOTION})
ARRIVALS = frozenset({Kind.HIRE, Kind.PROMOTION})
_COUNTED = frozenset({Kind.LAYOFFS, Kind.HIRING_SURGE, Kind.HIRING_FREEZE, Kind.CULTURE_CONFLICT, Kind.OPEN_TO_WORK})


def unit(found: re.Match[str], slot: str, units: tuple[Unit, ...]) -> Unit | None:
    """Return the unit that a slot of the pattern holds, None when it has no such slot or it is empty."""
    if slot not in found.re.groupindex or found.group(slot) is None:
        return None
    return units[found.start(slot)]


def kind(
    entry: Entry,
    who: Actor,
    role: Unit | None,
    company: str | None,
    source: str | None,
    units: tuple[Unit, ...],
    lexicon: Lexicon,
) -> Kind:
    """Return the kind: an appointment from within is a promotion, dozens hired at once are a surge.

    `role` is the one they are appointed to; who holds another one and comes from nowhere else is already there.
    """
    if entry.kind is Kind.HIRE:
        own = [one.role for one in who.people if one.level and one.level != "ic" and not _unplaced(one, who, lexicon)]
        if "returning" in entry.needs:
            return Kind.HIRE
        if role is not None and own and role.value not in own and source is None and not who.former:
            return Kind.PROMOTION
        outside = who.former and source is not None
        inside = any(word in lexicon.words("internal") for unit in units for word in unit.folded.split())
        if not outside and (inside or (source is None and holds(units, lexicon, "from_within"))):
            return Kind.PROMOTION
        if who.group and who.number is not None and who.number >= _MANY and source is None:
            return Kind.HIRING_SURGE
    if entry.kind is Kind.PROMOTION and source and source == (who.company or who.organisation) != company:
        return Kind.HIRE
    if entry.kind is Kind.DEPARTURE and who.group:
        fired = either(lexicon, "fire", "fired", "redundancy")
        many = who.number is not None and who.number >= _MASS and any(unit.folded in fired for unit in units)
        staff = any(word in lexicon.words("jobs") for unit in units for word in unit.folded.split())
        whole = staff and any(unit.folded in lexicon.words("all_staff") for unit in units)
        dismissed = whole and any(unit.folded in either(lexicon, "fire", "fired", "dismissal") for unit in units)
        if many or dismissed or holds(units, lexicon, "let_go_together"):
            return Kind.LAYOFFS
    return entry.kind


def _unplaced(one: Named, who: Actor, lexicon: Lexicon) -> bool:
    """Tell whether a title says of nobody that they are at the house: "el directivo español Pablo Moreno"."""
    return who.company is None and one.role is not None and one.role.casefold() in lexicon.words("unplaced_titles")


def quoted(found: re.Match[str], who: Actor, units: tuple[Unit, ...]) -> int:
    """Return the first unit of the quote: where the people are first named, not the whole run before them."""
    if "actor" not in found.re.groupindex or found.group("actor") is None:
        return found.start()
    for at in range(found.start(), found.end()):
        unit = units[at]
        if who.bare and unit.value and unit.value in {one.name for one in who.people}:
            return at
        if (
            unit.symbol in "CPRG"
            and not who.bare
            and (not who.people or unit.symbol != PERSON or unit.value in {one.name for one in who.people})
        ):
            return at
    return found.start()


def _current(who: Actor, target: str | None) -> bool:
    """Tell whether somebody still works at a watched company and goes to another."""
    founder = who.level == Seniority.FOUNDER or any(one.level == Seniority.FOUNDER for one in who.people)
    return bool(who.company) and not who.former and not founder and target != who.company


def _outsider(who: Actor, company: str | None, source: str | None) -> bool:
    """Tell whether the people come from another house."""
    elsewhere = {who.organisation, who.company, source} - {None, company}
    return who.former or bool(elsewhere)


def companies(
    entry: Entry, found: re.Match[str], units: tuple[Unit, ...], who: Actor, topics: Topics, lexicon: Lexicon
) -> tuple[str | None, str | None, str | None]:
    """Return the event's company, where its people come from and where they go."""
    named: dict[str, str] = {}
    watched: dict[str, bool] = {}
    for slot in ("company", "from", "to"):
        if slot in found.re.groupindex and found.group(slot) is not None:
            named[slot] = _house(found, slot, units)
            watched[slot] = units[found.start(slot)].symbol == COMPANY
    company = named.get("company")
    source, target = named.get("from"), named.get("to")
    kind = entry.kind
    if kind in {Kind.DEPARTURE, Kind.LEAVE}:
        if company is None and watched.get("from"):
            company = source
        company = source = _left(company, source, target, who, topics, _speaks_of(units, who))
    elif kind is Kind.HIRE:
        if company is None and watched.get("to"):
            company = target
        company = company or _appointing(entry, found, units, who, lexicon)
        company = target = _hiring(entry, company, "to" in named, source, who, topics)
        if source is None and who.company != company:
            source = who.company
        source = source or who.organisation
    elif company is None and kind is Kind.PROMOTION and who.former and (who.company or who.organisation):
        # "Ada Keller, a former chief of Contoso, takes over as chief executive" comes from outside.
        company = next((topic for topic in (topics.topic, topics.last) if topic and topic != who.company), None)
        source = who.company or who.organisation
    elif company is None and kind is Kind.PROMOTION and who.company and _for_another(found, units, who, topics):
        company = topics.topic
    elif company is None:
        company = who.company or (None if who.organisation else topics.topic)
    if kind is Kind.PROMOTION:
        house = who.company or who.organisation
        lent = bool(who.people and who.former) or ("company" in named and bool(who.company) and not who.former)
        if source is None and lent and house not in {None, company}:
            source = house  # "hands its cloud unit to a former Contoso chief"
        return company, source or company, target or company  # whoever rises from within stays in the house
    return company, source if source != target else None, target


def _appointing(
    entry: Entry, found: re.Match[str], units: tuple[Unit, ...], who: Actor, lexicon: Lexicon
) -> str | None:
    """Return who appoints when a match does not say: whose "its" is, or the subject of a sentence of several houses.

    "Northwind's Ada Keller is named its chief", "Northwind announced that Ada Keller, founder of Contoso, …".
    """
    if found.groupdict().get("to") or found.groupdict().get("from") or "returning" in entry.needs:
        return None
    inside = units[found.start() : found.end()]
    if who.company and not who.former and any(unit.folded in lexicon.words("owning") for unit in inside):
        return who.company
    own = {unit.value for unit in inside if unit.symbol == COMPANY}
    behind = lexicon.words("not_subject")
    for at, unit in enumerate(units[: found.start()]):
        if unit.symbol == COMPANY:
            known = unit.value not in own and not (at and units[at - 1].folded in behind)
            return unit.value if len(own) > 1 and known else None
    return None


def _for_another(found: re.Match[str], units: tuple[Unit, ...], who: Actor, topics: Topics) -> bool:
    """Tell whether somebody follows a person of another house: "Keller quits, Contoso's Jan Peeters to replace her"."""
    named = [unit.value for unit in units[: found.start("actor")] if unit.symbol == COMPANY]
    gone = any(unit.symbol == PERSON for unit in units[: found.start("actor")])
    behind = units[found.end("actor") :]
    alone = all(unit.symbol not in {COMPANY, ORGANISATION} for unit in behind)
    return gone and alone and named[:1] == [topics.topic] and topics.topic != who.company


def _house(found: re.Match[str], slot: str, units: tuple[Unit, ...]) -> str:
    """Return the company that a slot holds, or that belongs to whom it holds: "Ada Keller's Northwind"."""
    start, stop = found.span(slot)
    owned = units[stop : stop + 2]
    other = stop + 1 in {found.start(one) for one in found.groupdict() if one != slot}
    if len(owned) == 2 and owned[0].folded == "'s" and owned[1].symbol == COMPANY and not other:
        return owned[1].value
    return _named(units, start, stop)


def _named(units: tuple[Unit, ...], start: int, stop: int) -> str:
    """Return the name that units[start:stop] stand for; what follows a watched name belongs to it: "Northwind Sea"."""
    if units[start].symbol == UNKNOWN_CAPITAL and start and units[start - 1].symbol == COMPANY:
        return units[start - 1].value
    return " ".join(unit.value or unit.folded.title() for unit in units[start:stop])


def _speaks_of(units: Sequence[Unit], who: Actor) -> bool:
    """Tell whether people are those of whom the sentence speaks first: the home of that one is no other's."""
    first = next((unit.value for unit in units if unit.symbol == PERSON), None)
    return not who.people or first in {one.name for one in who.people}


def _left(
    company: str | None, source: str | None, target: str | None, who: Actor, topics: Topics, first: bool
) -> str | None:
    """Return whom people leave: the company named, or else their own or the one the text is about."""
    if company is None and source is None:
        own = topics.homes.get(who.people[0].name) if who.people else None
        home = topics.home if first else own or (topics.home and topics.last)
        past = who.former and bool(who.people) and topics.topic not in {None, who.company}
        company = (None if past else who.company) or (None if who.organisation else home or topics.topic)
    return None if company == target else company  # "Peeters left for Contoso" does not say from where


def _hiring(
    entry: Entry, company: str | None, told: bool, source: str | None, who: Actor, topics: Topics
) -> str | None:
    """Return who hires: the company named, or else one the text is about unless it is `told` where they go."""
    if company is None and "returning" in entry.needs:
        company = who.company or topics.topic
    if company is not None or told:
        return company
    if who.company and not who.former and source not in {None, who.company}:
        return who.company  # "Northwind's new head of research arrives from Contoso"
    # "It hired OpenAI's safety chief" speaks of the company before, not of OpenAI.
    return next((topic for topic in (topics.topic, topics.last) if topic and topic not in {who.company, source}), None)


def elsewhere(
    entry: Entry, found: re.Match[str], company: str | None, units: tuple[Unit, ...], lexicon: Lexicon
) -> bool:
    """Tell whether the office is at another house beside it: "Keller, who leaves her job at Contoso"."""
    if entry.kind not in PERSONAL or any(found.groupdict().get(slot) for slot in ("company", "from", "to")):
        return False
    at = found.start("role") if found.groupdict().get("role") else 0
    if at > 1 and units[at - 1].folded == "-" and units[at - 2].symbol in {COMPANY, ORGANISATION}:
        return units[at - 2].value != company  # "Contoso-Vorständin Ada Keller wird Northwind-Chefin"
    last = units[found.end() - 1]
    if entry.kind is Kind.DEPARTURE and last.folded in lexicon.words("the_firm") and found.end() < len(units):
        called = units[found.end()]  # "LVMH : le directeur artistique quitte la maison Celine"
        if called.symbol in {COMPANY, ORGANISATION}:
            return called.value != company
    own = found.end("actor") if found.groupdict().get("actor") else found.end()
    if any(one.symbol == COMPANY and one.value != company for one in units[own : found.end()]):
        return True  # "steps down from the Contoso board"
    after = units[found.end() - (last.folded in lexicon.words("at_house")) :][:_HOUSE]
    if after and after[0].folded in lexicon.words("from_house"):
        return next((unit.value != company for unit in after[1:] if unit.symbol == COMPANY), False)
    if after and after[0].symbol == UNKNOWN:
        after = after[1:]  # "directivo europeo de Contoso"
    if not after or after[0].folded not in lexicon.words("at_house"):
        return False
    for unit in after[1:]:
        if unit.symbol in SIGNS:
            break
        if unit.symbol in {COMPANY, ORGANISATION, UNKNOWN_CAPITAL}:
            return unit.value != company
    return False


def manned(entry: Entry, found: re.Match[str], who: Actor) -> bool:
    """Tell whether the people were found that the entry needs."""
    needs = entry.needs
    groups = found.groupdict()
    if "person" in needs and not who.people:
        return False
    if "people" in needs and not (who.somebody() or groups.get("role") or groups.get("group")):
        return False
    if "one" in needs and (who.group or not who.somebody()):
        return False
    if "group" in needs and not (who.group or groups.get("group")):
        return False
    if "role" in needs and groups.get("actor") and not who.somebody():
        return False
    return not ("role" in needs and not (who.role or groups.get("role") or any(one.role for one in who.people)))


def enough(
    entry: Entry, found: re.Match[str], who: Actor, company: str | None, source: str | None, target: str | None
) -> bool:
    """Tell whether all was found that the entry needs."""
    needs = entry.needs
    if not manned(entry, found, who):
        return False
    if "going" in needs and not _current(who, target):
        return False
    if "current" in needs and not (_current(who, target) and found.groupdict().get("to") != COMPANY):
        return False
    if "insider" in needs and _outsider(who, company, source):
        return False
    if "ours" in needs and (who.company is None or who.company != company or who.former):
        return False
    if "outsider" in needs and not (_outsider(who, company, source) and who.somebody()):
        return False
    return not ("other" in needs and not (source and target))


def collective(entry: Entry, found: re.Match[str], units: tuple[Unit, ...], lexicon: Lexicon) -> bool:
    """Tell whether the staff does it together, said or not: nobody goes on strike alone."""
    struck = (
        one.symbol == GROUP or one.folded in lexicon.words("strike") for one in units[found.start() : found.end()]
    )
    return entry.kind is Kind.TURMOIL and any(struck)


def seniority(
    role: Unit | None, group: Unit | None, who: Actor, person: Named, kind: Kind, together: bool
) -> Seniority | None:
    """Return the seniority: of the role the pattern found, of the person's own, GROUP for unnamed people `together`."""
    if kind in _COUNTED:
        return Seniority.GROUP  # "the chief executive announces lay-offs": who is hit counts, not who says it
    if person.level == "founder" or (person.level and role is None and person.name):
        return Seniority(person.level)
    if role is not None and role.level:
        return Seniority(role.level)
    if not person.name and (who.group or group is not None):
        return Seniority.GROUP
    if person.level and person.level != "group":
        return Seniority(person.level)
    unnamed = kind is Kind.PROMOTION and not (person.name or person.role or role)
    return Seniority.GROUP if unnamed or together else None
