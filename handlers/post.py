"""The poster: takes messages from the outbox, has them carried, and writes down what became of them."""

from __future__ import annotations

import asyncio
import logging
import random
from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta

from handlers.answers import ADVICE, ADVICE_ELSEWHERE, Action
from handlers.books import Outbox, Posting
from handlers.clock import Clock
from handlers.courier import Courier, Outcome, Sent
from handlers.health import Health
from handlers.metrics import Tally
from handlers.pace import Pace, backoff
from handlers.paces import Paces
from handlers.trouble import Trouble
from model.address import workspace_of
from model.errors import StoreError
from model.subscription import MessageKind

log = logging.getLogger(__name__)

LEASE_SECONDS = 60
GIVE_UP = timedelta(hours=24)
CHANNEL_MENDED = timedelta(hours=1)
WORKSPACE_MENDED = 300.0
DOUBTS_EVERY = 15.0
STORE_WAIT = 5.0
LAST_WORDS = 10.0
DRAIN_WAITS = 60.0
# A full workspace may keep the poster from its outbox for a minute; twice that is not right.
LATE = timedelta(seconds=120)


class Poster:
    """Posts in every channel in order, in several channels at once, never faster than Slack allows.

    `slots` is how many calls may be under way together; `chance` is in [0, 1) and spreads the waits.
    """

    def __init__(
        self,
        outbox: Outbox,
        courier: Courier,
        *,
        health: Health,
        tally: Tally,
        clock: Clock | None = None,
        pace: Pace | None = None,
        slots: int = 8,
        idle: float = 1.0,
        chance: Callable[[], float] = random.random,
    ) -> None:
        self._outbox = outbox
        self._courier = courier
        self._health = health
        self._tally = tally
        self._clock = clock or Clock()
        self._pace = Paces(pace)
        self._slots = slots
        self._idle = idle
        self._chance = chance
        self._stir = asyncio.Event()
        self._under_way: dict[asyncio.Task[None], Posting] = {}
        self._doubts_at = float("-inf")
        self._store_down = False

    def wake(self) -> None:
        """Look into the outbox now: something was put there."""
        self._stir.set()

    async def run(self, stop: asyncio.Event) -> None:
        """Post until `stop` is set, then let the calls under way end, within ten seconds (A17)."""
        waker = asyncio.create_task(_when(stop, self._stir))
        self._health.expect("poster", LATE, self._clock.now())
        try:
            while not stop.is_set():
                self._stir.clear()
                if not await self._step():
                    await self._rest()
        finally:
            waker.cancel()
            if self._under_way:
                await asyncio.wait(self._under_way, timeout=LAST_WORDS)
            for task in self._under_way:
                task.cancel()

    async def drain(self) -> None:
        """Post what is due and return, for commands that end; what Slack wants a minute later stays where it is."""
        while True:
            tick, calling = self._clock.tick(), bool(self._under_way)
            soonest = max(self._pace.wait(tick), self._pace.next_free(tick) or 0.0)
            if await self._step():
                continue
            if self._under_way:
                await asyncio.wait(self._under_way, return_when=asyncio.FIRST_COMPLETED)
            elif calling:  # a call ended while we looked: its channel may have more
                continue
            elif 0 < soonest <= DRAIN_WAITS:
                await self._rest()
            else:
                return

    async def _step(self) -> bool:
        """Start one message; False when there is nothing to start now."""
        try:
            await self._requeue_doubts()
            if len(self._under_way) >= self._slots or self._pace.wait(self._clock.tick()) > 0:
                return False
            tick = self._clock.tick()
            busy = self._pace.busy(tick) | {posting.message.channel for posting in self._under_way.values()}
            edited = self._pace.edits(tick)
            posting = await self._outbox.claim(self._clock.now(), LEASE_SECONDS, busy, edited)
            self._store_is(up=True)
            if posting is None:
                return False
            if not await self._unready(posting):
                self._start(posting)
        except StoreError as error:
            self._store_is(up=False, why=str(error))
            return False
        return True

    async def _unready(self, posting: Posting) -> bool:
        """Settle what must not be posted: a stale alert, or an answer to an alert that never came out."""
        now, message = self._clock.now(), posting.message
        if message.expires is not None and now - posting.made > timedelta(seconds=message.expires):
            await self._outbox.settle_expired(posting.id)
            self._tally.posted(message.kind, "expired")
            return True
        if message.kind in (MessageKind.UPDATE, MessageKind.THREAD) and posting.target_ts is None:
            await self._outbox.settle_dead(posting.id, "the alert it belongs to was never posted")
            self._tally.posted(message.kind, "orphan")
            return True
        return False

    def _start(self, posting: Posting) -> None:
        pace = self._pace.of(posting.message.channel)
        pace.start(self._clock.tick(), edit=posting.message.kind is MessageKind.UPDATE)
        task = asyncio.create_task(self._deliver(posting))
        self._under_way[task] = posting
        task.add_done_callback(self._ended)

    def _ended(self, task: asyncio.Task[None]) -> None:
        self._under_way.pop(task, None)
        self._stir.set()
        if not task.cancelled() and task.exception() is not None:
            log.error("a message could not be settled; it is in doubt and comes again", exc_info=task.exception())

    async def _deliver(self, posting: Posting) -> None:
        outcome = await self._courier.deliver(posting)
        self._pace.of(posting.message.channel).done(posting.message.channel, self._clock.tick())
        try:
            await self._settle(posting, outcome)
        except StoreError as error:
            # The row stays claimed: it is in doubt when its lease is over, and treated as such.
            self._store_is(up=False, why=str(error))

    async def _settle(self, posting: Posting, outcome: Outcome) -> None:
        now, kind = self._clock.now(), posting.message.kind
        if isinstance(outcome, Sent):
            await self._outbox.settle_sent(posting, outcome.ts, now, outcome.place)
            self._tally.posted(kind, "sent", (now - posting.made).total_seconds())
            self._health.beat(_part(workspace_of(posting.message.channel)), now)
            self._health.beat(f"channel {posting.message.channel}", now)
            if outcome.lost:
                log.error("message %s was too long; %d pieces of it were refused", posting.id, outcome.lost)
            return
        self._tally.posted(kind, outcome.action)
        wait = await self._wait_for(posting, outcome)
        if outcome.action is Action.DEAD or now - posting.made > GIVE_UP:
            log.error("message %s is given up: Slack says %s", posting.id, outcome.code)
            await self._outbox.settle_dead(posting.id, outcome.code)
        else:
            await self._outbox.settle_retry(posting.id, now + wait, outcome.code)

    async def _wait_for(self, posting: Posting, trouble: Trouble) -> timedelta:
        """Take what the trouble means for the channel and the workspace, and tell when to try again."""
        tick, channel = self._clock.tick(), posting.message.channel
        match trouble.action:
            case Action.WAIT:
                seconds = (trouble.wait or 0.0) + self._chance()
                self._pace.of(channel).limited(channel, tick, seconds, edit=posting.message.kind is MessageKind.UPDATE)
                return timedelta(seconds=seconds)
            case Action.PAUSE_CHANNEL:
                if self._health.trouble(f"channel {channel}", trouble.code):
                    log.warning("channel %s is paused: %s. %s", channel, trouble.code, ADVICE[trouble.action])
                await self._outbox.pause_channel(channel, trouble.code)
                return CHANNEL_MENDED
            case Action.PAUSE_WORKSPACE:
                workspace = workspace_of(channel)
                if self._health.trouble(_part(workspace), trouble.code):
                    advice = ADVICE_ELSEWHERE if workspace else ADVICE[trouble.action]
                    log.critical("Slack refuses us %s: %s. %s", workspace, trouble.code, advice)
                self._pace.of(channel).shut(tick + WORKSPACE_MENDED)
                return timedelta(seconds=WORKSPACE_MENDED)
        return timedelta(seconds=backoff(posting.attempt, self._chance()))

    async def _requeue_doubts(self) -> None:
        """Offer again what a process that died left claimed: twice is better than never, for every kind (A5)."""
        if self._clock.tick() < self._doubts_at:
            return
        self._doubts_at = self._clock.tick() + DOUBTS_EVERY
        ours = {posting.id for posting in self._under_way.values()}
        doubtful = [posting for posting in await self._outbox.in_doubt(self._clock.now()) if posting.id not in ours]
        if doubtful:
            await self._outbox.requeue([posting.id for posting in doubtful])
            for posting in doubtful:
                self._tally.posted(posting.message.kind, "in_doubt")
            log.warning("%d messages were in doubt and are posted again; they may appear twice", len(doubtful))

    def _store_is(self, *, up: bool, why: str = "") -> None:
        now = self._clock.now()
        if up:
            self._health.beat("poster", now)
        if up == self._store_down:
            log.log(logging.INFO if up else logging.ERROR, "the outbox %s", "answers again" if up else f"fails: {why}")
        self._store_down = not up

    async def _rest(self) -> None:
        tick = self._clock.tick()
        waits = [self._pace.wait(tick), self._pace.next_free(tick) or 0.0]
        soonest = min([wait for wait in waits if wait > 0] + [STORE_WAIT if self._store_down else self._idle])
        with suppress(TimeoutError):
            async with asyncio.timeout(soonest):
                await self._stir.wait()


def _part(workspace: str) -> str:
    return f"slack {workspace}".rstrip()


async def _when(stop: asyncio.Event, stir: asyncio.Event) -> None:
    await stop.wait()
    stir.set()
