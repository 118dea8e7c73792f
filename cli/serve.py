"""The long-running bot: polls, reads, decides, posts and answers until it is told to stop."""

from __future__ import annotations

import cli.lean  # noqa: F401  (before anything imports httpx or structlog)

# isort: split
import asyncio
import logging
import os
import signal
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler

import config
from books import StoreOutbox
from cli.effects import effect_of
from cli.hooks import door_of
from cli.tenancy import Tokens, misplaced_home, several
from cli.wiring import Kit, open_fetcher, open_kit, utc_now
from digests.texts import count
from handlers.app import Slack, open_slack
from handlers.console import ConsoleCourier
from handlers.courier import Courier, SlackCourier
from handlers.files import SlackFiles
from handlers.health import Health
from handlers.inbound import listening_apart, make_web
from handlers.metrics import Tally
from handlers.post import LEASE_SECONDS, Poster
from handlers.settings import SlackSettings
from handlers.socket_mode import SocketLine
from model.errors import ConfigError, StoreError
from pipeline import Watch
from sources.fetcher import Fetcher

log = structlog.get_logger("serve")

TICKS = {
    "polls": 1,
    "decisions": 5,
    "tokens": 30,
}  # seconds between two looks at what is due; due times live in the store
# How long a thread that reckons may keep the loop from its turn, in seconds; Python's own 5 ms add up to half an
# acknowledgement.
TURN = 0.001
DATABASE_STARTS = 15.0  # seconds; after a reboot the database may come up after us
PURGE_EVERY = timedelta(hours=24)
LOOK_EVERY = timedelta(minutes=1)  # what another process added is asked by then
NEEDED = {"socket": ("bot_token", "app_token"), "http": ("bot_token", "signing_secret"), "console": ()}
FOR_SEVERAL = ("signing_secret", "token_key")
LATE = timedelta(minutes=10)


def mode_of(settings: config.Settings) -> str:
    """Tell how messages leave: as config.toml says; where it says nothing, to the terminal while there is no token."""
    slack = settings.slack
    return slack.mode if slack.bot_token or "mode" in slack.model_fields_set else "console"


def slack_settings(settings: config.Settings) -> SlackSettings:
    """Hand the [slack] section to the folder that knows Slack."""
    slack = settings.slack

    def secret(value: object) -> str:
        return value.get_secret_value() if hasattr(value, "get_secret_value") else ""

    return SlackSettings(
        bot_token=secret(slack.bot_token),
        signing_secret=secret(slack.signing_secret),
        app_token=secret(slack.app_token),
        api_url=slack.api_url,
        host=slack.host,
        port=slack.port,
        admins=frozenset(slack.admins),
        client_id=secret(slack.client_id),
        client_secret=secret(slack.client_secret),
        redirect_url=slack.redirect_url,
        purge_after=slack.purge_after,
    )


def missing_secrets(settings: config.Settings) -> list[str]:
    """Name the secrets that the mode needs and that are not set."""
    needed = FOR_SEVERAL if config.several(settings) else NEEDED[mode_of(settings)]
    missing = [name for name in needed if not getattr(settings.slack, name)]
    return [
        f'slack.mode is "{settings.slack.mode}" and needs SIGNALS_SLACK__{name.upper()}: set it in the environment or '
        'in .env, or write mode = "console" to see the messages here'
        for name in missing
    ]


def greeting(settings: config.Settings, watch: Watch, sources: int, *, seen: bool) -> str:
    """Say to whoever watches the terminal what runs here, and where its messages will appear; `seen`: here as well."""
    slack, channels = settings.slack, len(watch.subscriptions)
    where = {
        "console": f"{'appear here' if seen else 'go to standard output'} and nowhere else",
        "socket": "go to Slack, by Socket Mode",
        "http": f"go to Slack, which calls {slack.host}:{slack.port}",
    }[mode_of(settings)]
    some = f"{channels} channel{'' if channels == 1 else 's'}"
    none = "no channel yet: " + ("add [[channels]]" if mode_of(settings) == "console" else "type /signals watch in one")
    return (
        f"Talent Signals watches {count('companies', len(watch.companies))} in {count('sources', sources)}. "
        f"Messages {where}; they are for {some if channels else none}. Ctrl-C stops it."
    )


class Rounds:
    """What is done at each tick: poll and read; decide again, send digests and purge.

    Reading and deciding change the same stories, so one waits for the other; polling waits for neither.
    """

    def __init__(self, kit: Kit, poster: Poster, health: Health, tally: Tally) -> None:
        self._kit = kit
        self._poster = poster
        self._health = health
        self._tally = tally
        self._purged: datetime | None = None
        # Beside a SQLite file there is no other process that could add anything.
        self._looks = not kit.settings.database.startswith("sqlite")
        self._looked: datetime | None = None
        self._working = asyncio.Lock()
        self._polling: set[asyncio.Task[None]] = set()
        self._poll_round = steadily(self._round, "polls")
        self._ending = False

    async def start(self) -> None:
        """Take up what an earlier process left undone, and spread the first polls of new sources."""
        now = utc_now()
        await self._settle_doubts(now)
        await self._kit.pipeline.plan_digests(now)
        await self._drop_troubles()
        await self._kit.pipeline.spread(self._kit.sources, now)
        await self._read(now)

    async def _drop_troubles(self) -> None:
        """Let what nobody asks for any more be late no longer: it was taken out of config.toml."""
        asked = {source.id for source in self._kit.sources}
        gone = [state for state in await self._kit.store.down() if state.source not in asked]
        await self._kit.store.save_polls(replace(one, failures=0, down_since=None, trouble=None) for one in gone)

    async def _settle_doubts(self, now: datetime) -> None:
        """Offer again what was being posted when an earlier process died.

        SQLite has one process, so all of it is in doubt; elsewhere another may be posting until its lease is over.
        """
        if self._kit.settings.database.startswith("sqlite"):
            doubtful = await self._kit.store.in_doubt(now + timedelta(seconds=LEASE_SECONDS))
            await self._kit.store.requeue([posting.id for posting in doubtful])
            if doubtful:
                log.warning("posts.in_doubt", messages=len(doubtful), hint="they are posted again and may appear twice")

    async def poll(self) -> None:
        """Start a round of polls; one that waits for slow sites holds up no later one."""
        if not self._ending:
            self._beside(self._poll_round())

    async def _round(self) -> None:
        async for polled in self._kit.pipeline.poll(self._kit.sources, utc_now()):
            for one in polled:
                self._tally.polled(one.source, "failed" if one.trouble else "answered", one.new)
            if any(one.new for one in polled):
                await self._read_soon()
        self._health.beat("polls", utc_now())

    async def _read_soon(self) -> None:
        """Read what came; where articles are opened first, beside the polls, which wait for no slow site."""
        if not self._kit.pipeline.articles.sites:
            await self._read(utc_now())
        else:
            self._beside(steadily(self._open_and_read, "articles")())

    async def _open_and_read(self) -> None:
        await self._kit.pipeline.open_articles(utc_now())
        await self._read(utc_now())

    def _beside(self, work: Coroutine[None, None, None]) -> None:
        task = asyncio.create_task(work)
        self._polling.add(task)
        task.add_done_callback(self._polling.discard)

    async def decide(self) -> None:
        """Decide again what waited, send the digests and reminders that are due, and forget what is too old."""
        now = utc_now()
        async with self._working:
            if self._ending:
                return
            await self._kit.look_at_rules(now)
            if self._looks and (self._looked is None or now - self._looked > LOOK_EVERY):
                await self._kit.look_at_sources()
                self._looked = now
            decided, digests = await self._kit.pipeline.decide_again(now), await self._kit.pipeline.send_digests(now)
            reminded = await self._kit.pipeline.remind(now)
            self._tally.decided(one.verdict for step in decided for one in step.verdicts)
            if self._purged is None or now - self._purged > PURGE_EVERY:
                await self._kit.store.purge(now)
                self._purged = now
            self._tally.outbox(await self._kit.store.outbox_counts())
        if decided or digests or reminded:
            self._poster.wake()
        self._health.beat("decisions", utc_now())

    async def end(self) -> None:
        """Drop the polls under way, which are asked again, and wait for what is being decided: it is stored whole."""
        self._ending = True
        for task in self._polling:
            task.cancel()
        await asyncio.gather(*self._polling, return_exceptions=True)
        async with self._working:
            return

    async def _read(self, now: datetime) -> None:
        async with self._working:
            steps = [] if self._ending else await self._kit.pipeline.read(now)
        for step in steps:
            for story in step.stories:
                self._tally.read(story.kind.value)
            self._tally.decided(one.verdict for one in step.verdicts)
        if any(step.messages for step in steps):
            self._poster.wake()


def steadily(work: Callable[[], Awaitable[None]], part: str) -> Callable[[], Coroutine[None, None, None]]:
    """Wrap a round: a database that does not answer is said once, and the next tick tries again."""
    down = False

    async def round_() -> None:
        nonlocal down
        try:
            await work()
        except StoreError as error:
            if not down:
                log.error("store.down", part=part, trouble=str(error))
            down = True
            return
        if down:
            log.info("store.back", part=part)
        down = False

    return round_


async def serve(settings: config.Settings) -> None:
    """Run until SIGTERM or SIGINT. Raises ConfigError when a secret is missing, LineLost when Slack is lost."""
    faults = missing_secrets(settings)
    if faults:
        raise ConfigError(faults)
    sys.setswitchinterval(TURN)
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    health, tally = Health(), Tally()
    async with (
        open_fetcher(settings) as http,
        open_kit(settings, http, patience=DATABASE_STARTS) as kit,
        _reaching_people(settings, kit, health, tally) as reach,
    ):
        poster = Poster(StoreOutbox(kit.store), reach.courier, health=health, tally=tally)
        rounds = Rounds(kit, poster, health, tally)
        if sys.stderr.isatty():
            hello = greeting(settings, kit.pipeline.watch, len(kit.sources), seen=sys.stdout.isatty())
            from rich.console import Console  # only where a person watches

            Console(stderr=True, highlight=False, markup=False).print(hello)
        await rounds.start()
        scheduler = _scheduler(rounds, reach.tokens, health)
        scheduler.start()
        log.info("serving", mode=mode_of(settings), sources=len(kit.sources))
        try:
            async with asyncio.TaskGroup() as tasks:
                tasks.create_task(poster.run(stop))
                if reach.line is not None:
                    tasks.create_task(reach.line.run(stop))
        except ExceptionGroup as group:
            raise group.exceptions[0] from None
        finally:
            scheduler.pause()
            await rounds.end()
            if reach.tokens is not None:
                await reach.tokens.end()
            scheduler.shutdown(wait=False)
    log.info("stopped")


@dataclass(frozen=True, slots=True)
class Reach:
    """How people are reached: who carries messages, the line of Socket Mode, the tokens of several workspaces."""

    courier: Courier
    line: SocketLine | None = None
    tokens: Tokens | None = None


def _scheduler(rounds: Rounds, tokens: Tokens | None, health: Health) -> AsyncIOScheduler:
    """Make the tick. A tick that comes late runs late instead of never, and never beside itself (G9, G11)."""
    scheduler = AsyncIOScheduler(
        timezone="UTC", job_defaults={"max_instances": 1, "coalesce": True, "misfire_grace_time": None}
    )
    logging.getLogger("apscheduler").setLevel(logging.ERROR)
    works: dict[str, Callable[[], Awaitable[None]]] = {"polls": rounds.poll, "decisions": rounds.decide}
    if tokens is not None:
        works["tokens"] = tokens.look
    for part, work in works.items():
        if part != "tokens":
            health.expect(part, LATE, utc_now())
        scheduler.add_job(steadily(work, part), "interval", seconds=TICKS[part], next_run_time=utc_now())
    return scheduler


@asynccontextmanager
async def _reaching_people(settings: config.Settings, kit: Kit, health: Health, tally: Tally) -> AsyncIterator[Reach]:
    """Open the way to Slack, or to the terminal, and listen for commands and for questions about our health."""
    slack, mode = slack_settings(settings), mode_of(settings)
    hooks = door_of(settings, kit.sources, kit.store, tally)
    if mode == "console":
        async with AsyncExitStack() as doors:
            if hooks is not None:
                web = make_web(None, slack, health=health, tally=tally, hooks=hooks)
                await _listen(doors, listening_apart(web, slack.host, slack.port), slack)
            yield Reach(ConsoleCourier(utc_now))
        return
    async with reaching_slack(settings, kit, tally) as (connected, courier):
        app = connected.app if mode == "http" else None
        web = make_web(app, slack, health=health, tally=tally, flow=connected.flow, hooks=hooks)
        line = SocketLine(connected.app, slack.app_token, health=health) if mode == "socket" else None
        async with AsyncExitStack() as doors:
            await _listen(doors, listening_apart(web, slack.host, slack.port), slack)
            yield Reach(courier, line, Tokens(kit, connected, health) if connected.flow else None)


async def _listen(doors: AsyncExitStack, door: AbstractAsyncContextManager[int], slack: SlackSettings) -> None:
    try:
        await doors.enter_async_context(door)
    except OSError as error:
        why = f"slack.port: {slack.host}:{slack.port} cannot be listened on ({os.strerror(error.errno or 0)})"
        raise ConfigError([f"{why}: stop what has it, or choose another host or port"]) from None


@asynccontextmanager
async def reaching_slack(
    settings: config.Settings, kit: Kit, tally: Tally
) -> AsyncIterator[tuple[Slack, SlackCourier]]:
    """Open the way to Slack while the block runs."""
    slack, others = slack_settings(settings), await several(settings, kit)
    async with open_slack(slack, kit.books, tally, several=others) as connected:
        misplaced_home(settings, connected.clients.home)
        files = SlackFiles(connected.clients, http, slack) if isinstance(http := kit.pipeline.http, Fetcher) else None
        kit.reach(files, effect_of)
        yield connected, SlackCourier(connected.clients, utc_now)
