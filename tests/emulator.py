"""A Slack that is not ours: the npm package `emulate`, run as a process for as long as a test needs it.

It checks no limits, sends no slash-commands and takes no answers to them: the door in front of it checks and takes,
tests/signed.py sends.
"""

from __future__ import annotations

import asyncio
import json
import os
import shutil
import signal
import socket
import subprocess
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import aiohttp
import pytest
from aiohttp import web

from digests.limits import faults, view_faults
from handlers.inbound import listening
from model.message import Drawn
from tests.signed import TEAM
from tests.waiting import WITHIN, until

PACKAGE = "emulate@0.9.0"
TOKEN = "test_token_admin"  # noqa: S105  (the emulator's own)
READY_WITHIN = 120.0
ITS_TEAM = b"T000000001"  # the door calls it as what we send calls it


@dataclass
class Emulator:
    """A door in front of the emulator, at `base`: the Web API goes through, what the emulator lacks is done here.

    `answers` holds what came to each response_url; `faults` what Slack would have refused of what went through;
    `views` and `whispers` the modals and the ephemeral messages that the emulator took.
    """

    behind: str
    base: str = ""
    token: str = TOKEN
    answers: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)
    views: list[dict[str, Any]] = field(default_factory=list)
    whispers: list[dict[str, Any]] = field(default_factory=list)

    @property
    def api_url(self) -> str:
        """Give the root of its Web API."""
        return f"{self.base}/api/"

    def response_url(self, name: str = "1") -> str:
        """Give an address at which the bot may answer a command."""
        return f"{self.base}/commands/T0TEAM/{name}/secret"

    async def answered(self, name: str = "1", within: float = WITHIN) -> dict[str, Any]:
        """Wait for the first answer at a response_url."""
        await until(lambda: bool(self.answers.get(name)), within)
        return self.answers[name][0]

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

    async def members(self) -> list[str]:
        """List the ids of the workspace's people."""
        answer = await self.call("users.list")
        return [str(one["id"]) for one in answer["members"] if not one.get("is_bot")]

    async def trigger(self, user: str, view: str = "") -> str:
        """Give what comes with somebody's press, in a message or in a modal: it opens one modal, soon."""
        about = {"view_id": view} if view else {}
        return str((await self.call("views.generateTriggerId", user_id=user, **about))["trigger_id"])

    async def opened(self, within: float = 10.0) -> dict[str, Any]:
        """Wait for the next modal; return it as the emulator holds it, with its id."""
        await until(lambda: bool(self.views), within)
        return self.views.pop(0)

    async def whispered(self, within: float = 10.0) -> dict[str, Any]:
        """Wait for the next ephemeral message."""
        await until(lambda: bool(self.whispers), within)
        return self.whispers.pop(0)

    async def history(self, channel: str) -> list[dict[str, Any]]:
        """Read a channel back, oldest message first."""
        answer = await self.call("conversations.history", channel=channel, limit=200, include_all_metadata=True)
        return sorted(answer["messages"], key=lambda message: float(message["ts"]))

    async def thread(self, channel: str, ts: str) -> list[dict[str, Any]]:
        """Read a thread back, its parent first."""
        answer = await self.call("conversations.replies", channel=channel, ts=ts)
        return sorted(answer["messages"], key=lambda message: float(message["ts"]))

    async def pass_on(self, request: web.Request) -> web.Response:
        """Hand a call of the Web API through, checking what is posted."""
        body = await request.read()
        method, said = request.match_info["method"], json.loads(body) if body.startswith(b"{") else {}
        if method.startswith("chat.") and said:
            self.faults += faults(Drawn(said.get("text", ""), tuple(said.get("blocks", ()))))
        if "view" in said:
            self.faults += view_faults(said["view"])
        kept = {name: request.headers[name] for name in ("Authorization", "Content-Type") if name in request.headers}
        session = aiohttp.ClientSession()
        call = session.request(request.method, f"{self.behind}{request.path_qs}", data=body, headers=kept)
        async with session, call as response:
            given = (await response.read()).replace(ITS_TEAM, TEAM["id"].encode())
            self._keep(method, said, json.loads(given) if response.content_type == "application/json" else {})
            return web.Response(status=response.status, body=given, content_type=response.content_type or "text/plain")

    def _keep(self, method: str, said: dict[str, Any], given: dict[str, Any]) -> None:
        """Keep what the emulator took; what it refused is a fault."""
        if method.startswith("views.") and "view" in said:
            if given.get("ok"):
                self.views.append(given["view"])
            else:
                self.faults.append(f"{method}: {given}")
        if method == "chat.postEphemeral":
            self.whispers.append(said)

    async def take_answer(self, request: web.Request) -> web.Response:
        """Take what comes to a response_url: five times, as Slack does."""
        given = self.answers.setdefault(request.match_info["name"], [])
        if len(given) >= 5:
            return web.Response(status=404, text="used_url")
        answer = await request.json()
        self.faults += faults(Drawn(answer.get("text", ""), tuple(answer.get("blocks", ()))))
        given.append(answer)
        return web.Response(text="ok")


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
        slack = Emulator(f"http://127.0.0.1:{port}")
        await _ready(slack.behind, process)
        door = web.Application()
        door.router.add_route("*", "/api/{method}", slack.pass_on)
        door.router.add_post("/commands/T0TEAM/{name}/secret", slack.take_answer)
        async with listening(door, "127.0.0.1", 0) as opened:
            slack.base = f"http://127.0.0.1:{opened}"
            yield slack
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
