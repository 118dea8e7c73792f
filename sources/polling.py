"""One poll of one source: talk, parse, and what is remembered of it. No fault of a source gets past here."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from hashlib import blake2b
from urllib.parse import urlsplit

import structlog

from model.errors import Changed, SourceError
from model.item import Item, Page
from model.poll import PollState
from sources.backoff import failed, moved, succeeded, tells_owner
from sources.contract import Http, OfAPerson, Source

log = structlog.get_logger("sources")

KEPT_WITHIN = 1.0  # seconds; what is answered by then is kept without waiting for the rest
PARSED_IN_LOOP = 512 * 1024  # bytes, some 5 ms; a larger page is handed to a thread, or a command would wait for it
# One large page at a time: parsed it is ten times as large, and two threads parse no faster than one.
_LARGE = ThreadPoolExecutor(1, thread_name_prefix="large-pages")


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a poll went. `items` is None when nothing changed or nothing could be read; `after` says which.

    `people` are the names of the one person whom all of the page is about, where its source watches people.
    """

    before: PollState
    after: PollState
    items: tuple[Item, ...] | None
    people: tuple[str, ...] = ()


def questions_a_day(source: Source) -> int:
    """Count the questions that a day of polls takes at least; a source that needs several a poll says `questions`."""
    return max(1, round(timedelta(days=1) / source.every)) * int(getattr(source, "questions", 1))


def is_due(state: PollState, now: datetime) -> bool:
    """Tell whether a source is to be asked now; one that is gone never is."""
    return not state.gone and (state.next_due is None or state.next_due <= now)


def place(source: str) -> str:
    """Name where a source is asked: the host of an address, else the kind of source."""
    name, _, asked = source.partition(":")
    return urlsplit(asked).hostname or name


class Turns:
    """Whose turn it is among sources: of one place at most `lanes` at a time, and no place waits for another.

    As many may ask as lanes are `free` at the beginning; each goes on with whatever is next until nothing is.
    """

    def __init__(self, sources: Iterable[Source], lanes: int) -> None:
        self._waiting: dict[str, deque[Source]] = {}
        for source in sources:
            self._waiting.setdefault(place(source.id), deque()).append(source)
        self._free = deque(name for lane in range(lanes) for name, some in self._waiting.items() if lane < len(some))

    @property
    def free(self) -> int:
        """How many lanes are free."""
        return len(self._free)

    def take(self) -> Source | None:
        """Return the next source and take a lane of its place; None when all lanes are taken or nobody waits."""
        while self._free:
            if waiting := self._waiting[self._free.popleft()]:
                return waiting.popleft()
        return None

    def give_back(self, source: Source) -> None:
        """Free the lane of a source that was asked."""
        self._free.append(place(source.id))


def shown(source: str) -> str:
    """Name a source to people: an address without what follows its "?", which may be a key."""
    _, _, asked = source.partition(":")
    parts = urlsplit(asked)
    return f"{parts.hostname}{parts.path.rstrip('/')}" if parts.hostname else source.rstrip(":")


async def poll_one(source: Source, http: Http, state: PollState, now: datetime, chance: float) -> Outcome:
    """Ask a source and read its answer; `chance` in [0, 1) spreads the next polls."""
    try:
        page = await source.fetch(http, state, now)
        if page is None:
            return Outcome(state, succeeded(state, source.every, now, None, chance), None)
        items = await _parsed(source, page, state)
        cursor = source.advance(state, page, items)
        people = tuple(source.people(page)) if isinstance(source, OfAPerson) else ()
    except SourceError as error:
        return Outcome(state, failed(state, error, source.every, now, chance), None)
    except Exception as error:  # a fault of ours in one source: said loudly, and the others go on
        log.exception("poll.fault", source=shown(source.id))
        fault = Changed(f"{source.id}: {type(error).__name__}: {error}.")
        return Outcome(state, failed(state, fault, source.every, now, chance), None)
    after = replace(
        moved(succeeded(state, source.every, now, page.fresh_for, chance), page.permanent),
        etag=page.etag,
        last_modified=page.last_modified,
        # A server with ETags tells by itself when nothing changed.
        body_digest=None if page.etag else blake2b(page.body, digest_size=16).hexdigest(),
        cursor=cursor,
        had_items=state.had_items or bool(items),
    )
    return Outcome(state, after, items, people)


async def _parsed(source: Source, page: Page, state: PollState) -> tuple[Item, ...]:
    if len(page.body) > PARSED_IN_LOOP:
        items = tuple(await asyncio.get_running_loop().run_in_executor(_LARGE, source.parse, page))
    else:
        items = tuple(source.parse(page))
    if not items and state.had_items and source.never_empty:
        raise Changed(f"{source.id} lists nothing, and it did before.")
    return items


def tell_health(before: PollState, after: PollState, now: datetime) -> None:
    """Say once that a source went down, once that it is back, and once that somebody has to look."""
    if tells_owner(before, after):
        log.error("source.needs_you", source=shown(after.source), trouble=after.trouble)
    elif after.failures and not before.failures:
        log.warning("source.down", source=shown(after.source), trouble=after.trouble)
    elif before.failures and not after.failures:
        down = now - before.down_since if before.down_since else timedelta(0)
        log.info("source.back", source=shown(after.source), after=str(down))


async def gathered(answered: asyncio.Queue[Outcome], most: int) -> list[Outcome]:
    """Take what was answered, to be kept in one transaction; one slow site holds up no other's news for long."""
    together = [await answered.get()]
    with suppress(TimeoutError):
        async with asyncio.timeout(KEPT_WITHIN):
            while len(together) < most:
                together.append(await answered.get())
    return together
