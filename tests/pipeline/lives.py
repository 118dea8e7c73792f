"""Lives that are ended by `kill -9` at random moments: each polls a feed and a job board and reads what came.

python -m tests.pipeline.lives DATABASE SERVER KILLS SEED   prints what became of it as one line of JSON

A process that has imported everything forks one life after the other and kills it. The feed shows only its newest entry
and the board only says what is new against the cursor, so that whatever is remembered too early is lost for good. The
next entry is published once the one before is kept and read: how often that takes more than one life is told as well.
"""

from __future__ import annotations

import asyncio
import gc
import json
import os
import signal
import sys
import time
from collections import Counter
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from random import Random
from tempfile import TemporaryDirectory
from urllib.request import urlopen

import structlog
from sqlalchemy import create_engine, text
from sqlalchemy.engine import Engine
from sqlalchemy.exc import DBAPIError

from model.company import Company
from pipeline import Pipeline, Watch
from sources import ashby
from sources.contract import Source
from sources.feed import Feed
from sources.fetcher import Fetcher
from store.store import Store
from tests.pipeline.desk import NORTHWIND, OPENAI, channel, watch

# Times as long as a life that reads something new, and longer with each life that came to nothing: a database whose
# writer was killed opens more slowly, and some have to live long enough to read all.
LONGEST = 1.5
PATIENCE = 400  # lives without any progress: then something is lost


@dataclass(slots=True)
class Told:
    """How many lives were killed, how many lived on, what was published, and what of it was kept how often.

    `halfway` counts kills that left items which were kept and not yet read, `unkept` those that left nothing at all of
    what was published.
    """

    killed: int = 0
    lived: int = 0
    halfway: int = 0
    unkept: int = 0
    published: int = 0
    kept: dict[str, int] = field(default_factory=dict)
    read: dict[str, int] = field(default_factory=dict)
    messages: dict[str, int] = field(default_factory=dict)


async def live(database: str, sources: list[Source], watched: Watch) -> None:
    """Poll and read once, as a bot does that was just started."""
    now = datetime.now(UTC)
    async with Fetcher("https://talent.example/bot") as http, await Store.open(database) as store:
        pipeline = Pipeline(store, http, watched, lambda: 0.5, "T1")
        async for _ in pipeline.poll(sources, now, force=True):
            await pipeline.read(now)
        await pipeline.read(now)


def publish(server: str) -> None:
    """Let the feed and the board have something new."""
    urlopen(f"{server}/publish").close()  # noqa: S310  (our own server)


def rehearse(server: str, sources: list[Source], watched: Watch) -> None:
    """Live once here, with the first news: what is made on first use takes a second, and every life inherits it."""
    with TemporaryDirectory() as folder:
        asyncio.run(live(f"sqlite:///{folder}/rehearsal.db", sources, watched))
        publish(server)
        asyncio.run(live(f"sqlite:///{folder}/rehearsal.db", sources, watched))


def fork(database: str, sources: list[Source], watched: Watch, seconds: float | None) -> tuple[bool, float]:
    """Begin a life and end it after so many seconds; returns whether it was killed, and how long it lasted."""
    start = time.perf_counter()
    gc.freeze()  # what is inherited is left alone, or each life would copy all of it
    child = os.fork()
    if child == 0:
        code = 1
        try:
            gc.disable()
            asyncio.run(live(database, sources, watched))
            code = 0
        finally:
            os._exit(code)
    if seconds is not None:
        time.sleep(seconds)
        os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    if os.WIFEXITED(status):
        assert os.WEXITSTATUS(status) == 0, "a life ended with an error"
    return os.WIFSIGNALED(status), time.perf_counter() - start


def whole_life(database: str, server: str, sources: list[Source], watched: Watch, told: Told) -> float:
    """Let one life keep and read something new; returns how long it takes."""
    told.published += 1
    publish(server)
    return fork(database, sources, watched, None)[1]


def stored(engine: Engine) -> tuple[Counter[str], Counter[str], int]:
    """Count the items by key, how often each was read into a story, and the items that wait."""
    with engine.connect() as connection:
        keys = Counter(connection.scalars(text("SELECT key FROM items")))
        read = Counter(connection.scalars(text("SELECT i.key FROM signals s JOIN items i ON i.digest = s.item")))
        waiting = connection.scalar(text("SELECT count(*) FROM items WHERE state = 1"))
    return keys, read, int(waiting or 0)


def run(database: str, server: str, kills: int, seed: int) -> Told:
    """Kill so many lives, then let one live; what is left has to be what was published."""
    chance = Random(seed)  # noqa: S311  (when to kill is no secret)
    boards = Company("Northwind", NORTHWIND.domain, boards={"ashby": "northwind"})
    settings = ashby.Settings(base_url=server, allow_private=True)
    sources: list[Source] = [Feed(f"{server}/rss", allow_private=True), *ashby.open(settings, [boards])]
    watched = watch(channel(cap=10_000), companies=(OPENAI, NORTHWIND))
    told, done, stuck = Told(published=1), False, 0
    fork(database, sources, watched, None)  # the board's first answer is where it begins
    rehearse(server, sources, watched)
    fork(database, sources, watched, None)
    usual = min(whole_life(database, server, sources, watched, told) for _ in range(3))
    engine = create_engine(database.replace("postgresql://", "postgresql+psycopg://"))
    while told.killed < kills:
        if done:
            told.published += 1
            publish(server)
            stuck = 0
        killed, _ = fork(database, sources, watched, chance.uniform(0, (LONGEST + stuck / 2) * usual))
        told.killed += killed
        told.lived += not killed
        keys, _, waiting = stored(engine)
        done = len(keys) == 2 * told.published and waiting == 0
        told.halfway += killed and waiting > 0
        told.unkept += killed and len(keys) == 2 * (told.published - 1)
        stuck += 1
        assert stuck < PATIENCE, f"{2 * told.published - len(keys)} items are lost"
    fork(database, sources, watched, None)
    keys, read, _ = stored(engine)
    told.kept, told.read = dict(keys), dict(read)
    with engine.connect() as connection:
        told.messages = dict(Counter(connection.scalars(text("SELECT story FROM outbox WHERE kind = 'alert'"))))
    engine.dispose()
    return told


if __name__ == "__main__":
    structlog.configure(logger_factory=structlog.ReturnLoggerFactory())
    database_, server_, kills_, seed_ = sys.argv[1:]
    try:
        sys.stdout.write(json.dumps(asdict(run(database_, server_, int(kills_), int(seed_)))))
    except DBAPIError as error:
        sys.exit(f"{error}")
