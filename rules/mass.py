"""Mass events: what they tell already is not counted again person by person, and what came before fades.

A mass lay-off, an exodus or a takeover brings a week of news about each of those concerned. Who is told of within the
days that the rule names is its child: the event and all its children count together as much as the weightiest of them
alone, and no composite rule counts a child but the event's own. That holds for good, so that no number jumps when the
week is over; and an event never hides a child that weighs more. A mere rumour of a mass event has no children.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from model.company import Company
from model.story import State
from rules.facts import Facts
from rules.language import Rule, Rules
from rules.match import fits
from rules.together import found


@dataclass(frozen=True, slots=True)
class Event:
    """A mass event: the rule that says so, and the story that is it, or that completed it."""

    rule: Rule
    story: str


@dataclass(frozen=True, slots=True)
class Mass:
    """`children` maps a story to the events that tell it already; `anchors` are when the company became another."""

    children: Mapping[str, tuple[Event, ...]]
    anchors: tuple[datetime, ...]

    def open_to(self, rule: Rule, facts: Facts) -> bool:
        """Tell whether a composite rule may count a story."""
        events = self.children.get(facts.story.id, ())
        return not events or any(event.rule.id == rule.id for event in events)


def mass_of(rules: Rules, known: Sequence[Facts], company: Company) -> Mass:
    """Find the mass events among the stories (sorted by age), what they tell already and when they were.

    Single events come first: what a takeover tells already makes no exodus.
    """
    sure = [facts for facts in known if facts.story.state is not State.RUMOURED]
    anchors = {facts.story.first_seen for rule in rules.rules if rule.reanchors for facts in _met(rule, sure, company)}
    children: dict[str, tuple[Event, ...]] = {}
    for composite in (False, True):
        free = [facts for facts in sure if facts.story.id not in children]
        taken: dict[str, dict[str, Event]] = defaultdict(dict)
        for rule in rules.rules:
            if rule.inhibits and rule.composite == composite:
                for event, child in _children(rule, _met(rule, free, company), known, company):
                    taken[child.story.id][f"{event.rule.id} {event.story}"] = event
        children |= {id_: tuple(events.values()) for id_, events in taken.items() if id_ not in children}
    return Mass(children, tuple(sorted(anchors)))


def _met(rule: Rule, known: Sequence[Facts], company: Company) -> Iterator[Facts]:
    """List the stories that are such an event, or that complete it."""
    fitting = [facts for facts in known if fits(rule, facts, company)]
    return (met.last for met in found(rule, known, fitting, company)) if rule.composite else iter(fitting)


def _children(
    rule: Rule, events: Iterable[Facts], known: Sequence[Facts], company: Company
) -> Iterator[tuple[Event, Facts]]:
    """List what follows an event; what is told in the same moment follows a single one, and is part of a composite."""
    if rule.inhibits is None:
        return
    for event in events:
        for facts in known:
            after = facts.story.first_seen - event.story.first_seen
            follows = after > timedelta(0) or (after == timedelta(0) and not rule.composite)
            follows = follows and after <= rule.inhibits.within and facts.story.id != event.story.id
            if follows and fits(rule.inhibits, facts, company):
                yield Event(rule, event.story.id), facts
