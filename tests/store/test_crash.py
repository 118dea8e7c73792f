"""kill -9 at any moment: what was said to be stored is stored, and nothing is stored by halves (A1, A2, C8, G4)."""

from __future__ import annotations

import random
import signal
import sqlite3
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import pytest

from model.message import Drawn, Message
from model.subscription import MessageKind
from store.store import Step, Store
from tests.make import DAY, NOW
from tests.store.victim import CHANNEL, SOURCE, keeps

pytestmark = pytest.mark.slow
ROOT = Path(__file__).parents[2]
KILLS = 6


def killed(what: str, url: str, first: int, seed: int) -> list[tuple[str, int]]:
    """Let the victim work for a random while and kill it; what it said it had done."""
    victim = subprocess.Popen(
        [sys.executable, "-m", "tests.store.victim", what, url, str(first)], cwd=ROOT, stdout=subprocess.PIPE, text=True
    )
    assert victim.stdout is not None
    said = [victim.stdout.readline()]
    time.sleep(random.Random(seed).uniform(0.0, 0.15))  # noqa: S311  when to kill is no secret
    victim.send_signal(signal.SIGKILL)
    said += victim.stdout.readlines()
    victim.stdout.close()
    victim.wait()
    words = [line.split() for line in said if line.endswith("\n") and line.strip()]
    assert words, "the victim did nothing before it was killed"
    return [(what, int(number)) for what, number in words]


async def test_items_and_their_sources_cursor_are_stored_together(url: str) -> None:
    first = 0
    for seed in range(KILLS):
        acked = killed("keep", url, first, seed)[-1][1]
        async with await Store.open(url) as store:
            cursor = int((await store.poll_states([SOURCE]))[SOURCE].cursor or -1)
            waiting = Counter(int(one.item.key.split("/")[0]) for one in await store.pending(1_000_000))
        assert acked <= cursor <= acked + 1
        assert waiting == dict.fromkeys(range(cursor + 1), 10)
        first = cursor + 1
    check(url)


async def test_an_item_is_read_exactly_when_its_story_and_message_are_stored(url: str) -> None:
    async with await Store.open(url) as store:
        for number in range(300):
            await keeps(store, number)
    first = 0
    for seed in range(KILLS):
        acked = killed("advance", url, first, seed)[-1][1]
        async with await Store.open(url) as store:
            waiting = {one.item.key for one in await store.pending(1_000_000)}
            read = {number for number in range(300) if f"{number}/0" not in waiting}
            told = {number for number in range(300) if await store.stories([f"s{number}"])}
            queued = await store.alerts_since(CHANNEL, NOW)
        assert read == told == set(range(len(told)))
        assert queued == len(told)
        assert acked < len(told) <= acked + 2
        first = len(told)
        if first > 250:
            break
    check(url)


async def test_every_message_is_sent_waiting_or_in_doubt_and_none_is_posted_twice_but_those_in_doubt(url: str) -> None:
    messages = [Message(CHANNEL, MessageKind.ALERT, f"k{n}", f"s{n}", Drawn("text", ())) for n in range(2_000)]
    posted: Counter[int] = Counter()
    doubted = 0
    async with await Store.open(url) as store:
        await store.advance(Step(messages=messages, at=NOW))
    for seed in range(KILLS):
        posted.update(number for what, number in killed("claim", url, 0, seed) if what == "posted")
        async with await Store.open(url) as store:
            doubt = await store.in_doubt(NOW + DAY)
            assert len(doubt) <= 1
            counts = await store.outbox_counts()
            assert counts["pending"] + counts["posting"] + counts["sent"] == 2_000
            assert counts["posting"] == len(doubt)
            doubted += len(doubt)
            await store.requeue([one.id for one in doubt])
    assert sum(posted.values()) - len(posted) <= doubted
    assert len(posted) >= counts["sent"]
    assert sorted(posted) == list(range(1, len(posted) + 1))
    check(url)


def check(url: str) -> None:
    if url.startswith("sqlite"):
        connection = sqlite3.connect(url.removeprefix("sqlite:///"))
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        connection.close()
