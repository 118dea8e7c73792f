"""A Slack that is not ours: the npm package `emulate`, run as a process for as long as a test needs it.

It checks no limits, sends no slash-commands and takes no answers to them: the door in front of it checks and takes,
tests/signed.py sends. The door is the fault proxy as well: `fail` puts faults in a queue for one method of the Web API,
and each call of it takes one, before anything else is done with the call. Faults are
    429        that status with `retry_after`; the emulator hears nothing of it
    500        that status, likewise
    "drop"     the emulator takes the call, and the connection breaks before its answer
    "slow"     the emulator takes the call, and its answer comes after `slowness` seconds
    None       all is well
`calls` tells how often each method was called, faults included.
"""

from __future__ import annotations

import asyncio
import json
import os
import shutil
import signal
import socket
import subprocess
from collections import Counter, defaultdict, deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from tempfile import NamedTemporaryFile
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
Fault = int | str | None


@dataclass
class Emulator:
    """A door in front of the emulator, at `base`: the Web API goes through, what the emulator lacks is done here.

    `answers` holds what came to each response_url; `faults` what Slack would have refused of what went through;
    `views` and `whispers` the modals and the ephemeral messages that the emulator took; `unfurls` what was shown under
    messages, which the emulator knows nothing of.
    """

    behind: str
    base: str = ""
    token: str = TOKEN
    answers: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)
    views: list[dict[str, Any]] = field(default_factory=list)
    whispers: list[dict[str, Any]] = field(default_factory=list)
    unfurls: list[dict[str, Any]] = field(default_factory=list)
    calls: Counter[str] = field(default_factory=Counter)
    retry_after: str = "1"
    slowness: float = 1.0
    _people: list[str] = field(default_factory=list)
    _broken: defaultdict[str, deque[Fault]] = field(default_factory=lambda: defaultdict(deque))

    @property
    def api_url(self) -> str:
        """Give the root of its Web API."""
        return f"{self.base}/api/"

    def response_url(self, name: str = "1") -> str:
        """Give an address at which the bot may answer a command."""
        return f"{self.base}/commands/T0TEAM/{name}/secret"

    def fail(self, method: str, *faults: Fault) -> None:
        """Let the next calls of a method go so, in this order."""
        self._broken[method].extend(faults)

    def healed(self) -> bool:
        """Tell whether every fault was met."""
        return not any(self._broken.values())

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
        """Open a public channel with everybody in it; return its id."""
        id = str((await self.call("conversations.create", name=name))["channel"]["id"])
        _, *others = await self.members()
        await self.call("conversations.invite", channel=id, users=",".join(others))
        return id

    async def members(self) -> list[str]:
        """List the ids of the workspace's people: the bot's admin, then one who is none."""
        if not self._people:  # they stay the same, and the emulator bears some thousands of calls
            answer = await self.call("users.list")
            self._people = [str(one["id"]) for one in answer["members"] if not one.get("is_bot")]
        return list(self._people)

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

    async def hand_in(self, name: str, content: bytes) -> str:
        """Let somebody upload a file, as a modal's field for files does; return its id."""
        place = await self.call("files.getUploadURLExternal", filename=name, length=len(content))
        async with aiohttp.ClientSession() as session, session.post(place["upload_url"], data=content) as taken:
            assert taken.status == 200
        await self.call("files.completeUploadExternal", files=json.dumps([{"id": place["file_id"], "title": name}]))
        return str(place["file_id"])

    async def direct(self, user: str) -> list[dict[str, Any]]:
        """Read back what the bot wrote to one person, oldest first."""
        there = await self.call("conversations.open", users=user)
        return await self.history(str(there["channel"]["id"]))

    async def pass_on(self, request: web.Request) -> web.Response:
        """Hand a call of the Web API through, checking what is posted, or break it as the test wants."""
        body = await request.read()
        method, said = request.match_info["method"], json.loads(body) if body.startswith(b"{") else {}
        self.calls[method] += 1
        fault = self._broken[method].popleft() if self._broken[method] else None
        if isinstance(fault, int):
            limited = {"Retry-After": self.retry_after} if fault == 429 else {}
            error = {"ok": False, "error": "ratelimited" if fault == 429 else "internal_error"}
            return web.json_response(error, status=fault, headers=limited)
        if method == "chat.unfurl":
            self.unfurls.append(said)
            return web.json_response({"ok": True})
        if method.startswith("chat.") and said:
            self.faults += faults(Drawn(said.get("text", ""), tuple(said.get("blocks", ()))))
        if "view" in said:
            self.faults += view_faults(said["view"])
        answer = await self.ask(request, body)
        if fault == "slow":
            await asyncio.sleep(self.slowness)
        given = answer.body if isinstance(answer.body, bytes) else b""
        self._keep(method, said, json.loads(given) if answer.content_type == "application/json" else {})
        if fault == "drop" and request.transport is not None:
            request.transport.abort()
        return answer

    async def ask(self, request: web.Request, body: bytes | None = None) -> web.Response:
        """Ask the emulator; it seems to stand where the door does, and its workspace is ours."""
        kept = {name: request.headers[name] for name in ("Authorization", "Content-Type") if name in request.headers}
        sent = await request.read() if body is None else body
        if (
            not sent and request.method == "POST"
        ):  # Slack reads what stands in the address as well, the emulator does not
            sent, kept["Content-Type"] = request.query_string.encode(), "application/x-www-form-urlencoded"
        session = aiohttp.ClientSession()
        call = session.request(request.method, f"{self.behind}{request.path_qs}", data=sent, headers=kept)
        async with session, call as response:
            given = (await response.read()).replace(ITS_TEAM, TEAM["id"].encode())
            given = given.replace(self.behind.encode(), self.base.encode())
            kind = response.content_type or "text/plain"
            return web.Response(status=response.status, body=given, content_type=kind)

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
    behind = f"http://127.0.0.1:{port}"
    with NamedTemporaryFile("w", suffix=".json") as seed:
        json.dump({"slack": {"users": [{"name": "ben", "real_name": "Ben"}]}}, seed)
        seed.flush()
        command = [npx, "--yes", PACKAGE, "--service", "slack", "--port", str(port), "--base-url", behind]
        async with _running([*command, "--seed", seed.name]) as process:
            slack = Emulator(behind)
            await _ready(behind, process)
            async with listening(_door(slack), "127.0.0.1", 0) as opened:
                slack.base = f"http://127.0.0.1:{opened}"
                yield slack


@asynccontextmanager
async def github() -> AsyncIterator[str]:
    """Run the emulator's GitHub while the block runs; its address. Skips the test where there is no npx."""
    npx = shutil.which("npx")
    if npx is None:
        pytest.skip("needs Node")
    port = free_port()
    base = f"http://127.0.0.1:{port}"
    async with _running([npx, "--yes", PACKAGE, "--service", "github", "--port", str(port)]) as process:
        await _ready(base, process)
        yield base


def _door(slack: Emulator) -> web.Application:
    door = web.Application()
    door.router.add_route("*", "/api/{method}", slack.pass_on)
    door.router.add_post("/upload/{path:.*}", slack.ask)
    door.router.add_get("/files-pri/{path:.*}", slack.ask)
    door.router.add_post("/commands/T0TEAM/{name}/secret", slack.take_answer)
    return door


@asynccontextmanager
async def _running(command: list[str]) -> AsyncIterator[subprocess.Popen[bytes]]:
    process = subprocess.Popen(  # noqa: ASYNC220  (it starts at once; what takes time is awaited)
        command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
    )
    try:
        yield process
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
