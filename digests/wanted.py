"""Who may see a story, who asked for it, and is it solid enough to interrupt anybody?"""

from __future__ import annotations

from digests.case import Case
from digests.kinds import kind_name
from digests.privacy import seen_by, viewer_of
from digests.sentence import has_actor
from digests.stronger import BELIEF
from digests.texts import say
from model.signal import Kind
from model.subscription import Cause, Held, InDigest, Verdict

# Words of a note in which no event was found: worth reading, never worth an interruption.
NEVER_URGENT = frozenset({Kind.INBOUND_NOTE})


def company_not_watched(case: Case) -> Verdict | None:
    """Hold what is about a company that this channel does not watch."""
    wanted = case.subscription.companies
    if wanted and case.story.company not in wanted:
        return Held(say("held_company", company=case.story.company), cause=Cause.COMPANY)
    return None


def kind_not_wanted(case: Case) -> Verdict | None:
    """Hold the kinds of news that this channel did not ask for."""
    wanted = case.subscription.kinds
    if wanted and case.story.kind not in wanted:
        return Held(say("held_kind", kind=kind_name(case.story.kind)), cause=Cause.KIND)
    return None


def private_person(case: Case) -> Verdict | None:
    """Hold what is known about a private person, unless its only reader brought it in."""
    seen = seen_by(case.story, viewer_of(case.subscription))
    return Held(say("held_private"), cause=Cause.PRIVATE) if seen is None else None


def old_news(case: Case) -> Verdict | None:
    """Hold what was old when its source was first read: a new feed must not flood the channel."""
    return Held(say("held_old"), cause=Cause.OLD) if case.story.silent else None


def not_believed_enough(case: Case) -> Verdict | None:
    """Leave to the digest what is not yet as certain as this channel wants its alerts."""
    state, least = case.story.state, case.subscription.instant_from
    if BELIEF.index(state) < BELIEF.index(least):
        return InDigest(say("digest_state", state=say(state.value), least=say(least.value)), Cause.STATE)
    return None


def mere_note(case: Case) -> Verdict | None:
    """Leave to the digest a recruiter's note in which no event was found."""
    return InDigest(say("digest_note"), Cause.NOTE) if case.story.kind in NEVER_URGENT else None


def lite(case: Case) -> Verdict | None:
    """Leave to the digest what names nobody and no number."""
    return None if has_actor(case.story) else InDigest(say("digest_lite"), Cause.LITE)
