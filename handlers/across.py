"""From the loop that hears to the loop in which everything else happens.

Slack waits three seconds for an acknowledgement. In HTTP mode a thread with a loop of its own gives it, so that neither
a digest nor a thousand news at once hold it up (`listening_apart` in handlers/inbound.py). What it heard is handed over
here. Where both are one loop, as in Socket Mode, nothing is crossed.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any, ParamSpec, TypeVar

Arguments = ParamSpec("Arguments")
Result = TypeVar("Result")


class Across:
    """Belongs to the loop that runs when it is made; the store, the books and the tokens are used in that one only."""

    def __init__(self) -> None:
        self._loop = asyncio.get_running_loop()

    def begin(self, work: Callable[Arguments, object], *arguments: Arguments.args, **named: Arguments.kwargs) -> None:
        """Call `work` there, soon, without waiting for it."""
        if asyncio.get_running_loop() is self._loop:
            work(*arguments, **named)
        else:
            self._loop.call_soon_threadsafe(lambda: work(*arguments, **named))

    async def ask(self, work: Coroutine[Any, Any, Result]) -> Result:
        """Run `work` there, and wait for what it returns or raises."""
        if asyncio.get_running_loop() is self._loop:
            return await work
        return await asyncio.wrap_future(asyncio.run_coroutine_threadsafe(work, self._loop))
