"""What a story's evidence says taken together: the details that rules ask for."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from model.company import Company
from model.signal import Amount, Certainty, Seniority, Signal, SourceClass
from model.story import Story
from stories.amended import standing
from stories.people import plain
from stories.state import state_of

_RANK = (Seniority.FOUNDER, Seniority.C_SUITE, Seniority.VP, Seniority.DIRECTOR, Seniority.IC, Seniority.GROUP)
_SURE = (Certainty.REPORTED, Certainty.PLANNED, Certainty.RUMOUR, Certainty.DENIED)


@dataclass(frozen=True, slots=True)
class Facts:
    """One story's details: the highest seniority, the surest certainty, the largest amount and head count told.

    What a register or a list has corrected since counts as corrected.

    `role` is the usual one and `roles` are all; `effective` is the day on which it takes effect, as told last.
    `confidence` is the best of its signals'; companies are plain names, for comparing only.
    """

    story: Story
    seniority: Seniority | None
    certainty: Certainty
    role: str | None
    roles: tuple[str, ...]
    amount: Amount | None
    headcount: int | None
    from_companies: frozenset[str]
    to_companies: frozenset[str]
    confidence: float
    effective: datetime | None


def facts_of(story: Story) -> Facts:
    """Gather the details of a story; what is mere background does not count."""
    told = [s for s in story.evidence if s.certainty is not Certainty.BACKGROUND] or list(story.evidence)
    own = plain(story.company)
    return Facts(
        story=story,
        seniority=next((rank for rank in _RANK if any(s.seniority is rank for s in told)), None),
        certainty=next((c for c in _SURE if any(s.certainty is c for s in told)), Certainty.BACKGROUND),
        role=_usual(s.role for s in told),
        roles=tuple(dict.fromkeys(s.role for s in told if s.role)),
        amount=max((s.amount for s in told if s.amount), key=lambda a: (a.value, a.currency), default=None),
        headcount=max((s.headcount for s in standing(told) if s.headcount), default=None),
        from_companies=frozenset(plain(s.from_company) for s in told if s.from_company) - {own},
        to_companies=frozenset(plain(s.to_company) for s in told if s.to_company) - {own},
        confidence=max((_confidence(s) for s in told), default=0.0),
        effective=max(((s.published, s.effective) for s in told if s.effective), default=(None, None))[1],
    )


def as_of(story: Story, now: datetime, company: Company) -> Story | None:
    """Show a story as it stood at `now`: later evidence taken away, None when it had not been told yet."""
    if story.first_seen > now:
        return None
    if all(s.published <= now for s in story.evidence):
        return story
    evidence = tuple(s for s in story.evidence if s.published <= now)
    told = [s for s in evidence if s.certainty is not Certainty.BACKGROUND]
    if not told:
        return None
    return replace(
        story,
        state=state_of(evidence, company.domain),
        last_seen=told[-1].published,
        evidence=evidence,
        outlets=tuple(dict.fromkeys(s.site for s in evidence)),
        source_classes=frozenset(s.source_class for s in told),
    )


def _confidence(signal: Signal) -> float:
    """A recruiter's own note is about the company it was written for: there is nothing to misread."""
    return 1.0 if signal.source_class is SourceClass.NOTE else signal.confidence


def _usual(roles: Iterable[str | None]) -> str | None:
    """Pick the role most outlets write; the shorter one when they differ equally."""
    known = [role for role in roles if role]
    return min(set(known), key=lambda r: (-known.count(r), len(r), r), default=None)


def age_of(facts: Facts) -> tuple[datetime, str]:
    """Sort key of stories by age."""
    return facts.story.first_seen, facts.story.id
