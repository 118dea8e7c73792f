"""What comes back by itself in one subscription's digest."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Protocol

from digests.audience import concerns
from digests.us import Us
from model.company import Company
from model.story import Story
from model.subscription import Subscription
from rules.due import Due, coming_back
from rules.language import Rules
from rules.sought import sought


class Watched(Protocol):
    """What is watched right now."""

    @property
    def rules(self) -> Rules:
        """The rules in force."""

    @property
    def us(self) -> Us:
        """Our own company."""

    def company(self, name: str) -> Company:
        """Find a company by its name."""


def due_for(
    subscription: Subscription,
    watch: Watched,
    known: Mapping[str, Sequence[Story]],
    since: datetime,
    now: datetime,
) -> list[Due]:
    """List what came back after `since`, of the stories (by company) that this subscription hears of."""
    found = [
        one
        for name, stories in known.items()
        for one in coming_back(watch.company(name), stories, watch.rules, since, now)
        if concerns(one.story, subscription, watch.us)
        and sought(one.story, watch.company(name))
        and (not subscription.kinds or one.story.kind in subscription.kinds)
    ]
    return sorted(found, key=lambda one: (one.day, one.story.id))
