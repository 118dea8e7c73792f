"""Shall this story speak now, in the digest, or not at all? A line of small questions; the first that answers decides.

Their order is the product: who may and wants to see it, was it told, is it worth an interruption, is this the moment.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from digests.case import Case
from digests.lift import lift_of, no_lift, no_number
from digests.mutes import muted
from digests.patience import cap_reached, quiet_hours, stale, waiting
from digests.texts import say
from digests.told import denied_untold, told_already
from digests.wanted import (
    company_not_watched,
    kind_not_wanted,
    lite,
    mere_note,
    not_believed_enough,
    old_news,
    private_person,
)
from model.handling import Mute
from model.score import NotEnough, Score
from model.story import Story
from model.subscription import Now, Receipt, Subscription, Verdict

Stage = Callable[[Case], Verdict | None]

STAGES: tuple[Stage, ...] = (
    company_not_watched,
    kind_not_wanted,
    private_person,
    old_news,
    muted,
    denied_untold,
    told_already,
    not_believed_enough,
    mere_note,
    lite,
    no_number,
    no_lift,
    stale,
    waiting,
    quiet_hours,
    cap_reached,
)


def decide(
    story: Story,
    before: Score | NotEnough | None,
    after: Score | NotEnough,
    subscription: Subscription,
    receipts: Sequence[Receipt],
    now: datetime,
    alerts_today: int,
    mutes: Sequence[Mute] = (),
) -> Verdict:
    """Decide how one story reaches one subscription, with a reason a recruiter can read.

    `before` is the company's score without this story's points (None or NotEnough when there was no number), `after`
    the score with them. `receipts` are the story's receipts, `alerts_today` the instant alerts this channel had on its
    local day, `mutes` are those that hold in it.
    """
    case = Case(story, before, after, subscription, receipts, now, alerts_today, mutes)
    for stage in STAGES:
        verdict = stage(case)
        if verdict is not None:
            return verdict
    side = lift_of(case)
    if side is None:
        raise AssertionError("no_lift lets no story pass that lifts nothing")
    slots = {"company": story.company, "axis": side.name, "after": side.after, "threshold": subscription.threshold}
    reason = say("now_first", **slots) if side.before is None else say("now", before=side.before, **slots)
    return Now(reason, side.axis, side.before, side.after)
