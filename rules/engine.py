"""Stories become two numbers, each the exact sum of reasons that a recruiter can read."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from model.company import Company
from model.score import Axis, Confidence, Lack, NotEnough, Points, Score
from model.story import State, Story
from rules.contribution import Contribution, contributions
from rules.facts import Facts, age_of, as_of, facts_of
from rules.language import Direction, Rules
from rules.reason import tell, told_elsewhere
from rules.returned import without_returned
from rules.share import apportion, bounded
from rules.sought import sought
from rules.weigh import UNSURE
from stories.state import outlet

# How far back something must have been heard for a number to be given at all.
COVERAGE = timedelta(days=90)


def score(company: Company, stories: Sequence[Story], rules: Rules, now: datetime) -> Score | NotEnough:
    """Score one company at one moment from its stories, whatever their order.

    The window sums what makes sourcing easier (S) less what makes it harder (C), the pressure what shows a rival (R)
    and its need of people (H). Private and denied stories, those after `now`, and posts in departments and cities that
    nobody asked for count nothing.
    """
    known = _known(company, stories, now)
    recent = [facts for facts in known if facts.story.last_seen >= now - COVERAGE]
    missing = _missing(company, recent)
    if missing:
        return NotEnough(company.name, now, *missing)
    found = _reasons(company, known, rules, now)
    points = [*_window(found, now), *_pressure(found, now)]
    told = list({f.story.id: f for c in found for f in c.stories}.values()) or recent
    return Score(
        company=company.name,
        at=now,
        window=sum(p.value for p in points if p.axis is Axis.WINDOW),
        pressure=sum(p.value for p in points if p.axis is Axis.PRESSURE),
        points=tuple(sorted((p for p in points if p.value), key=_by_weight)),
        confidence=_confidence(told),
        oldest=min(f.story.first_seen for f in told),
        newest=max(f.story.last_seen for f in told),
    )


def reasons(company: Company, stories: Sequence[Story], rules: Rules, now: datetime) -> list[Contribution]:
    """Tell what the rules have to say, in raw points, before coverage is asked for and the numbers are bounded."""
    return _reasons(company, _known(company, stories, now), rules, now)


def _reasons(company: Company, known: Sequence[Facts], rules: Rules, now: datetime) -> list[Contribution]:
    return contributions(rules, without_returned(known), company, now)


def _known(company: Company, stories: Sequence[Story], now: datetime) -> list[Facts]:
    public = (as_of(story, now, company) for story in stories if not story.private and sought(story, company))
    told = (story for story in public if story and story.state is not State.DENIED)
    return sorted((facts_of(story) for story in told), key=age_of)


def _missing(company: Company, recent: Sequence[Facts]) -> tuple[str, Lack] | None:
    """Say what is missing for a number, None when there is enough."""
    if not recent:
        return f"Nothing was heard of {company.name} in the last {COVERAGE.days} days.", Lack.SILENCE
    if len(recent) == 1 and _is_faint(recent[0]):
        return f"Only one uncertain report about {company.name}, and it names nobody and no figure.", Lack.FAINT
    return None


def _is_faint(facts: Facts) -> bool:
    return not facts.story.people and facts.amount is None and facts.headcount is None and facts.confidence < UNSURE


def _window(found: Sequence[Contribution], now: datetime) -> list[Points]:
    """Share out the window: S reasons sum to what it would be alone, C reasons to what they take from it."""
    eases = [c for c in found if c.rule.direction is Direction.S]
    hampers = [c for c in found if c.rule.direction is Direction.C]
    gain = sum(c.raw for c in eases)
    most = bounded(gain)
    left = bounded(gain - sum(c.raw for c in hampers))
    plus = _points(eases, most, now, sign=1)
    return plus + _points(hampers, most - left, now, sign=-1)


def _pressure(found: Sequence[Contribution], now: datetime) -> list[Points]:
    pressing = [c for c in found if c.rule.direction.axis is Axis.PRESSURE]
    return _points(pressing, bounded(sum(c.raw for c in pressing)), now, sign=1)


def _points(parts: Sequence[Contribution], total: int, now: datetime, *, sign: int) -> list[Points]:
    shares = apportion([c.raw for c in parts], total)
    return [
        Points(
            rule=c.rule.id,
            axis=c.rule.direction.axis,
            value=sign * share,
            reason=tell(c.rule.reason, c.stories, now),
            story=c.stories[-1].story.id,
            stories=tuple(f.story.id for f in c.stories),
            advice=c.rule.advice,
            elsewhere=told_elsewhere(c.rule.reason, c.stories, now),
        )
        for c, share in zip(parts, shares, strict=True)
    ]


def _by_weight(points: Points) -> tuple[bool, int, str, str]:
    return (points.axis is not Axis.WINDOW, -abs(points.value), points.rule, points.story)


def _confidence(told: Sequence[Facts]) -> Confidence:
    """Judge by independence: low with a single outlet, high with four, or with three and a second class of source."""
    outlets = {outlet(signal) for facts in told for signal in facts.story.evidence}
    classes = {source for facts in told for source in facts.story.source_classes}
    if len(outlets) >= 4 or (len(outlets) >= 3 and len(classes) >= 2):
        return Confidence.HIGH
    return Confidence.FAIR if len(outlets) >= 2 or len(classes) >= 2 else Confidence.LOW
