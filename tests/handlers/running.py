"""The parts of the product under test, running against the fake Slack."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from time import monotonic

from handlers.app import Slack, open_slack
from handlers.clock import Clock
from handlers.courier import Courier, SlackCourier
from handlers.health import Health
from handlers.inbound import listening, make_web
from handlers.metrics import Tally
from handlers.pace import Pace
from handlers.post import Poster
from handlers.settings import SlackSettings
from tests.fake_slack import FakeSlack
from tests.handlers.shelf import ShelfBooks, ShelfOutbox
from tests.make import NOW
from tests.signed import SECRET
from tests.waiting import WITHIN, until


@dataclass
class FastClock:
    """Runs `speed` times faster than the wall; `skip` jumps ahead."""

    speed: float = 1.0
    began: float = field(default_factory=monotonic)
    skipped: float = 0.0

    def tick(self) -> float:
        return (monotonic() - self.began) * self.speed + self.skipped

    def now(self) -> datetime:
        return NOW + timedelta(seconds=self.tick())

    def skip(self, seconds: float) -> None:
        self.skipped += seconds

    @property
    def clock(self) -> Clock:
        return Clock(self.now, self.tick)


@dataclass
class Office:
    """A poster at work on `outbox`."""

    slack: FakeSlack
    outbox: ShelfOutbox
    poster: Poster
    health: Health
    tally: Tally
    time: FastClock
    stop: asyncio.Event

    async def until_settled(self, within: float = WITHIN) -> None:
        """Wait until no message is open."""
        await until(lambda: not self.outbox.open(), within)


def settings_for(slack: FakeSlack) -> SlackSettings:
    """Make the settings of a bot whose Slack is the fake."""
    return SlackSettings(slack.token, SECRET, slack.app_token, api_url=slack.api_url)


@asynccontextmanager
async def posting(
    slack: FakeSlack, *, speed: float = 1.0, gap: float = 0.0, courier: Courier | None = None, idle: float = 0.01
) -> AsyncIterator[Office]:
    """Run a poster while the block runs; it ends gracefully."""
    time, outbox, health, tally, stop = FastClock(speed), ShelfOutbox(), Health(), Tally(), asyncio.Event()
    async with open_slack(settings_for(slack), ShelfBooks(), tally) as connected:
        carrier = courier or SlackCourier(connected.clients, time.now, gap)
        poster = Poster(
            outbox,
            carrier,
            health=health,
            tally=tally,
            clock=time.clock,
            pace=Pace(posts=10_000, gap=gap),
            idle=idle,
            chance=lambda: 0.01,
        )
        task = asyncio.create_task(poster.run(stop))
        try:
            yield Office(slack, outbox, poster, health, tally, time, stop)
        finally:
            stop.set()
            await task


@dataclass
class Bot:
    """The bot in HTTP mode; `base` is where it listens."""

    slack: FakeSlack
    books: ShelfBooks
    base: str
    health: Health
    tally: Tally
    connected: Slack


@asynccontextmanager
async def hearing(slack: FakeSlack, *, clock: Clock | None = None) -> AsyncIterator[Bot]:
    """Run the bot's web server while the block runs."""
    books, health, tally = ShelfBooks(), Health(), Tally()
    settings = settings_for(slack)
    async with open_slack(settings, books, tally, clock) as connected:
        application = make_web(connected.app, settings, health=health, tally=tally, clock=clock)
        async with listening(application, "127.0.0.1", 0) as port:
            yield Bot(slack, books, f"http://127.0.0.1:{port}", health, tally, connected)
