"""What comes back by itself in one subscription's digest."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol

from digests.audience import concerns
from digests.us import Us
from model.company import Company
from model.subscription import Subscription
from rules.due import Due
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


def due_for(subscription: Subscription, watch: Watched, coming: Iterable[Due]) -> list[Due]:
    """Keep what this subscription hears of, out of what came back of all companies."""
    return [
        one
        for one in coming
        if concerns(one.story, subscription, watch.us)
        and sought(one.story, watch.company(one.story.company))
        and (not subscription.kinds or one.story.kind in subscription.kinds)
    ]
