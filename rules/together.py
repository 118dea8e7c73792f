"""Composite rules: what several stories of one company say together that none of them says alone."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from model.company import Company
from rules.facts import Facts, age_of
from rules.language import Rule
from rules.match import fits
from rules.weigh import weight
from stories.people import same_person

_YEAR = timedelta(days=365)
# A usual number is asked of at least so much time before: of a company that is new to us, nothing is a surprise yet.
_KNOWN = timedelta(days=90)


@dataclass(frozen=True, slots=True)
class Found:
    """One way in which a pattern is met: since the story `last`, felt 0 to about 1, by `stories`, oldest first."""

    last: Facts
    felt: float
    stories: tuple[Facts, ...]


@dataclass(frozen=True, slots=True)
class Weighed:
    """A story with its weight above 0."""

    weight: float
    facts: Facts


def found(rule: Rule, known: Sequence[Facts], fitting: Sequence[Facts], company: Company) -> Iterator[Found]:
    """List every way in which a composite rule's pattern is met, in order of time.

    `known` are all stories that the rule may tell, `fitting` those that meet its own conditions; both sorted by age.
    """
    if rule.then is not None:
        after = [facts for facts in known if fits(rule.then, facts, company)]
        return _sequences(rule, fitting, after, company)
    return _spans(rule, known, fitting, company)


def _spans(rule: Rule, known: Sequence[Facts], fitting: Sequence[Facts], company: Company) -> Iterator[Found]:
    """List the spans with enough stories, each from the story that completed or prolonged it."""
    weighed = [Weighed(w, facts) for facts in fitting if (w := weight(facts, company, rule.direction)) > 0]
    for last in weighed:
        end = last.facts.story.first_seen
        chosen = _distinct(rule, (w for w in weighed if timedelta(0) <= end - _told(w) < _within(rule)))
        needed = rule.count or _surprising(rule, known, weighed, end - _within(rule))
        if needed is None or len(chosen) < needed:
            continue
        most = sorted((w.weight for w in chosen), reverse=True)[: rule.count or rule.floor]
        yield Found(last.facts, sum(most) / len(most), tuple(sorted((w.facts for w in chosen), key=age_of)))


def _surprising(rule: Rule, known: Sequence[Facts], weighed: Sequence[Weighed], start: datetime) -> float | None:
    """Tell from how many stories on a span beginning at `start` is a surprise; None while too little is known before.

    The company's usual number is the mean of the year before, or of as much of it as is known.
    """
    since = max(known[0].story.first_seen, start - _YEAR)
    if rule.surprise is None or start - since < _KNOWN:
        return None
    before = sum(1 for w in weighed if since <= _told(w) <= start)
    usual = before * (_within(rule) / (start - since))
    return max(rule.floor or 0, rule.surprise * usual)


def _sequences(rule: Rule, first: Sequence[Facts], after: Iterable[Facts], company: Company) -> Iterator[Found]:
    """List each story that follows another within the span, with the latest one before it and the weightiest."""
    weighed = [Weighed(w, facts) for facts in first if (w := weight(facts, company, rule.direction)) > 0]
    for last in after:
        felt = weight(last, company, rule.direction)
        earlier = [w for w in weighed if timedelta(0) < last.story.first_seen - _told(w) <= _within(rule)]
        earlier = [w for w in earlier if w.facts.story.id != last.story.id]
        if felt > 0 and earlier:
            best = max(w.weight for w in earlier)
            yield Found(last, (best + felt) / 2, (earlier[-1].facts, last))


def _distinct(rule: Rule, span: Iterable[Weighed]) -> list[Weighed]:
    """Choose the stories of a span. If people must differ: of one person's the heaviest, of unnamed people's none."""
    if not rule.distinct_people:
        return list(span)
    chosen: list[Weighed] = []
    for one in sorted(span, key=lambda w: (-w.weight, age_of(w.facts))):
        people = one.facts.story.people
        if people and not any(same_person(people[0], other.facts.story.people[0]) for other in chosen):
            chosen.append(one)
    return chosen


def _told(weighed: Weighed) -> datetime:
    return weighed.facts.story.first_seen


def _within(rule: Rule) -> timedelta:
    return rule.within or timedelta(0)
