"""`bot.py demo`: the recorded weeks through the real pipeline, on a virtual clock."""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Collection, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple
from zoneinfo import ZoneInfo

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn

import config
from books import StoreOutbox
from cli.wiring import Kit, open_kit
from demo.server import Local, serve_weeks
from demo.vendor import Vendor, vendor
from demo.weeks import NoteRow, Weeks, load_weeks
from digests.draw import draw_why
from digests.html import Post, Reply, as_page
from digests.plain import as_text
from handlers.books import Posting
from handlers.clock import Clock
from handlers.courier import Sent
from handlers.health import Health
from handlers.metrics import Tally
from handlers.post import Poster
from model.message import Message
from model.poll import PollState
from model.score import Score
from model.subscription import MessageKind
from pipeline import SCORED_BACK
from sources.connections import Source as Connections
from sources.connections import page_of
from sources.connections.export import read_export
from sources.contract import Http
from sources.fetcher import Fetcher, Limits
from sources.note import make_note

START = datetime(2024, 9, 20, 6, 0, tzinfo=UTC)
END = datetime(2024, 10, 12, 8, 0, tzinfo=UTC)
STEP = timedelta(hours=1)
BOARD_KNOWN = 28  # days before the start
MORNING = 7  # in UTC: right after the digest of 09:00
SECOND_EXPORT = datetime(2024, 10, 7, 12, 0, tzinfo=UTC)
NAMES = {"C0RECRUITING": "recruiting-signals", "C0LEADERSHIP": "leadership", "U0LEA": "Lea", "U0TOM": "Tom"}
WATCHED = "OpenAI"


@dataclass(slots=True)
class Virtual:
    """The demo's clock: it stands still until it is moved; its ticks never make anybody wait."""

    at: datetime
    ticks: count[int] = field(default_factory=lambda: count(0, 2))

    def now(self) -> datetime:
        """Tell the virtual time."""
        return self.at

    def tick(self) -> float:
        """Tell a time two seconds later than the last one."""
        return float(next(self.ticks))


class Sending(NamedTuple):
    """One message as it was sent; `at` carries the zone in which its time is shown."""

    message: Message
    at: datetime


@dataclass(slots=True)
class Scene:
    """What was posted, as people would see it now; tells each message as it comes.

    `sent` are all messages in their order, `fresh` those that nobody has taken off the list yet.
    """

    clock: Virtual
    console: Console
    as_json: bool
    zone: ZoneInfo
    silent: bool = False
    posts: dict[tuple[str, str], Post] = field(default_factory=dict)
    told: list[tuple[MessageKind, str]] = field(default_factory=list)
    sent: list[Sending] = field(default_factory=list)
    fresh: list[Sending] = field(default_factory=list)

    async def deliver(self, posting: Posting) -> Sent:
        """Take one message as Slack would: post it, edit with it, or put it into a thread."""
        message, now = posting.message, self.clock.now()
        shown_at = now.astimezone(self.zone)
        shown = as_text(message.drawn)
        self.told.append((message.kind, shown))
        self.sent.append(Sending(message, shown_at))
        self.fresh.append(self.sent[-1])
        ts = f"{now.timestamp():.0f}.{posting.id:06d}"
        key = (message.channel, posting.target_ts or ts)
        match message.kind:
            case MessageKind.UPDATE:
                self.posts[key] = self.posts[key]._replace(drawn=message.drawn)
            case MessageKind.THREAD if key in self.posts:
                earlier = self.posts[key]
                self.posts[key] = earlier._replace(replies=(*earlier.replies, Reply(shown_at, message.drawn)))
            case _:
                direct = message.channel.startswith("U")
                self.posts[key] = Post(place(message.channel), shown_at, message.drawn, direct=direct)
        self._tell(message.channel, message.kind, shown, shown_at)
        return Sent(key[1])

    def _tell(self, channel: str, kind: MessageKind, shown: str, shown_at: datetime) -> None:
        if self.silent:
            return
        if self.as_json:
            row = {"at": shown_at.isoformat(), "channel": channel, "kind": kind.value, "text": shown}
            sys.stdout.write(json.dumps(row, ensure_ascii=False) + "\n")
        elif kind is not MessageKind.UPDATE:
            head = f"{shown_at:%a %d %b %Y, %H:%M} · {place(channel)} · {kind.value}"
            self.console.rule(head, align="left")
            self.console.print(shown, markup=False, highlight=False)
            self.console.print()


def place(channel: str) -> str:
    """Name a channel, or whose direct messages it is."""
    name = NAMES.get(channel, channel)
    return f"{name} (direct message)" if channel.startswith("U") else name


def demo_config() -> config.Settings:
    """Read demo/config.toml."""
    return config.load(Path(__file__).parent / "config.toml")


def demo_settings(base: str, weeks: Weeks, folder: Path) -> config.Settings:
    """Point the sources of demo/config.toml at the local server."""
    settings = demo_config()
    feeds = {**settings.sources["feed"], "urls": [f"{base}{feed.path}" for feed in weeks.feeds]}
    sources = {name: {**section, "base_url": base} for name, section in settings.sources.items()}
    sources |= {"feed": feeds, **{name: settings.sources[name] for name in ("connections", "crustdata", "warn")}}
    update = {"sources": sources, "database": f"sqlite:///{folder / 'demo.db'}"}
    return settings.model_copy(update=update)


@dataclass(frozen=True, slots=True)
class Played:
    """The weeks, played to their end: what came of them stands in the kit's store, what was said in the scene."""

    kit: Kit
    http: Http
    scene: Scene
    weeks: Weeks
    windows: Sequence[tuple[datetime, int | None]]
    poster: Poster


@asynccontextmanager
async def played(scene: Scene, hours: Collection[int]) -> AsyncIterator[Played]:
    """Play the weeks, polling at these hours of each day; everything stays open while the block runs."""
    weeks, clock = load_weeks(), scene.clock
    with TemporaryDirectory() as folder:
        async with (
            serve_weeks(weeks, clock.now) as base,
            Fetcher("demo@example.com", limits=Limits(spacing=0), now=clock.now) as outside,
            open_kit(demo_settings(base, weeks, Path(folder)), http := Local(outside, base), now=clock.now) as kit,
        ):
            outbox, time = StoreOutbox(kit.store), Clock(clock.now, clock.tick)
            poster = Poster(outbox, scene, health=Health(), tally=Tally(), clock=time, idle=0.0)
            await _look_back(kit, clock)
            async with vendor(kit.settings, kit.sources, kit.store, time, weeks.calls) as calling:
                windows = await _pass_time(kit, weeks, scene, poster, calling, hours)
            yield Played(kit, http, scene, weeks, windows, poster)


def new_scene(as_json: bool = False, *, silent: bool = False) -> Scene:
    """Make the scene before anything was played; a `silent` one prints nothing."""
    return Scene(Virtual(START), Console(width=100), as_json, ZoneInfo("Europe/Paris"), silent)


async def play(html: Path, as_json: bool, then: Callable[[Played], Awaitable[None]]) -> None:
    """Play the weeks, print what falls due, write the page, say how it ended, and do what comes `then`, in silence."""
    scene = new_scene(as_json)
    async with played(scene, range(24)) as done:
        if not as_json:
            await _sum_up(done.kit, scene, done.windows, done.weeks)
        page = as_page("Talent Signals: autumn 2024", list(scene.posts.values()), NAMES)
        await asyncio.to_thread(write_page, html, page)
        if not as_json:
            scene.console.print(f"The same as Slack would show it: {html}")
        scene.silent = True
        await then(done)


def write_page(file: Path, page: str) -> None:
    """Write a page where it was asked for."""
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(page, "utf-8")


async def _look_back(kit: Kit, clock: Virtual) -> None:
    """Read the job board of the weeks before, every few days, so that it is known what is usual there."""
    boards = [source for source in kit.sources if source.id.startswith("ashby:")]
    for days in range(BOARD_KNOWN, 0, -4):
        clock.at = START - timedelta(days=days)
        async for _ in kit.pipeline.poll(boards, clock.now(), force=True):
            pass
    clock.at = START


async def _pass_time(
    kit: Kit, weeks: Weeks, scene: Scene, poster: Poster, calling: Vendor, hours: Collection[int]
) -> list[tuple[datetime, int | None]]:
    """Move the clock hour by hour; tell the watched company's window of each morning."""
    clock = scene.clock
    await kit.pipeline.plan_digests(clock.now())
    first, *exports = weeks.connections
    await _import(kit, first, clock.now())
    notes = sorted(weeks.notes, key=lambda note: note.at)
    windows: list[tuple[datetime, int | None]] = []
    bar = Progress(TextColumn("{task.description}"), BarColumn(), console=Console(file=sys.stderr), transient=True)
    bar.disable = not sys.stderr.isatty() or scene.as_json or scene.silent
    with bar:
        task = bar.add_task("Three weeks of autumn 2024", total=(END - START) // STEP)
        while clock.at < END:
            if clock.at.hour in hours:
                while notes and notes[0].at <= clock.at:
                    await _hear(kit, notes.pop(0), clock.now())
                if exports and clock.at >= SECOND_EXPORT:
                    await _import(kit, exports.pop(), clock.now())
                await calling.call()
                await _go_round(kit, poster, clock.now())
                if clock.at.hour == MORNING:
                    score = await kit.pipeline.score(WATCHED, clock.now())
                    windows.append((clock.at, score.window if isinstance(score, Score) else None))
            clock.at += STEP
            bar.advance(task)
    return windows


async def _go_round(kit: Kit, poster: Poster, now: datetime) -> None:
    async for _ in kit.pipeline.poll(kit.sources, now):
        pass  # it is read below, all together
    await kit.pipeline.decide_again(now)
    await kit.pipeline.read(now)
    await kit.pipeline.send_digests(now)
    await poster.drain()


async def _hear(kit: Kit, said: NoteRow, now: datetime) -> None:
    note = make_note(said.author, said.company, said.text, said.url, said.at, now)
    await kit.pipeline.take_in([note], PollState(note.source), now)


async def _import(kit: Kit, body: bytes, now: datetime) -> None:
    source = Connections("U0LEA")
    state = (await kit.store.poll_states([source.id])).get(source.id, PollState(source.id))
    page = page_of(read_export(body), state, now)
    items = source.parse(page)
    await kit.pipeline.take_in(items, PollState(source.id, cursor=source.advance(state, page, items)), now)


async def _sum_up(kit: Kit, scene: Scene, windows: Sequence[tuple[datetime, int | None]], weeks: Weeks) -> None:
    console, now = scene.console, windows[-1][0]
    console.rule(f"{WATCHED}'s sourcing window, day by day", align="left")
    for at, window in windows:
        bar = "█" * ((window or 0) // 2)
        console.print(f"{at:%a %d %b}  {'–' if window is None else window:>3}  {bar}", highlight=False)
    console.print()
    score = await kit.pipeline.score(WATCHED, now)
    stories = await kit.store.stories_of(WATCHED, now - SCORED_BACK)
    zone = config.defaults(kit.settings, "C00").zone
    console.print(as_text(draw_why(WATCHED, score, stories, zone)), markup=False, highlight=False)
    spoke = [trap for trap in weeks.traps if any(trap in shown for _, shown in scene.told)]
    alerts = sum(kind is MessageKind.ALERT for kind, _ in scene.told)
    digests = sum(kind is MessageKind.DIGEST for kind, _ in scene.told)
    reported = f"{len(spoke)} of them reported" if spoke else "none was reported"
    mixed_in = f"{len(weeks.traps)} misleading articles were mixed in; {reported}."
    console.print(f"\n{alerts} alerts, {digests} digests; {mixed_in}")
