"""Whose business a story is, before anything is decided about it."""

from __future__ import annotations

from collections.abc import Collection

from model.story import Story
from model.subscription import Audience, Subscription


def concerns(story: Story, subscription: Subscription, us: Collection[str]) -> bool:
    """Tell whether a story is decided for a subscription at all.

    A private story is its owner's alone, and nobody's while `us`, the names of our own company, is empty or among the
    companies it speaks of: a member's connections must not show us our own people looking around (requirement P1).
    """
    if not story.private:
        watched = not subscription.companies or story.company in subscription.companies
        return watched and subscription.audience is Audience.CHANNEL
    if subscription.audience is not Audience.PERSON or not us:
        return False
    ours = {name.casefold() for name in us}
    return all(
        signal.owner == subscription.channel
        and not any(
            name and name.casefold() in ours for name in (signal.company, signal.from_company, signal.to_company)
        )
        for signal in story.evidence
    )
