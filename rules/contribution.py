"""What the rules have to say about a company's stories, in raw points: one event is one reason a side."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from model.company import Company
from model.score import Axis
from rules.facts import Facts
from rules.language import Direction, Rule, Rules
from rules.match import fits
from rules.weigh import weight
from stories.people import same_person

_DAY = timedelta(days=1)

# Several rules may fit one event: a founder who left also went to a rival. It happened once, so one of them speaks, and
# what the others see in it adds half of its worth.
ADDS = 0.5


@dataclass(frozen=True, slots=True)
class Contribution:
    """One reason before it is shared out: raw points of 0 or more, and the stories behind it, oldest first."""

    rule: Rule
    raw: float
    stories: tuple[Facts, ...]


def contributions(rules: Rules, known: Sequence[Facts], company: Company, now: datetime) -> list[Contribution]:
    """Apply the rules to all stories (sorted by first_seen, id); in the order of the rules.

    Of the simple rules that fit one story on one side (for the window, against it, for the pressure) the strongest
    speaks. A rule's cap holds for the sum of what it says.
    """
    single: list[Contribution] = []
    together: list[Contribution] = []
    for rule in rules.rules:
        fitting = [facts for facts in known if fits(rule, facts, company)]
        if rule.count:
            together += _composite(rule, fitting, company, now)
        else:
            single += _simple(rule, fitting, company, now)
    return _capped([*_strongest_of_each(single), *together])


def _strongest_of_each(found: Iterable[Contribution]) -> Iterator[Contribution]:
    about: dict[tuple[Axis, bool, str], list[Contribution]] = defaultdict(list)
    for one in found:
        direction = one.rule.direction
        about[direction.axis, direction is Direction.C, one.stories[0].story.id].append(one)
    for same in about.values():
        most = max(same, key=lambda one: one.raw)
        yield replace(most, raw=most.raw + ADDS * sum(other.raw for other in same if other is not most))


def _capped(found: Sequence[Contribution]) -> list[Contribution]:
    totals: dict[str, float] = defaultdict(float)
    for one in found:
        totals[one.rule.id] += one.raw
    return [replace(one, raw=one.raw * min(1.0, one.rule.cap / totals[one.rule.id])) for one in found]


def _simple(rule: Rule, fitting: Iterable[Facts], company: Company, now: datetime) -> Iterator[Contribution]:
    for facts in fitting:
        raw = rule.strength * rule.kernel.weight(_age(facts, now)) * weight(facts, company, rule.direction)
        if raw > 0:
            yield Contribution(rule, raw, (facts,))


def _composite(rule: Rule, fitting: Sequence[Facts], company: Company, now: datetime) -> Iterator[Contribution]:
    """Weigh the span that counts most, from the day on which enough stories had come together; tell the latest span."""
    most = 0.0
    latest: tuple[Facts, ...] = ()
    for last in fitting:
        span = [f for f in fitting if timedelta(0) <= last.story.first_seen - f.story.first_seen < _within(rule)]
        chosen = _strongest(rule, span, company)
        if len(chosen) < (rule.count or 0):
            continue
        felt = sum(sorted((w for w, _ in chosen), reverse=True)[: rule.count]) / (rule.count or 1)
        raw = rule.strength * rule.kernel.weight(_age(last, now)) * felt
        if raw > 0:
            most = max(most, raw)
            latest = tuple(sorted((f for _, f in chosen), key=lambda f: (f.story.first_seen, f.story.id)))
    if latest:
        yield Contribution(rule, most, latest)


def _strongest(rule: Rule, span: Iterable[Facts], company: Company) -> list[tuple[float, Facts]]:
    """Weigh the stories of a span. If people must differ: of one person's the heaviest, of unnamed people's none."""
    weighed = [(weight(facts, company, rule.direction), facts) for facts in span]
    weighed = [(w, f) for w, f in weighed if w > 0]
    if not rule.distinct_people:
        return weighed
    chosen: list[tuple[float, Facts]] = []
    for w, facts in sorted(weighed, key=lambda pair: (-pair[0], pair[1].story.first_seen, pair[1].story.id)):
        people = facts.story.people
        if people and not any(same_person(people[0], other.story.people[0]) for _, other in chosen):
            chosen.append((w, facts))
    return chosen


def _age(facts: Facts, now: datetime) -> float:
    return (now - facts.story.first_seen) / _DAY


def _within(rule: Rule) -> timedelta:
    return rule.within or timedelta(0)
