"""What one story adds to its company's score."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from model.company import Company
from model.score import NotEnough, Score
from model.story import Story
from rules.engine import score
from rules.language import Rules

Lift = tuple[Score | NotEnough, Score | NotEnough]


def lift(company: Company, stories: Iterable[Story], story: Story, rules: Rules, now: datetime) -> Lift:
    """Score the company before and after `story`: with its older stories alone, and with it among them.

    Older by first_seen, so that of three stories read at once each is credited with its own rise, in their order.
    """
    older = [other for other in stories if age(other) < age(story)]
    return score(company, older, rules, now), score(company, [*older, story], rules, now)


def age(story: Story) -> tuple[datetime, tuple[str, ...], str]:
    """Sort key of stories by age; of two of one moment the names of people decide, which no address changes."""
    return story.first_seen, story.people, story.id
