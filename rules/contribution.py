"""What each rule has to say about a company's stories, in raw points."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from model.company import Company
from rules.facts import Facts
from rules.language import Rule
from rules.match import fits
from rules.weigh import weight
from stories.people import same_person

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Contribution:
    """One reason before it is shared out: raw points of 0 or more, and the stories behind it, oldest first."""

    rule: Rule
    raw: float
    stories: tuple[Facts, ...]


def contributions(rule: Rule, known: Sequence[Facts], company: Company, now: datetime) -> list[Contribution]:
    """Apply one rule to all stories (sorted by first_seen, id). Each story counts once; the cap holds for the sum."""
    fitting = [facts for facts in known if fits(rule, facts, company)]
    found = list(_composite(rule, fitting, company, now) if rule.count else _simple(rule, fitting, company, now))
    total = sum(c.raw for c in found)
    if total <= rule.cap:
        return found
    return [replace(c, raw=c.raw * rule.cap / total) for c in found]


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
