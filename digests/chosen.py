"""A channel's wishes: what the file says, and above it what its people chose."""

from __future__ import annotations

from dataclasses import replace
from zoneinfo import ZoneInfo

from digests.schedule import parse_quiet, parse_rhythm, write_quiet, write_rhythm
from model.chosen import NOTHING, Chosen
from model.subscription import Subscription

AS_THEY_ARE = ("threshold", "instant_from", "kinds", "cap", "story_wait", "density")


def with_chosen(file: Subscription, chosen: Chosen = NOTHING) -> Subscription:
    """Lay what was chosen over the file's wishes."""
    plain = {name: getattr(chosen, name) for name in AS_THEY_ARE}
    wanted = replace(file, **{name: value for name, value in plain.items() if value is not None})
    if chosen.quiet is not None:
        wanted = replace(wanted, quiet=parse_quiet(chosen.quiet))
    if chosen.digest is not None:
        wanted = replace(wanted, digest=parse_rhythm(chosen.digest))
    return wanted if chosen.zone is None else replace(wanted, zone=ZoneInfo(chosen.zone))


def chosen_above(file: Subscription, wanted: Subscription) -> Chosen:
    """Tell what has to be chosen so that the file's wishes become these: what is as in the file is left to the file."""
    mine, theirs = written(wanted), written(file)
    differing = [name for name in Chosen.__dataclass_fields__ if getattr(mine, name) != getattr(theirs, name)]
    return Chosen(**{name: getattr(mine, name) for name in differing})


def written(wishes: Subscription) -> Chosen:
    """Write wishes down whole."""
    return Chosen(
        threshold=wishes.threshold,
        instant_from=wishes.instant_from,
        kinds=wishes.kinds,
        cap=wishes.cap,
        quiet=write_quiet(wishes.quiet),
        digest=write_rhythm(wishes.digest),
        zone=wishes.zone.key,
        story_wait=wishes.story_wait,
        density=wishes.density,
    )
