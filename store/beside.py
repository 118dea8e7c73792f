"""One lane beside the loop, for what is reckoned in some milliseconds between two questions to the database.

A thread for each would make nothing faster, since only one of them runs at a time, and whoever acknowledges would wait
for its turn behind all of them. What takes longer goes to `asyncio.to_thread`, or it would hold up all that is here.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from typing import ParamSpec, TypeVar

Arguments = ParamSpec("Arguments")
Result = TypeVar("Result")

_LANE = ThreadPoolExecutor(1, thread_name_prefix="beside")


async def beside(work: Callable[Arguments, Result], *arguments: Arguments.args, **named: Arguments.kwargs) -> Result:
    """Call a pure function there, in the language that is spoken here, and wait for what it returns or raises."""
    context = copy_context()
    return await asyncio.get_running_loop().run_in_executor(_LANE, lambda: context.run(work, *arguments, **named))
