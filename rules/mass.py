"""Mass events: what they tell already is not counted again person by person, and what came before fades.

A mass lay-off, an exodus or a takeover brings a week of news about each of those concerned. Who is told of within the
days that the rule names is its child: it counts with its mass event and in no other rule, for good, so that no number
jumps when the week is over. A mere rumour of a mass event has no children.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from model.company import Company
from model.story import State
from rules.facts import Facts
from rules.language import Rule, Rules
from rules.match import fits
from rules.together import found


@dataclass(frozen=True, slots=True)
class Mass:
    """`children` maps a story to the rules that may still count it; `anchors` are when the company became another."""

    children: dict[str, frozenset[str]]
    anchors: tuple[datetime, ...]

    def open_to(self, rule: Rule, facts: Facts) -> bool:
        """Tell whether a rule may count a story."""
        owners = self.children.get(facts.story.id)
        return owners is None or rule.id in owners


def mass_of(rules: Rules, known: Sequence[Facts], company: Company) -> Mass:
    """Find the mass events among the stories (sorted by age), what they tell already and when they were.

    Single events come first: what a takeover tells already makes no exodus.
    """
    sure = [facts for facts in known if facts.story.state is not State.RUMOURED]
    anchors = {facts.story.first_seen for rule in rules.rules if rule.reanchors for facts in _met(rule, sure, company)}
    children: dict[str, frozenset[str]] = {}
    for composite in (False, True):
        free = [facts for facts in sure if facts.story.id not in children]
        taken: dict[str, set[str]] = {}
        for rule in rules.rules:
            if rule.inhibits and rule.composite == composite:
                for child in _children(rule, _met(rule, free, company), known, company):
                    taken.setdefault(child.story.id, set()).add(rule.id)
        children |= {id_: frozenset(owners) for id_, owners in taken.items() if id_ not in children}
    return Mass(children, tuple(sorted(anchors)))


def _met(rule: Rule, known: Sequence[Facts], company: Company) -> Iterator[Facts]:
    """List the stories that are such an event, or that complete it."""
    fitting = [facts for facts in known if fits(rule, facts, company)]
    return (met.last for met in found(rule, known, fitting, company)) if rule.composite else iter(fitting)


def _children(rule: Rule, events: Iterable[Facts], known: Sequence[Facts], company: Company) -> Iterator[Facts]:
    """List what follows an event; what is told in the same moment follows a single one, and is part of a composite."""
    if rule.inhibits is None:
        return
    for event in events:
        for facts in known:
            after = facts.story.first_seen - event.story.first_seen
            follows = after > timedelta(0) or (after == timedelta(0) and not rule.composite)
            follows = follows and after <= rule.inhibits.within and facts.story.id != event.story.id
            if follows and fits(rule.inhibits, facts, company):
                yield facts
