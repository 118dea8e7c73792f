"""Whether the people of a match are really those of the company that it is about."""

from __future__ import annotations

import re

from signals.actors import Actor
from signals.patterns import COMPANY, ORGANISATION, PERSON, ROLE
from signals.slots import Topics
from signals.units import Unit
from signals.vocabulary import Lexicon


def near(
    company: str, who: Actor, found: re.Match[str], units: tuple[Unit, ...], topics: Topics, lexicon: Lexicon
) -> bool:
    """Tell whether a person without a role is really this company's.

    It stands in the sentence or is "the company"; the text has tied them to it before; or the sentence gives them an
    office and speaks of no other house.
    """
    if who.company and topics.topic not in {None, who.company} and _replaces(found, units, lexicon):
        return company == topics.topic
    if topics.settled or not who.people or any(one.role for one in who.people):
        return True
    if any(unit.symbol == COMPANY and unit.value == company for unit in units):
        return True
    if any(unit.folded in lexicon.words("firm") for unit in units[found.start() : found.end()]):
        return True
    if any((one.name, company) in topics.known for one in who.people):
        return True
    elsewhere = any(unit.symbol == ORGANISATION or (unit.symbol == COMPANY and unit.value != company) for unit in units)
    # "Keller succeeds Peeters, who will retire": she is known to be the company's, so is he.
    if not elsewhere and any(unit.symbol == PERSON and (unit.value, company) in topics.known for unit in units):
        return True
    return not elsewhere and company in {topics.topic, topics.last} and _in_office(found, units, who)


def _replaces(found: re.Match[str], units: tuple[Unit, ...], lexicon: Lexicon) -> bool:
    """Tell whether people take another's place: "she will be replaced by Contoso's Jan Peeters" says where they go."""
    named = any(unit.symbol == COMPANY for unit in units[: found.start("actor")])
    return not named and units[found.start()].folded in lexicon.words("replaced_by")


def _in_office(found: re.Match[str], units: tuple[Unit, ...], who: Actor) -> bool:
    """Tell whether the match or the words beside their name give people an office."""
    if found.groupdict().get("role"):
        return True
    names = {one.name for one in who.people}
    return any(
        unit.symbol == PERSON
        and unit.value in names
        and any(other.symbol == ROLE for other in units[max(0, at - 2) : at + 4])
        for at, unit in enumerate(units)
    )
