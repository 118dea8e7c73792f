"""Whose business a story is: asked before anything is decided about it, and again before anything is said."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from digests.us import Us
from model.signal import Kind, Signal
from model.story import Story
from model.subscription import Audience, Subscription

Employers = Mapping[str, Collection[str | None]]


def concerns(story: Story, subscription: Subscription, us: Us, employers: Employers | None = None) -> bool:
    """Tell whether a story is told to a subscription at all.

    A private story is its owner's alone, and nobody's while `us` is not known, is among the companies it speaks of, or
    may employ the person now: a member's connections must not show us our own people looking around (requirement P1).
    `employers` tells where people are now as far as it is known by name, None in it for a company that is not (P3).
    """
    if not story.private:
        return hears(story.company, subscription)
    if subscription.audience is not Audience.PERSON or not us:
        return False
    people = {*story.people, *(signal.person for signal in story.evidence if signal.person)}
    later = [company for person in people for company in (employers or {}).get(person, ())]
    return not any(map(us.may_employ, later)) and all(
        signal.owner == subscription.channel and not _about_us(signal, us) for signal in story.evidence
    )


def hears(company: str, subscription: Subscription) -> bool:
    """Tell whether a subscription hears public news of a company."""
    watched = not subscription.companies or company in subscription.companies
    return watched and subscription.audience is Audience.CHANNEL


def _about_us(signal: Signal, us: Us) -> bool:
    named = (signal.company, signal.from_company, signal.to_company)
    if any(us.owns(company) for company in named if company):
        return True
    # Whoever looks around may be ours wherever the words name us, whichever company the note is about.
    if signal.kind is Kind.OPEN_TO_WORK and us.owns(signal.quote):
        return True
    # Who left is known to be elsewhere only where the new employer is named.
    return signal.kind is Kind.DEPARTURE and us.may_employ(signal.to_company)
