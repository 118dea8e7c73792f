"""How long Slack waits for an acknowledgement: Bolt alone, the bot idle, and the bot at its busiest.

    python -m benchmarks.slack [--companies 10000] [--signals 1000000] [--feeds 1000] [--rounds 3] [--json]

Runs `bot.py serve` over a database of made-up stories and sends it signed commands, 20 a second, as Slack does. Busy
means: `feeds` feeds are all due at once, their news are read, and the digests of ten channels that watch everything are
built; a round ends when every feed has answered and every digest has arrived. The floor is an app of Bolt's that does
nothing but acknowledge, asked the same way in the same run: its figures are what the library and the machine cost.
Milliseconds on the clock, of which the 99th percentile counts. Goals: 25 ms above the floor idle, 250 ms busy.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import socket
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import asynccontextmanager, contextmanager
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import cycle
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter

sys.path.insert(0, str(Path(__file__).parents[1]))

import aiohttp
from aiohttp import web
from rich import box
from rich.console import Console
from rich.table import Table

from benchmarks.feed_bodies import real_there
from benchmarks.feed_server import serving
from benchmarks.score import Past, fill
from handlers.inbound import listening
from model.poll import PollState
from store.store import Store
from tests.signed import SECRET, send_slash

HERE = Path(__file__).parents[1]
A_SECOND = 20
IDLE_SECONDS = 20
LONGEST_ROUND = 180.0
CHANNELS = [f"C0BENCH{number}" for number in range(10)]
WORDS = ("{}", "why {}", "compare {} {}", "list", "flow {}", "search leaves", "mutes", "help")
GOALS = {"idle": 25.0, "busy": 250.0}


@dataclass(frozen=True, slots=True)
class Figure:
    """The waits of one stage, in milliseconds; `above` is the 99th percentile less the floor's."""

    what: str
    commands: int
    p50: float
    p99: float
    most: float
    above: float | None = None
    of: str = ""


@dataclass
class StubSlack:
    """The side of Slack that answers us: takes all, and counts what arrived."""

    base: str = ""
    posts: int = 0
    answers: int = 0
    session: aiohttp.ClientSession | None = None
    waits: list[float] = field(default_factory=list)

    async def call(self, request: web.Request) -> web.Response:
        """Take a method of the Web API."""
        if request.match_info["method"] == "chat.postMessage":
            self.posts += 1
        return web.json_response({"ok": True, "ts": f"{self.posts}.{self.posts:06}", "channel": "C0"})

    async def answer(self, _: web.Request) -> web.Response:
        """Take an answer to a command."""
        self.answers += 1
        return web.Response()


@asynccontextmanager
async def stub_slack() -> AsyncIterator[StubSlack]:
    """Serve it while the block runs."""
    slack = StubSlack()
    application = web.Application(client_max_size=2**22)
    application.router.add_post("/api/{method}", slack.call)
    application.router.add_post("/answers/{number}", slack.answer)
    async with listening(application, "127.0.0.1", 0) as port, aiohttp.ClientSession() as session:
        slack.base, slack.session = f"http://127.0.0.1:{port}", session
        yield slack


@contextmanager
def running(command: list[str], **environment: str) -> Iterator[subprocess.Popen[bytes]]:
    """Run a process while the block runs, and end it as a supervisor does."""
    process = subprocess.Popen(command, cwd=HERE, env={**os.environ, **environment}, stderr=subprocess.DEVNULL)
    try:
        yield process
    finally:
        process.terminate()
        process.wait()


async def until_up(base: str, process: subprocess.Popen[bytes]) -> None:
    """Wait until something listens."""
    async with aiohttp.ClientSession() as session:
        while process.poll() is None:
            try:
                async with session.get(f"{base}/healthz"):
                    return
            except aiohttp.ClientError:
                await asyncio.sleep(0.02)
    raise SystemExit(f"the process at {base} ended before it listened: run it by hand to see why")


async def ask(slack: StubSlack, base: str, names: Iterator[str], stop: asyncio.Event) -> list[float]:
    """Send commands at an even pace, whatever the answers take, until `stop`; return what each acknowledgement took."""
    waits: list[float] = []
    texts = cycle(WORDS)

    async def one(number: int) -> None:
        text = next(texts)
        text = text.format(*(next(names) for _ in range(text.count("{}"))))
        began = perf_counter()
        status, _ = await send_slash(
            base,
            text,
            response_url=f"{slack.base}/answers/{number}",
            session=slack.session,
            channel_id=CHANNELS[0],
        )
        if status != 200:
            raise SystemExit(f"“{text}” was answered with {status}")
        waits.append((perf_counter() - began) * 1000)

    began, sent = perf_counter(), 0
    async with asyncio.TaskGroup() as tasks:
        while not stop.is_set():
            tasks.create_task(one(sent))
            sent += 1
            await asyncio.sleep(max(0.0, began + sent / A_SECOND - perf_counter()))
    return waits


async def ask_for(seconds: float, slack: StubSlack, base: str, names: Iterator[str]) -> list[float]:
    """Send commands for so long."""
    stop = asyncio.Event()
    asyncio.get_running_loop().call_later(seconds, stop.set)
    return await ask(slack, base, names, stop)


async def metric(base: str, name: str) -> float:
    """Read one counter of the bot's, summed over its labels."""
    async with aiohttp.ClientSession() as session, session.get(f"{base}/metrics") as response:
        lines = (await response.text()).splitlines()
    return sum(float(line.rsplit(" ", 1)[1]) for line in lines if line.startswith(name))


def figure(what: str, waits: list[float], floor: Figure | None = None, of: str = "") -> Figure:
    """Sum up the waits of a stage."""
    p99 = sorted(waits)[max(0, len(waits) * 99 // 100 - 1)]
    return Figure(what, len(waits), median(waits), p99, max(waits), None if floor is None else p99 - floor.p99, of)


def free_port() -> int:
    """Find a port that nothing listens on."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


class Bot:
    """A bot to be run: its folder holds config.toml and the database."""

    def __init__(self, folder: Path, slack: StubSlack, past: Past) -> None:
        self.file, self.port, self.past = folder / "config.toml", free_port(), past
        self.url, self.base = f"sqlite:///{folder}/signals.db", f"http://127.0.0.1:{self.port}"
        self.slack = slack

    def configure(self, feeds: list[str]) -> None:
        """Write its config.toml."""
        lines = [f'database = "{self.url}"', 'contact = "https://example.com/bot"', "[slack]", 'mode = "http"']
        lines += [f"port = {self.port}", f'api_url = "{self.slack.base}/api/"']
        lines += [f'[[companies]]\nname = "{c.name}"\nemployees = 300' for c in self.past.companies]
        lines += [f'[[channels]]\nid = "{channel}"\nquiet = ""' for channel in CHANNELS]
        if feeds:
            lines += ["[sources.feed]", 'every = "15m"', "allow_private = true", f"urls = {json.dumps(feeds)}"]
        self.file.write_text("\n".join(lines))

    def serve(self) -> list[str]:
        """Name the command that runs it."""
        return [sys.executable, "bot.py", "serve", "--config", str(self.file)]

    async def make_due(self, feeds: list[str]) -> None:
        """Let every feed and every digest be due now."""
        now = datetime.now(UTC)
        async with await Store.open(self.url) as store:
            await store.save_polls(PollState(f"feed:{url}", next_due=now) for url in feeds)
            for channel in CHANNELS:
                await store.set_schedule(channel, now - timedelta(minutes=1))


TOKENS = {"SIGNALS_SLACK__BOT_TOKEN": "xoxb-benchmark", "SIGNALS_SLACK__SIGNING_SECRET": SECRET}


async def floor(slack: StubSlack) -> Figure:
    """Ask an app that only acknowledges."""
    port = free_port()
    with running([sys.executable, "-m", "benchmarks.slack_floor", str(port)], **TOKENS) as process:
        base = f"http://127.0.0.1:{port}"
        await until_up(base, process)
        await ask_for(1, slack, base, cycle(["nobody"]))
        return figure("Bolt alone", await ask_for(IDLE_SECONDS, slack, base, cycle(["nobody"])))


async def idle(bot: Bot, lowest: Figure) -> Figure:
    """Ask a bot that has nothing else to do."""
    bot.configure([])
    names = cycle(company.name for company in bot.past.companies)
    with running(bot.serve(), **TOKENS) as process:
        await until_up(bot.base, process)
        await ask_for(3, bot.slack, bot.base, names)
        return figure("idle", await ask_for(IDLE_SECONDS, bot.slack, bot.base, names), lowest)


async def busy(bot: Bot, lowest: Figure, server: int, feeds: int, rounds: int) -> Figure:
    """Ask while everything happens at once."""
    waits: list[float] = []
    names = cycle(company.name for company in bot.past.companies)
    before, began = bot.slack.posts, perf_counter()
    for number in range(rounds):
        # Each feed is a host of its own, as real ones are; the bot spares a host, not a machine.
        urls = [f"http://127.0.{n // 250}.{n % 250 + 1}:{server}/feeds/{number * feeds + n}" for n in range(feeds)]
        bot.configure(urls)
        await bot.make_due(urls)
        with running(bot.serve(), **TOKENS) as process:
            await until_up(bot.base, process)
            waits += await _until_done(bot, names, feeds, bot.slack.posts + len(CHANNELS))
    told = f"{rounds} rounds of {feeds:,} feeds and {len(CHANNELS)} digests, {perf_counter() - began:.0f} s"
    return figure("busy", waits, lowest, f"{told}; {bot.slack.posts - before} messages arrived")


async def _until_done(bot: Bot, names: Iterator[str], feeds: int, posts: int) -> list[float]:
    stop = asyncio.Event()
    asking = asyncio.create_task(ask(bot.slack, bot.base, names, stop))
    began = perf_counter()
    while bot.slack.posts < posts or await metric(bot.base, "signals_polls_total") < feeds:
        if perf_counter() - began > LONGEST_ROUND or asking.done():
            break
        await asyncio.sleep(0.5)
    stop.set()
    return await asking


async def measure(options: Mapping[str, int]) -> list[Figure]:
    """Take every figure."""
    past = Past(options["companies"], datetime.now(UTC))  # news of years ago would cost no score anything
    with TemporaryDirectory() as place, serving(real_there(), anywhere=True) as server:
        async with stub_slack() as slack:
            bot = Bot(Path(place), slack, past)
            await fill(bot.url, past, options["signals"])
            lowest = await floor(slack)
            port = int(server.base.rsplit(":", 1)[1])
            return [
                lowest,
                await idle(bot, lowest),
                await busy(bot, lowest, port, options["feeds"], options["rounds"]),
            ]


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--companies", type=int, default=10_000)
    parser.add_argument("--signals", type=int, default=1_000_000)
    parser.add_argument("--feeds", type=int, default=1_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--json", action="store_true")
    options = vars(parser.parse_args())
    figures = asyncio.run(measure(options))
    if options["json"]:
        print(json.dumps([asdict(one) for one in figures]))
        return
    table = Table("", "commands", "p50 ms", "p99 ms", "most ms", "above the floor", "goal", "of", box=box.SIMPLE)
    for one in figures:
        goal = GOALS.get(one.what)
        above = "" if one.above is None else f"{one.above:.1f}{' !' if goal and one.above > goal else ''}"
        said = "" if goal is None else f"{goal:g}"
        table.add_row(
            one.what, f"{one.commands:,}", f"{one.p50:.1f}", f"{one.p99:.1f}", f"{one.most:.1f}", above, said, one.of
        )
    Console(width=160).print(table)


if __name__ == "__main__":
    main()
