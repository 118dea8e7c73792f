"""What a week of a job board means: the arithmetic by which its reader tells a surge and a freeze."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from math import sqrt

from model.item import BoardChange

FEWEST_OPENED = 8
TIMES_THE_USUAL = 2.0
DEVIATIONS = 3.0
FEWEST_CLOSED = 10
SHARE_CLOSED = 0.4
# Of a board that all but vanished it is more likely that it moved to another address.
SHARE_LEFT = 0.1
LONG_QUIET = 14
# So many posts would have been opened at the usual pace; by chance alone none is about once in three thousand times.
MISSED = 8.0


@dataclass(frozen=True, slots=True)
class OpenRoles:
    """The posts that a company has open: by how many they `grew` within the last `days`, the `departments` with most.

    No `days`: how they moved is not known, as they were first read today or a part alone is asked for.
    """

    total: int
    grew: int
    days: int
    departments: tuple[tuple[str, int], ...] = ()


class Pace(StrEnum):
    """What a company's hiring does, against its own past."""

    SURGE = "surge"
    FREEZE = "freeze"


def pace(week: BoardChange) -> Pace | None:
    """Tell whether a board's week is a surge or a freeze; None for a week like others, or too little past."""
    if week.opening is not None:
        return None
    if has_pulled(week) or has_stopped(week):
        return Pace.FREEZE
    return Pace.SURGE if is_surge(week) else None


def is_surge(week: BoardChange) -> bool:
    """Tell whether the week opened twice the usual, more than its ups and downs explain, and the board grew."""
    if week.usual is None or week.opened < FEWEST_OPENED or week.opened <= week.closed:
        return False
    ordinary = week.usual + DEVIATIONS * max(week.spread, sqrt(week.usual))
    return week.opened >= max(TIMES_THE_USUAL * week.usual, ordinary)


def has_pulled(week: BoardChange) -> bool:
    """Tell whether a large part of the posts was taken down within the week and hardly any put up."""
    before = posts_before(week)
    return (
        week.closed >= max(FEWEST_CLOSED, SHARE_CLOSED * before)
        and week.opened * 10 <= week.closed
        and week.total >= SHARE_LEFT * before
    )


def has_stopped(week: BoardChange) -> bool:
    """Tell whether nothing was opened for so long that the usual pace does not explain it."""
    if week.usual is None or week.opened or week.quiet_days < LONG_QUIET:
        return False
    return week.usual * week.quiet_days / 7 >= MISSED


def posts_before(week: BoardChange) -> int:
    """How many posts were open when the week began."""
    return week.total + week.closed - week.opened
