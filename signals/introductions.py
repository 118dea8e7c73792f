"""Who an unnamed "finance chief" is, when another sentence of the item introduces them by name."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import lru_cache

from model.signal import Kind, Seniority
from signals.events import Event
from signals.fold import fold
from signals.patterns import COMPANY, PERSON, ROLE
from signals.units import Sentence, Unit
from signals.vocabulary import Lexicon

_PERSONAL = frozenset({Kind.DEPARTURE, Kind.LEAVE, Kind.HIRE, Kind.PROMOTION})
_NEAR = 9  # "the technical director of the young AI company Northwind, Ada Keller": words between the role and the name


def named(events: Iterable[Event], sentences: Sequence[Sentence], lexicon: Lexicon) -> list[Event]:
    """Return the events with what the introductions add.

    A nameless event gets its name when exactly one person of that role is introduced; a person without a role gets the
    one they are introduced with; who is anywhere called a founder is one.
    """
    known = [pair for sentence in sentences for pair in _introduced(sentence, lexicon)]
    founders = {name for name, role in known if role.level == Seniority.FOUNDER}
    found: list[Event] = []
    for event in events:
        if event.kind in _PERSONAL and event.person is not None and event.role is None:
            role = next((role for name, role in known if name == event.person), None)
            if role is not None:
                event = replace(event, role=role.value, seniority=event.seniority or Seniority(role.level))
        elif event.kind in _PERSONAL and event.role and event.seniority is not Seniority.GROUP:
            keys = _keys(event.role, lexicon)
            names = {name for name, role in known if fold(role.value) == fold(event.role)}
            names = names or {name for name, role in known if keys & _keys(role.value, lexicon)}
            if event.person is None and len(names) == 1:
                event = replace(event, person=names.pop())
        if event.person in founders and event.kind in _PERSONAL:
            event = replace(event, seniority=Seniority.FOUNDER)
        found.append(event)
    return found


def _introduced(sentence: Sentence, lexicon: Lexicon) -> Iterable[tuple[str, Unit]]:
    """Yield each person with each role that stands right before, or after a comma right behind."""
    units = sentence.units
    small = lexicon.words("np") | {",", "-"}
    for at, unit in enumerate(units):
        if unit.symbol != PERSON:
            continue
        back = at - 1
        while back > 0 and at - back < _NEAR and (units[back].symbol in {COMPANY, ","} or units[back].folded in small):
            back -= 1
        reminded = units[at - 1].symbol == "," and any(
            one.folded in lexicon.words("relative") for one in units[max(0, back - 4) : back]
        )  # "…, who was the research chief, Ada Keller and …": the role is another's
        if at and units[back].symbol == ROLE and not reminded:
            yield unit.value, units[back]
            yield from ((unit.value, other) for other in _further(units, back, lexicon))
            if unit.symbol == PERSON and units[back].folded.endswith("s"):
                yield from ((name, units[back]) for name in _companions(units, at, lexicon))
        ahead = at + 1
        while ahead < min(at + 5, len(units)) and (units[ahead].folded in small or units[ahead].symbol == COMPANY):
            ahead += 1
        another = any(one.symbol == PERSON for one in units[ahead + 1 : ahead + 4])  # the role is theirs
        if at + 1 < ahead < len(units) and units[at + 1].symbol == "," and units[ahead].symbol == ROLE and not another:
            yield unit.value, units[ahead]
            joined = ahead + 1 < len(units) and units[ahead + 1].folded in lexicon.words("and")
            if joined and ahead + 2 < len(units) and units[ahead + 2].symbol == ROLE:
                yield unit.value, units[ahead + 2]


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


@lru_cache(4_096)
def _keys(role: str, lexicon: Lexicon) -> frozenset[str]:
    """Return what a written role is compared by: "boss" and "chief executive" are one role, "CFO" another."""
    words = fold(role).split()
    text = f" {' '.join(words)} "
    keys = {
        name
        for name, phrases in lexicon.lists.items()
        if name.startswith("same_") and any(f" {' '.join(phrase)} " in text for phrase in phrases)
    }
    return frozenset(keys or {" ".join(words)})
