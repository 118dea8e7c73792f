"""Is this the moment? Not for stale news, not before others had time to report, not at night, not too often."""

from __future__ import annotations

from datetime import datetime, timedelta

from digests.case import Case, believed_since
from digests.schedule import moment
from digests.texts import count, say
from model.subscription import Cause, Held, InDigest, Verdict

# An alert older than this waits for the digest (requirement A13).
FRESH = timedelta(hours=24)


def stale(case: Case) -> Verdict | None:
    """Leave to the digest what became known too long ago to interrupt anybody."""
    return InDigest(say("digest_stale"), Cause.STALE) if case.now - believed_since(case.story) > FRESH else None


def waiting(case: Case) -> Verdict | None:
    """Hold a young story: its other outlets and the filing are on their way."""
    until = case.story.first_seen + timedelta(seconds=case.subscription.story_wait)
    return Held(say("held_wait", until=case.clock(until)), until, Cause.WAIT) if case.now < until else None


def quiet_hours(case: Case) -> Verdict | None:
    """Hold everything until the channel's quiet hours end."""
    until = quiet_until(case)
    return None if until is None else Held(say("held_quiet", until=case.clock(until)), until, Cause.QUIET)


def cap_reached(case: Case) -> Verdict | None:
    """Leave to the digest what would be one alert too many today."""
    if case.alerts_today < case.subscription.cap:
        return None
    return InDigest(say("digest_cap", count=count("alerts", case.alerts_today)), Cause.CAP)


def quiet_until(case: Case) -> datetime | None:
    """Tell when the quiet hours that hold now will end, in UTC; None outside them."""
    quiet, zone = case.subscription.quiet, case.subscription.zone
    if quiet is None:
        return None
    local = case.now.astimezone(zone)
    at = local.time().replace(tzinfo=None)
    over_midnight = quiet.end <= quiet.start
    inside = (at >= quiet.start or at < quiet.end) if over_midnight else quiet.start <= at < quiet.end
    if not inside:
        return None
    day = local.date() + timedelta(days=1 if over_midnight and at >= quiet.start else 0)
    end = moment(day, quiet.end, zone)
    return end if end is not None and end > case.now else None
