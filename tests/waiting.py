"""Waiting for what happens elsewhere: a server, a task, a process."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

# Seconds that nobody waits unless something is broken: a machine may be slow, and busy with other things besides.
WITHIN = 60.0


async def until(condition: Callable[[], bool], within: float = WITHIN) -> None:
    """Wait until `condition` holds; TimeoutError when it does not within so many seconds."""
    async with asyncio.timeout(within):
        while not condition():  # noqa: ASYNC110  (what is waited for happens in another server)
            await asyncio.sleep(0.005)


async def until_so(known: Callable[[], Awaitable[bool]], within: float = WITHIN, every: float = 0.005) -> None:
    """Wait until what has to be asked for is so; raises TimeoutError after `within` seconds."""
    async with asyncio.timeout(within):
        while not await known():  # noqa: ASYNC110  what is asked is a database, which has no event for it
            await asyncio.sleep(every)
