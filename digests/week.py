"""What a week was like, for a channel that hears once a week: who rose and fell, what was told, how good it was."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from digests.audience import hears
from digests.case import value
from model.feedback import Feedback, Opinion
from model.score import Axis, NotEnough, Score
from model.signal import Kind
from model.story import Story
from model.subscription import Subscription

Scores = Mapping[str, Score | NotEnough]
MOST_SHOWN = 8
MOST_MOVED = 3


@dataclass(frozen=True, slots=True)
class Both:
    """Both numbers of one company now and a week ago; None where there was none."""

    company: str
    window: int | None
    window_before: int | None
    pressure: int | None
    pressure_before: int | None

    @property
    def moved(self) -> int:
        """By how much its window rose; below zero when it fell. What had no number counts from nothing."""
        return (self.window or 0) - (self.window_before or 0)


@dataclass(frozen=True, slots=True)
class Quality:
    """How many alerts the channel had, what was said of its stories, and how often something was missing."""

    alerts: int
    judged: int
    useful: int
    missed: int


@dataclass(frozen=True, slots=True)
class Week:
    """`both` are the companies that a chart shows, `risen` and `fallen` those whose window moved most.

    `kinds` counts the week's stories, the commonest kind first.
    """

    both: tuple[Both, ...]
    risen: tuple[Both, ...]
    fallen: tuple[Both, ...]
    kinds: tuple[tuple[Kind, int], ...]
    quality: Quality


def week_of(now: Scores, before: Scores, stories: Iterable[Story], quality: Quality) -> Week:
    """Choose what is shown: those that moved, then the highest. `stories` are what the channel may see of the week."""
    both = [_both(company, now, before) for company in sorted(now)]
    known = [one for one in both if one.window is not None or one.window_before is not None]
    ordered = sorted(known, key=lambda one: (-abs(one.moved), -(one.window or 0), one.company))
    by_move = sorted(known, key=lambda one: (-one.moved, one.company))
    kinds = Counter(story.kind for story in stories)
    shown = sorted(ordered[:MOST_SHOWN], key=lambda one: (-(one.window or 0), one.company))
    return Week(
        tuple(shown),
        tuple(one for one in by_move if one.moved > 0)[:MOST_MOVED],
        tuple(one for one in reversed(by_move) if one.moved < 0)[:MOST_MOVED],
        tuple(sorted(kinds.items(), key=lambda pair: (-pair[1], pair[0]))),
        quality,
    )


def told_in(stories: Iterable[Story], subscription: Subscription) -> list[Story]:
    """List the stories of which a subscription may hear, out of those of the week."""
    return [
        story
        for story in stories
        if hears(story.company, subscription) and not story.private and not story.silent
        if not subscription.kinds or story.kind in subscription.kinds
    ]


def quality_of(feedback: Iterable[Feedback], alerts: int, missed: int) -> Quality:
    """Count what was said of the channel's stories."""
    said = list(feedback)
    return Quality(alerts, len(said), sum(one.opinion is Opinion.USEFUL for one in said), missed)


def _both(company: str, now: Scores, before: Scores) -> Both:
    numbers = (value(scores.get(company), axis) for axis in Axis for scores in (now, before))
    return Both(company, *numbers)
