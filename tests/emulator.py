"""A Slack that is not ours: the npm package `emulate`, run as a process for as long as a test needs it.

It checks no limits and sends no slash-commands: tests/signed.py sends those.
"""

from __future__ import annotations

import asyncio
import os
import shutil
import signal
import socket
import subprocess
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

import aiohttp
import pytest

PACKAGE = "emulate@0.9.0"
TOKEN = "test_token_admin"  # noqa: S105  (the emulator's own)
READY_WITHIN = 120.0


@dataclass(frozen=True)
class Emulator:
    """Where it is. `token` may do everything there."""

    base: str
    token: str = TOKEN

    @property
    def api_url(self) -> str:
        """Give the root of its Web API."""
        return f"{self.base}/api/"

    def response_url(self) -> str:
        """Give an address that the bot takes for Slack's; the emulator answers 404 there."""
        return f"{self.base}/commands/T0TEAM/1/x"

    async def call(self, method: str, **fields: str | int | bool) -> dict[str, Any]:
        """Call a method of its Web API; an answer that is not ok fails the test."""
        headers = {"Authorization": f"Bearer {self.token}"}
        session = aiohttp.ClientSession(headers=headers)
        async with session, session.post(f"{self.api_url}{method}", json=fields) as response:
            answer: dict[str, Any] = await response.json()
        assert answer.get("ok"), f"{method}: {answer}"
        return answer

    async def channel(self, name: str) -> str:
        """Open a public channel; return its id."""
        return str((await self.call("conversations.create", name=name))["channel"]["id"])

    async def history(self, channel: str) -> list[dict[str, Any]]:
        """Read a channel back, oldest message first."""
        answer = await self.call("conversations.history", channel=channel, limit=200, include_all_metadata=True)
        return sorted(answer["messages"], key=lambda message: float(message["ts"]))

    async def replies(self, channel: str, ts: str) -> list[dict[str, Any]]:
        """Read a thread back, its parent first."""
        answer = await self.call("conversations.replies", channel=channel, ts=ts)
        return sorted(answer["messages"], key=lambda message: float(message["ts"]))


def free_port() -> int:
    """Find a port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@asynccontextmanager
async def emulator(port: int | None = None) -> AsyncIterator[Emulator]:
    """Run the emulator while the block runs; skips the test with "needs Node" where there is no npx."""
    npx = shutil.which("npx")
    if npx is None:
        pytest.skip("needs Node")
    port = port or free_port()
    process = subprocess.Popen(  # noqa: ASYNC220  (it starts at once; what takes time is awaited below)
        [npx, "--yes", PACKAGE, "--service", "slack", "--port", str(port)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        await _ready(f"http://127.0.0.1:{port}", process)
        yield Emulator(f"http://127.0.0.1:{port}")
    finally:
        # npx starts node as a child of its own: the whole group has to end.
        os.killpg(process.pid, signal.SIGTERM)
        await asyncio.to_thread(process.wait, 10)


async def _ready(base: str, process: subprocess.Popen[bytes]) -> None:
    async with asyncio.timeout(READY_WITHIN), aiohttp.ClientSession() as session:
        while process.poll() is None:
            try:
                async with session.post(f"{base}/api/auth.test", headers={"Authorization": f"Bearer {TOKEN}"}):
                    return
            except aiohttp.ClientConnectionError:
                await asyncio.sleep(0.1)
    raise RuntimeError(f"`npx {PACKAGE}` ended by itself: run it by hand to see why")
