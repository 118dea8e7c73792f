"""A process that writes until it is killed. `python -m tests.store.victim WHAT URL FIRST` prints what it has done."""

from __future__ import annotations

import asyncio
import sys

from model.message import Drawn, Message
from model.poll import Harvest, PollState
from model.subscription import MessageKind
from store.store import Step, Store
from store.values import identity
from tests.make import NOW, item, receipt, story

SOURCE = "feed:victim"
CHANNEL = "C1"


async def keeps(store: Store, number: int) -> None:
    """Store ten items of round `number` and the number as the source's cursor."""
    items = tuple(item(source=SOURCE, key=f"{number}/{n}") for n in range(10))
    keys = frozenset(one.key for one in items)
    await store.keep([Harvest(PollState(SOURCE, cursor=str(number)), items, keys, frozenset())])


async def advances(store: Store, number: int) -> None:
    """Read item 0 of round `number` into a story with its message."""
    told = story(id=f"s{number}")
    message = Message(CHANNEL, MessageKind.ALERT, f"s{number}", told.id, Drawn("text", ()))
    digest = identity(SOURCE, f"{number}/0")
    await store.advance(Step(read=[digest], stories=[told], messages=[message], at=NOW))


async def posts(store: Store, number: int) -> None:
    """Take a message, post it (print it), settle it."""
    posting = await store.claim(NOW, 60)
    if posting is not None:
        print("posted", posting.id, flush=True)  # noqa: T201  the driver reads it
        await store.settle_sent(posting.id, receipt(channel=CHANNEL, story=posting.message.story))


async def main(what: str, url: str, first: int) -> None:
    act = {"keep": keeps, "advance": advances, "claim": posts}[what]
    async with await Store.open(url) as store:
        number = first
        while True:
            await act(store, number)
            print("done", number, flush=True)  # noqa: T201  the driver reads it
            number += 1


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], sys.argv[2], int(sys.argv[3])))
