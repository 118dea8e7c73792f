"""What the rules have to say about a company's stories, in raw points: one event is one reason a side."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from model.company import Company
from model.score import Axis
from model.signal import Kind
from rules.anchor import lasting
from rules.facts import Facts, age_of
from rules.language import Direction, Rule, Rules
from rules.mass import Event, Mass, mass_of
from rules.match import fits
from rules.together import Found, found
from rules.weigh import weight

# Several rules may fit one event: a founder who left also went to a rival. It happened once, so one of them speaks, and
# what the others see in it adds half of its worth.
ADDS = 0.5


Side = tuple[Axis, bool]


@dataclass(frozen=True, slots=True)
class Contribution:
    """One reason before it is shared out: raw points of 0 or more, and the stories behind it, oldest first."""

    rule: Rule
    raw: float
    stories: tuple[Facts, ...]


def contributions(rules: Rules, known: Sequence[Facts], company: Company, now: datetime) -> list[Contribution]:
    """Apply the rules to all stories (sorted by first_seen, id); in the order of the rules.

    Of the simple rules that fit one story on one side (for the window, against it, for the pressure) the strongest
    speaks. What a mass event tells already is no more than it. A rule's cap holds for the sum of what it says.
    """
    single: list[Contribution] = []
    together: list[Contribution] = []
    kinds = _by_kind(known)
    mass = mass_of(rules, known, company)
    for rule in rules.rules:
        if rule.composite:
            mine = [facts for facts in known if mass.open_to(rule, facts)]
            fitting = [facts for facts in mine if fits(rule, facts, company)]
            together += _composite(rule, found(rule, mine, fitting, company), now, mass)
        else:
            of_kind = sorted((facts for kind in rule.kinds for facts in kinds.get(kind, ())), key=age_of)
            single += _simple(rule, (facts for facts in of_kind if fits(rule, facts, company)), company, now, mass)
    spoken = list(_strongest_of_each(single))
    free = _capped([*(one for one in spoken if one.stories[0].story.id not in mass.children), *together])
    return _capped([*free, *_children_beyond(spoken, free, mass)])


def _children_beyond(
    spoken: Iterable[Contribution], free: Sequence[Contribution], mass: Mass
) -> Iterator[Contribution]:
    """Of the children of one mass event, give what the weightiest weighs more than the event does."""
    best: dict[tuple[Side, str, str], Contribution] = {}
    for one in spoken:
        events = mass.children.get(one.stories[0].story.id)
        if events:
            beyond = replace(one, raw=one.raw - max(_weight_of(event, _side(one), free) for event in events))
            key = (_side(one), events[0].rule.id, events[0].story)
            if beyond.raw > 0 and (key not in best or best[key].raw < beyond.raw):
                best[key] = beyond
    yield from best.values()


def _weight_of(event: Event, side: Side, free: Iterable[Contribution]) -> float:
    """Tell what is said about an event on one side: its story by whatever rule, a composite by its own."""
    return sum(
        one.raw
        for one in free
        if _side(one) == side
        and (one.rule.id == event.rule.id if event.rule.composite else one.stories[0].story.id == event.story)
        and one.rule.composite == event.rule.composite
    )


def _side(one: Contribution) -> Side:
    """Tell for which number it speaks, and whether against it."""
    return one.rule.direction.axis, one.rule.direction is Direction.C


def _strongest_of_each(found: Iterable[Contribution]) -> Iterator[Contribution]:
    about: dict[tuple[Side, str], list[Contribution]] = defaultdict(list)
    for one in found:
        about[_side(one), one.stories[0].story.id].append(one)
    for same in about.values():
        most = max(same, key=lambda one: one.raw)
        yield replace(most, raw=most.raw + ADDS * sum(other.raw for other in same if other is not most))


def _capped(found: Sequence[Contribution]) -> list[Contribution]:
    totals: dict[str, float] = defaultdict(float)
    for one in found:
        totals[one.rule.id] += one.raw
    return [replace(one, raw=one.raw * min(1.0, one.rule.cap / totals[one.rule.id])) for one in found]


def _simple(
    rule: Rule, fitting: Iterable[Facts], company: Company, now: datetime, mass: Mass
) -> Iterator[Contribution]:
    for facts in fitting:
        lasts = lasting(rule, facts, now, mass.anchors)
        raw = rule.strength * lasts * weight(facts, company, rule.direction) if lasts > 0 else 0.0
        if raw > 0:
            yield Contribution(rule, raw, (facts,))


def _composite(rule: Rule, met: Iterable[Found], now: datetime, mass: Mass) -> Iterator[Contribution]:
    """Weigh the way in which the pattern counts most now; tell the latest one."""
    most = 0.0
    latest: tuple[Facts, ...] = ()
    for one in met:
        raw = rule.strength * lasting(rule, one.last, now, mass.anchors) * one.felt
        if raw > 0:
            most, latest = max(most, raw), one.stories
    if latest:
        yield Contribution(rule, most, latest)


def _by_kind(known: Iterable[Facts]) -> Mapping[Kind, list[Facts]]:
    kinds: dict[Kind, list[Facts]] = defaultdict(list)
    for facts in known:
        kinds[facts.story.kind].append(facts)
    return kinds
