"""When a source is asked again, and what is remembered of how it fared (requirements C3, C9, C10, C13). Pure.

`chance` is a random number from 0 up to 1, drawn by the caller, that keeps a thousand sources from being asked in the
same second. Together with `circuit` this is a circuit breaker for each source: a night of refusals costs a handful of
questions. Our own intervals are shortened by up to a tenth, so that news is never later than `every`; what a server
asked for is only ever lengthened, by up to a tenth of `every`.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from enum import Enum

from model.errors import Busy, Gone, Refused, SourceError
from model.poll import PollState

LONGEST = timedelta(hours=24)
JITTER = 0.1
NOTICE_AFTER = timedelta(days=7)
MOVES_BELIEVED = 3
START_GAP = timedelta(milliseconds=50)
OPENS_AFTER = 3  # failures in a row


class Circuit(Enum):
    """Whether a source is asked as usual, left alone for now, or may be tried once."""

    CLOSED = "closed"
    OPEN = "open"
    HALF_OPEN = "half-open"


def circuit(state: PollState, now: datetime) -> Circuit:
    """Tell how a source is treated: open after three failures in a row, half-open once its wait is over.

    An answer closes it; a failure of the one try opens it again for twice as long, at most a day. A source that is
    gone stays open.
    """
    if state.gone:
        return Circuit.OPEN
    if state.failures < OPENS_AFTER:
        return Circuit.CLOSED
    return Circuit.OPEN if state.next_due is not None and now < state.next_due else Circuit.HALF_OPEN


def succeeded(
    state: PollState, every: timedelta, now: datetime, fresh_for: timedelta | None, chance: float
) -> PollState:
    """Remember a poll that was answered, also with "nothing changed"; `fresh_for` is honoured up to 24 hours."""
    asked = min(fresh_for or timedelta(0), LONGEST)
    return replace(
        state,
        polled=now,
        next_due=now + _wait(every, every, asked, chance),
        failures=0,
        down_since=None,
        trouble=None,
        noticed=None,
    )


def failed(state: PollState, error: SourceError, every: timedelta, now: datetime, chance: float) -> PollState:
    """Remember a poll that failed: the n-th in a row waits `every` x 2^n, at most 24 hours, or as long as asked.

    Gone stops the source. An address we were redirected to for good and that now refuses is forgotten: the next poll
    asks the configured one again. `noticed` is set when the owner is to be told, see tells_owner().
    """
    failures = state.failures + 1
    since = state.down_since or now
    strayed = state.moved >= MOVES_BELIEVED and isinstance(error, Gone | Refused)
    gone = isinstance(error, Gone) and not strayed
    own = every * 2 ** min(failures, 16) if every < LONGEST else every
    asked = error.wait if isinstance(error, Busy) and error.wait else timedelta(0)
    noticed = state.noticed or (now if gone or now - since >= NOTICE_AFTER else None)
    return replace(
        state,
        next_due=None if gone else now + _wait(min(own, max(LONGEST, every)), every, asked, chance),
        failures=failures,
        down_since=since,
        trouble=str(error),
        gone=gone,
        noticed=noticed,
        moved_to=None if strayed else state.moved_to,
        moved=0 if strayed else state.moved,
    )


def tells_owner(before: PollState, after: PollState) -> bool:
    """Say whether this poll is the one after which the owner hears, once, that the source is gone or long down."""
    return before.noticed is None and after.noticed is not None


def moved(state: PollState, permanent: str | None) -> PollState:
    """Count where permanent redirects led, after a poll with an answer; believed after three polls that agree."""
    if permanent is None:
        return state if state.moved >= MOVES_BELIEVED else replace(state, moved_to=None, moved=0)
    return replace(state, moved_to=permanent, moved=state.moved + 1 if permanent == state.moved_to else 1)


def address(state: PollState, configured: str) -> str:
    """Tell which URL to ask: the configured one, or where it has moved for good."""
    return state.moved_to if state.moved_to and state.moved >= MOVES_BELIEVED else configured


def first_due(every: timedelta, now: datetime, sources: int, chance: float) -> datetime:
    """Spread the first polls of so many sources: about twenty a second, within one interval."""
    return now + min(every, START_GAP * sources) * chance


def _wait(own: timedelta, every: timedelta, asked: timedelta, chance: float) -> timedelta:
    spread = JITTER * chance
    return max(own * (1 - spread), asked + every * spread if asked else asked)
