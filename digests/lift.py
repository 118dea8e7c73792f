"""Does the story lift its company's window or pressure over the channel's threshold?"""

from __future__ import annotations

from digests.case import Case, Side, sides
from digests.reasons import missing
from digests.texts import say
from model.score import NotEnough, Score
from model.subscription import Cause, InDigest, Verdict


def lift_of(case: Case) -> Side | None:
    """Find the axis that the story takes from below the threshold to it or above; the one it raises most."""
    if not isinstance(case.after, Score):
        return None
    threshold = case.subscription.threshold
    crossed = (
        side
        for side in sides(case.story, case.before, case.after)
        if side.after >= threshold and (side.before is None or side.before < threshold)
    )
    return next(crossed, None)


def no_number(case: Case) -> Verdict | None:
    """Leave to the digest what concerns a company without numbers."""
    if isinstance(case.after, NotEnough):
        return InDigest(say("digest_not_enough", reason=missing(case.after)), Cause.NO_NUMBER)
    return None


def no_lift(case: Case) -> Verdict | None:
    """Leave to the digest what lifts nothing over the threshold, and say which of the three ways it does not."""
    if not isinstance(case.after, Score) or lift_of(case) is not None:
        return None
    raised = sides(case.story, case.before, case.after)
    company = case.story.company
    if not raised:
        return InDigest(say("digest_nothing", company=company), Cause.NOTHING)
    threshold = case.subscription.threshold
    above = next((side for side in raised if side.before is not None and side.before >= threshold), None)
    if above is not None:
        slots = {"axis": above.name, "before": above.before, "threshold": threshold}
        return InDigest(say("digest_above", company=company, **slots), Cause.ABOVE)
    slots = {"axis": raised[0].name, "after": raised[0].after, "threshold": threshold}
    return InDigest(say("digest_below", company=company, **slots), Cause.BELOW)
