"""A Slack on loopback: keeps every delivery, holds messages to the published limits, and fails on demand.

`fail` puts faults in a queue; each call of a posting method takes one. Faults are
    429, 500, 503         that status (429 with `retry_after`)
    "drop"                the message is stored, the connection breaks
    "reset"               the connection breaks, nothing is stored
    "html"                status 200 with a page of HTML
    "empty"               status 429 without a body
    "slow"                stored and answered after `slowness` seconds
    any other word        ok: false with that error
    None                  all is well
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import time
from collections import deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from typing import Any

from aiohttp import WSMsgType, web

from digests.limits import faults, view_faults
from handlers.inbound import listening
from model.message import Drawn
from tests.slack_files import Drawer
from tests.waiting import WITHIN, until

Fault = int | str | None


@dataclass
class FakeSlack(Drawer):
    """What it heard: `calls` (method, body, when), `posts`, `edits`, `deleted`, `replies` by response_url, `opens`.

    A reply is taken when `replies_held` is set, with the next of `reply_status`.
    `whispers` are ephemeral messages. `views` are (method, body) of the modals and Homes that it showed; a modal is
    opened with a trigger of `trigger()`, once, within `patience` seconds, and changed with one of `hashes`, if any.
    `granted` are the token's scopes, where it tells them. `members` are what it says of people by id; None when the
    app may not ask.
    `others` are tokens of other workspaces, by token; `codes` what the code of a sign-in is exchanged for,
    `refreshable` the workspaces of refresh tokens. Both are taken once, and `exchanges` keeps the refresh tokens.
    """

    app_token: str = "xapp-test"  # noqa: S105  (a made-up one)
    granted: str = ""
    retry_after: str = "1"
    slowness: float = 0.5
    greets: bool = True
    calls: list[tuple[str, dict[str, Any], float]] = field(default_factory=list)
    posts: list[dict[str, Any]] = field(default_factory=list)
    edits: list[dict[str, Any]] = field(default_factory=list)
    deleted: list[dict[str, Any]] = field(default_factory=list)
    unfurls: list[dict[str, Any]] = field(default_factory=list)
    replies: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    reply_status: deque[int] = field(default_factory=deque)
    replies_held: asyncio.Event | None = None
    whispers: list[dict[str, Any]] = field(default_factory=list)
    views: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    patience: float = 3.0
    members: dict[str, dict[str, Any]] | None = None
    members_held: asyncio.Event | None = None
    opens: list[float] = field(default_factory=list)
    envelopes: dict[str, asyncio.Future[dict[str, Any]]] = field(default_factory=dict)
    _faults: deque[Fault] = field(default_factory=deque)
    sick: dict[str, Fault] = field(default_factory=dict)
    _lines: list[web.WebSocketResponse] = field(default_factory=list)
    _silent: list[web.WebSocketResponse] = field(default_factory=list)
    _granted: int = 0
    _stood: int = 0
    dropped: int = 0
    others: dict[str, str] = field(default_factory=dict)
    codes: dict[str, dict[str, Any]] = field(default_factory=dict)
    refreshable: dict[str, str] = field(default_factory=dict)
    exchanges: list[str] = field(default_factory=list)
    exchange_faults: deque[Fault] = field(default_factory=deque)
    _number: int = 0
    hashes: set[str] = field(default_factory=set)
    _opened: set[str] = field(default_factory=set)
    _triggers: dict[str, float] = field(default_factory=dict)

    @property
    def api_url(self) -> str:
        """Where the Web API is."""
        return f"{self.base}/api/"

    def response_url(self, name: str = "1") -> str:
        """Give an address like those of hooks.slack.com."""
        return f"{self.base}/commands/T0TEAM/{name}/secret"

    def fail(self, *faults: Fault) -> None:
        """Let the next posting calls fail so, in this order."""
        self._faults.extend(faults)

    def texts(self, channel: str | None = None) -> list[str]:
        """List the texts of what was posted."""
        return [post["text"] for post in self.posts if channel in (None, post["channel"])]

    async def replied(self, name: str = "1", within: float = WITHIN) -> dict[str, Any]:
        """Wait for the first answer at a response_url."""
        await until(lambda: bool(self.replies.get(name)), within)
        return self.replies[name][0]

    async def posted(self, posts: int, within: float = WITHIN) -> None:
        """Wait until so many messages were posted."""
        await until(lambda: len(self.posts) >= posts, within)

    def trigger(self) -> str:
        """Give what Slack sends with a press: it opens one modal, soon."""
        name = f"{len(self._triggers) + 1}.2.abc"
        self._triggers[name] = time.monotonic()
        return name

    async def shown(self, views: int = 1, within: float = 3.0) -> dict[str, Any]:
        """Wait until so many views were opened or changed; return the last of them."""
        await until(lambda: len(self.views) >= views, within)
        return dict(self.views[-1][1]["view"])

    async def whispered(self, whispers: int = 1, within: float = 3.0) -> dict[str, Any]:
        """Wait until so many ephemeral messages were posted; return the last of them."""
        await until(lambda: len(self.whispers) >= whispers, within)
        return self.whispers[-1]

    # -- the Web API

    async def api(self, request: web.Request) -> web.StreamResponse:
        method = request.match_info["method"]
        if method == "oauth.v2.access":
            return await self._exchange(request)
        body = await _said(request)
        self.calls.append((method, body, time.monotonic()))
        if method == "apps.connections.open":
            return self._open(request)
        team = {self.token: "T0TEAM", **self.others}.get(
            request.headers.get("Authorization", "").removeprefix("Bearer ")
        )
        if team is None:
            return web.json_response({"ok": False, "error": "invalid_auth"})
        if method == "auth.test":
            said = {"ok": True, "team_id": team, "user_id": "UBOT", "bot_id": "B0BOT"}
            return web.json_response(said, headers={"x-oauth-scopes": self.granted} if self.granted else None)
        if team != "T0TEAM":
            body["by"] = team
        if method == "users.info":
            if self.members_held is not None:
                await self.members_held.wait()
            return web.json_response(self._member(body))
        if method.startswith("views."):
            return web.json_response(self._view(method, body))
        if method == "chat.postEphemeral" and not self._wrong(method, body):
            if body["channel"] in self.sick:
                return web.json_response({"ok": False, "error": self.sick[body["channel"]]})
            self.whispers.append(body)
            return web.json_response({"ok": True, "message_ts": "1727300000.900000"})
        if method == "chat.delete":
            return web.json_response(self._delete(body))
        if method == "chat.unfurl":
            self.unfurls.append(body)
            return web.json_response({"ok": True})
        if method.startswith("files."):
            return web.json_response(self.file(method, body))
        if method not in ("chat.postMessage", "chat.update"):
            return web.json_response({"ok": False, "error": "unknown_method"})
        fault = self._faults.popleft() if self._faults else self.sick.get(body.get("channel", ""))
        return await self._post(request, method, body, fault)

    def _member(self, body: dict[str, Any]) -> dict[str, Any]:
        if self.members is None:
            return {"ok": False, "error": "missing_scope", "needed": "users:read"}
        found = self.members.get(body["user"])
        return {"ok": False, "error": "user_not_found"} if found is None else {"ok": True, "user": found}

    async def _exchange(self, request: web.Request) -> web.StreamResponse:
        form = await request.post()
        assert request.headers.get("Authorization", "").startswith("Basic ")
        if "code" in form:
            return web.json_response(self.codes.pop(str(form["code"]), {"ok": False, "error": "invalid_code"}))
        refresh = str(form["refresh_token"])
        self.exchanges.append(refresh)
        fault = self.exchange_faults.popleft() if self.exchange_faults else None
        if fault == "reset":
            return self._hang_up(request)
        if isinstance(fault, str) and fault not in ("drop", "slow"):
            return web.json_response({"ok": False, "error": fault})
        team = self.refreshable.pop(refresh, None)
        if team is None:
            return web.json_response({"ok": False, "error": "invalid_refresh_token"})
        number = len(self.exchanges)
        token, renewed = f"xoxe.xoxb-{team}-{number}", f"xoxe-1-{team}-{number}"
        self.others[token], self.refreshable[renewed] = team, team
        if fault == "drop":
            return self._hang_up(request)
        if fault == "slow":
            await asyncio.sleep(self.slowness)
        said = {"access_token": token, "refresh_token": renewed, "expires_in": 43_200, "token_type": "bot"}
        return web.json_response({"ok": True, **said})

    def _view(self, method: str, body: dict[str, Any]) -> dict[str, Any]:
        if view_faults(body.get("view", {})):
            return {"ok": False, "error": "invalid_arguments"}
        if method in ("views.open", "views.push"):
            pressed = self._triggers.pop(body.get("trigger_id", ""), None)
            if pressed is None or time.monotonic() - pressed > self.patience:
                return {"ok": False, "error": "expired_trigger_id"}
        elif method == "views.update" and body.get("view_id") not in self._opened:
            return {"ok": False, "error": "not_found"}
        elif self.hashes and body.get("hash", next(iter(self.hashes))) not in self.hashes:
            return {"ok": False, "error": "hash_conflict"}
        self.views.append((method, body))
        id = body.get("view_id") or f"V{len(self._opened) + 1}"
        self._opened.add(id)
        return {"ok": True, "view": {**body["view"], "id": id}}

    async def _post(self, request: web.Request, method: str, body: dict[str, Any], fault: Fault) -> web.StreamResponse:
        if fault == "reset":
            return self._hang_up(request)
        if fault == "html":
            return web.Response(text="<html>maintenance</html>", content_type="text/html")
        if fault == "empty":
            return web.Response(
                status=429, headers={"Retry-After": self.retry_after, "Content-Type": "application/json"}
            )
        if isinstance(fault, int):
            if fault != 429:
                return web.Response(status=fault, text="upstream error")
            return self._limited(429)
        if fault == "ratelimited":
            return self._limited(200)
        if fault is not None and fault not in ("drop", "slow"):
            return web.json_response({"ok": False, "error": fault})
        wrong = self._wrong(method, body)
        if wrong:
            return web.json_response({"ok": False, "error": wrong})
        if fault == "slow":
            await asyncio.sleep(self.slowness)
        ts = self._store(method, body)
        if fault == "drop":
            self.dropped += 1
            return self._hang_up(request)
        place = conversation(body["channel"])
        return web.json_response({"ok": True, "channel": place, "ts": ts, "message": {"text": body["text"]}})

    def _delete(self, body: dict[str, Any]) -> dict[str, Any]:
        place, ts = body["channel"], body["ts"]
        found = [post for post in self.posts if (conversation(post["channel"]), post["ts"]) == (place, ts)]
        if not found or body in self.deleted:
            return {"ok": False, "error": "message_not_found"}
        self.deleted.append(body)
        return {"ok": True, "channel": place, "ts": ts}

    def _wrong(self, method: str, body: dict[str, Any]) -> str | None:
        here = {(conversation(post["channel"]), post["ts"]) for post in self.posts}
        if method == "chat.update" and (body.get("channel"), body.get("ts")) not in here:
            return "message_not_found"
        if len(json.dumps(body.get("blocks", []))) > 13_200:
            return "msg_blocks_too_long"
        if faults(Drawn(body.get("text", ""), tuple(body.get("blocks", ())))):
            return "invalid_blocks"
        return "invalid_blocks" if self.shows_unknown(body) else None

    def _store(self, method: str, body: dict[str, Any]) -> str:
        if method == "chat.update":
            self.edits.append(body)
            return str(body["ts"])
        self._number += 1
        ts = f"1727300000.{self._number:06d}"
        self.posts.append({**body, "ts": ts, "at": time.monotonic()})
        return ts

    def _limited(self, status: int) -> web.Response:
        body = {"ok": False, "error": "ratelimited"}
        return web.json_response(body, status=status, headers={"Retry-After": self.retry_after})

    def _hang_up(self, request: web.Request) -> web.Response:
        if request.transport is not None:
            request.transport.abort()
        return web.Response()

    # -- answers to commands

    async def hook(self, request: web.Request) -> web.Response:
        name = request.match_info["name"]
        if self.replies_held is not None:
            await self.replies_held.wait()
        status = self.reply_status.popleft() if self.reply_status else 200
        given = self.replies.setdefault(name, [])
        if status == 200 and len(given) >= 5:
            return web.Response(status=404, text="used_url")
        if status == 200:
            given.append(await request.json())
        return web.Response(status=status, headers={"Location": f"{self.base}/stolen"} if status in (301, 302) else {})

    # -- Socket Mode

    def _open(self, request: web.Request) -> web.Response:
        self.opens.append(time.monotonic())
        if self._faults:
            fault = self._faults.popleft()
            return web.json_response(
                {"ok": False, "error": str(fault)}, status=fault if isinstance(fault, int) else 200
            )
        if request.headers.get("Authorization") != f"Bearer {self.app_token}":
            return web.json_response({"ok": False, "error": "invalid_auth"})
        self._granted += 1
        return web.json_response({"ok": True, "url": f"{self.base.replace('http', 'ws', 1)}/link?ticket=secret-ticket"})

    async def line(self, request: web.Request) -> web.WebSocketResponse:
        socket = web.WebSocketResponse(autoping=False)
        await socket.prepare(request)
        self._lines.append(socket)
        self._stood += 1
        number = self._stood
        if self.greets:
            await socket.send_json({"type": "hello", "num_connections": len(self._lines)})
        async for message in socket:
            if message.type is WSMsgType.PING and self.greets and socket not in self._silent:
                await socket.pong(message.data)
            if message.type is WSMsgType.TEXT:
                answer = json.loads(message.data)
                waiting = self.envelopes.get(answer["envelope_id"])
                if waiting is not None and not waiting.done():
                    waiting.set_result({**answer, "line": number})
        self._lines.remove(socket)
        return socket

    @property
    def lines(self) -> int:
        """Count the lines that are open."""
        return len(self._lines)

    async def connected(self, opens: int = 1, lines: int = 1) -> None:
        """Wait until so many lines were asked for, all that were granted stood, and at least `lines` are open."""
        await until(lambda: len(self.opens) >= opens and self._stood == self._granted and self.lines >= lines)

    async def push(
        self, payload: dict[str, Any], envelope: str = "e1", type: str = "slash_commands", *, oldest: bool = False
    ) -> dict[str, Any]:
        """Send a command or a press down the newest or oldest line; return the acknowledgement and its line."""
        self.envelopes[envelope] = asyncio.get_running_loop().create_future()
        frame = {"type": type, "envelope_id": envelope, "payload": payload}
        await self._lines[0 if oldest else -1].send_json({**frame, "accepts_response_payload": True})
        async with asyncio.timeout(WITHIN):
            return await self.envelopes[envelope]

    async def ask_to_leave(self) -> None:
        """Send the frame with which Slack renews a line."""
        for socket in list(self._lines):
            with contextlib.suppress(ConnectionError):
                await socket.send_json({"type": "disconnect", "reason": "refresh_requested"})

    def fall_silent(self) -> None:
        """Let every line stay open and bring nothing more, not even an answer to a ping."""
        self._silent.extend(self._lines)

    async def drop_lines(self) -> None:
        """Break every line."""
        for socket in list(self._lines):
            with contextlib.suppress(Exception):
                await socket.close()


def conversation(channel: str) -> str:
    """Tell where Slack puts what is posted to a channel; what is posted to a person stands in a conversation."""
    return f"D{channel[1:]}" if channel[:1] in {"U", "W"} else channel


async def _said(request: web.Request) -> dict[str, Any]:
    """Read what a call says, in whichever of Slack's three ways."""
    if request.content_type == "application/json":
        body: dict[str, Any] = await request.json()
        return body
    return {**request.query, **(await request.post())} if request.can_read_body else dict(request.query)


@asynccontextmanager
async def fake_slack(**settings: object) -> AsyncIterator[FakeSlack]:
    """Run a Slack while the block runs; `settings` are its first fields."""
    slack = replace(FakeSlack(), **settings)  # type: ignore[arg-type]  # names of fields
    application = web.Application()
    application.router.add_post("/upload/{file}", slack.upload)
    application.router.add_get("/files-pri/{file}/download/{name}", slack.give)
    application.router.add_route("*", "/api/{method}", slack.api)
    application.router.add_post("/commands/T0TEAM/{name}/secret", slack.hook)
    application.router.add_get("/link", slack.line)
    async with listening(application, "127.0.0.1", 0) as port:
        slack.base = f"http://127.0.0.1:{port}"
        yield slack
        await slack.drop_lines()
