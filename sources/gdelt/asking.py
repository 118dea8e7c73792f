"""One round of questions: full answers are asked for again in parts, a failure keeps what was answered before it."""

from __future__ import annotations

from collections import deque
from collections.abc import Awaitable, Callable, Sequence

import structlog

from model.errors import Busy, Refused, SourceError
from sources.contract import Fetched
from sources.gdelt.answer import FULL, count, trouble
from sources.gdelt.query import Ask

# At five seconds each these take two minutes and a half; what is left is asked at the next poll.
MOST_ASKED = 30

log = structlog.get_logger("sources")
Asking = Callable[[Ask], Awaitable[Fetched | None]]


async def ask_all(asks: Sequence[Ask], asking: Asking) -> list[tuple[Ask, Fetched]] | None:
    """Put the questions one after another; return those that were answered in full, in the order of time.

    None when nothing changed. A failure of the first question is raised, so that a host which sheds load is asked
    once; a later one leaves its question and those behind it to the next poll. Words that GDELT refuses stop only the
    companies they stand for.
    """
    left = deque(asks)
    answered: list[tuple[Ask, Fetched]] = []
    failure: SourceError = Busy(f"GDELT has more to tell than {MOST_ASKED} questions hold.")
    for _ in range(MOST_ASKED):
        if not left:
            break
        ask = left.popleft()
        try:
            got = await _whole(ask, asking)
        except Refused as error:
            failure = error
            log.warning("gdelt.refused", companies=ask.companies, trouble=error.detail)
            left = deque(one for one in left if one.named != ask.named)
            continue
        except SourceError as error:
            if not answered:
                raise
            log.warning("gdelt.unanswered", answered=len(answered), left=len(left) + 1, trouble=error.detail)
            break
        if got is None:
            return None
        parts = ask.parts()
        if count(got.body) < FULL or len(parts) == 1:
            if len(parts) == 1 and count(got.body) >= FULL:
                log.warning("gdelt.full", companies=ask.companies, until=str(ask.until))
            answered.append((ask, got))
        else:
            left.extendleft(reversed(parts))
    if not answered:
        raise failure
    return answered


async def _whole(ask: Ask, asking: Asking) -> Fetched | None:
    got = await asking(ask)
    if got is not None and (told := trouble(got.body)):
        raise told
    return got
