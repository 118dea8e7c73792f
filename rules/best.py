"""When a reason weighs most: the days on which it is best to write to people."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import takewhile

from model.score import Axis, NotEnough, Points, Score
from model.story import Story
from rules.anchor import DAY
from rules.facts import facts_of
from rules.kernel import Date
from rules.language import Rule, Rules

# Within this share of the most that a reason will still weigh, one day is as good as another.
NEAR = 0.9
FURTHEST = 400


@dataclass(frozen=True, slots=True)
class BestDays:
    """The first and the last good day, and how many days after the first report they are."""

    first: datetime
    last: datetime
    ages: tuple[int, int]


def strongest(story: Story, score: Score, axis: Axis) -> Points | None:
    """Find the story's own reason that gives most: what to do and when to do it are both taken from this one."""
    own = (points for points in score.points if points.axis is axis and points.value > 0 and points.story == story.id)
    return min(own, key=lambda points: (-points.value, points.rule), default=None)


def best_days(story: Story, score: Score | NotEnough, rules: Rules, now: datetime) -> BestDays | None:
    """Tell when the story's own strongest reason to source weighs most from `now` on; None where none will."""
    if not isinstance(score, Score):
        return None
    reason = strongest(story, score, Axis.WINDOW)
    rule = next((one for one in rules.rules if reason and one.id == reason.rule), None)
    start = _start(rule, story) if rule else None
    if rule is None or start is None:
        return None
    today = (now - start) / DAY
    weights = [rule.kernel.weight(today + ahead) for ahead in range(FURTHEST)]
    least = NEAR * max(weights)
    if least <= 0:
        return None
    wait = next(ahead for ahead, weight in enumerate(weights) if weight >= least)
    lasts = len(list(takewhile(lambda weight: weight >= least, weights[wait:]))) - 1
    first, last = now + wait * DAY, now + (wait + lasts) * DAY
    return BestDays(first, last, (_age(story, first), _age(story, last)))


def _start(rule: Rule, story: Story) -> datetime | None:
    """Tell the day from which the rule's kernel counts."""
    if not isinstance(rule.kernel, Date):
        return story.first_seen
    day = facts_of(story).effective if rule.kernel.anchor == "effective" else story.first_seen
    return day + timedelta(days=rule.kernel.shift) if day else None


def _age(story: Story, day: datetime) -> int:
    return max(0, round((day - story.first_seen) / DAY))
