"""How often and how much at a time: two at one host, a second or more between their starts, 64 in all (C11, C12)."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from sources.fetcher.limits import Limits

# More hosts than this are not remembered while nobody asks them.
_KNOWN_HOSTS = 1000
# Who turns pages or follows a redirect asks the same host again within so many seconds of its answer.
_AT_ONCE = 0.25


@dataclass(slots=True)
class _Host:
    places: asyncio.Semaphore
    turnstile: asyncio.Lock = field(default_factory=asyncio.Lock)
    users: int = 0
    asking: int = 0
    next_start: float = 0.0
    left: float = float("-inf")
    asked_on: bool = False


class Politeness:
    """Makes everybody wait their turn: first come, first served at each host, and no host waits for another."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._all = asyncio.Semaphore(limits.in_flight)
        self._hosts: dict[str, _Host] = {}

    @asynccontextmanager
    async def turn(self, name: str, *, spaced: bool) -> AsyncIterator[bool]:
        """Wait until the host may be asked, and hold its place meanwhile; `spaced` keeps starts apart.

        Gives whether the connection is worth keeping: others wait for this host, or who asks it turns pages.
        """
        host = self._enter(name)
        try:
            async with host.places:
                await self._start(host, self._spacing(name) if spaced else 0.0)
                host.asking += 1
                try:
                    yield host.users > host.asking or host.asked_on
                finally:
                    host.asking -= 1
                    self._all.release()
        finally:
            host.users -= 1
            host.left = asyncio.get_running_loop().time()

    def _spacing(self, name: str) -> float:
        return max(self._limits.spacing, self._limits.slower.get(name.rstrip("."), 0.0))

    async def _start(self, host: _Host, spacing: float) -> None:
        # The turnstile is held until the start, so that a wait for one of the 64 cannot bring two starts together;
        # a place among the 64 is taken last, so that nobody sleeps on it.
        async with host.turnstile:
            clock = asyncio.get_running_loop().time
            if (wait := host.next_start - clock()) > 0:
                await asyncio.sleep(wait)
            await self._all.acquire()
            host.next_start = clock() + spacing

    def _enter(self, name: str) -> _Host:
        host = self._hosts.get(name)
        if host is None:
            if len(self._hosts) >= _KNOWN_HOSTS:
                self._forget_idle()
            host = self._hosts[name] = _Host(asyncio.Semaphore(self._limits.per_host))
        elif asyncio.get_running_loop().time() - host.left < _AT_ONCE:
            host.asked_on = True
        host.users += 1
        return host

    def _forget_idle(self) -> None:
        now = asyncio.get_running_loop().time()
        self._hosts = {name: host for name, host in self._hosts.items() if host.users or host.next_start > now}
