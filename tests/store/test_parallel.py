"""Several processes on one PostgreSQL, several tasks on one SQLite: each message is taken once (A15)."""

from __future__ import annotations

import asyncio
from collections import Counter

import pytest

from model.message import Drawn, Message
from model.subscription import MessageKind
from store.store import Step, Store
from tests.make import NOW, receipt, story

CHANNELS = [f"C{n}" for n in range(20)]


async def drain(store: Store) -> list[tuple[str, str]]:
    """Take and settle until nothing is left; (channel, key) in the order of taking."""
    taken = []
    idle = 0
    while idle < 20:
        posting = await store.claim(NOW, 60)
        if posting is None:
            # What is left may be behind a message that another one is just posting.
            idle += 1
            await asyncio.sleep(0.005)
            continue
        idle = 0
        taken.append((posting.message.channel, posting.message.key))
        await store.settle_sent(posting.id, receipt(channel=posting.message.channel, story=None))
    return taken


async def queue(store: Store, each: int) -> None:
    messages = [Message(c, MessageKind.DIGEST, f"{n:03}", None, Drawn("", ())) for n in range(each) for c in CHANNELS]
    await store.advance(Step(messages=messages, at=NOW))


@pytest.mark.slow
async def test_two_processes_take_200_messages_and_none_twice(postgres_empty: str) -> None:
    async with await Store.open(postgres_empty) as one, await Store.open(postgres_empty) as other:
        await queue(one, 10)
        taken = await asyncio.gather(*(drain(store) for store in (one, other) for _ in range(4)))
    told = [message for part in taken for message in part]
    assert len(told) == 200
    assert max(Counter(told).values()) == 1


async def test_many_tasks_of_one_process_take_each_message_once_and_in_order(store: Store) -> None:
    await queue(store, 2)
    taken = await asyncio.gather(*(drain(store) for _ in range(3)))
    told = [message for part in taken for message in part]
    assert len(told) == 40
    assert max(Counter(told).values()) == 1
    assert (await store.outbox_counts())["sent"] == 40


@pytest.mark.slow
async def test_two_processes_that_store_the_same_stories_do_not_lock_each_other_out(postgres_empty: str) -> None:
    stories = [story(id=f"s{n}") for n in range(30)]
    async with await Store.open(postgres_empty) as one, await Store.open(postgres_empty) as other:
        steps = [Step(stories=stories, at=NOW), Step(stories=stories[::-1], at=NOW)]
        await asyncio.gather(*(store.advance(step) for _ in range(10) for store in (one, other) for step in steps))
        assert await one.stories([told.id for told in stories]) == sorted(stories, key=lambda told: told.id)
