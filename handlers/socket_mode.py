"""Socket Mode: a line to Slack that needs no public address, and a watch that it is alive.

The SDK's client reconnects by itself, and sometimes only believes it has. Here it serves one connection; when that one
ends, falls silent or grows old, another is opened first and the old one closed then, so that nothing falls between:
not before what came down it is acknowledged, nor before what Slack had sent already has come. What came down a line
that broke is acknowledged down its successor, as the SDK does it.
"""

from __future__ import annotations

import asyncio
import logging
from contextlib import suppress
from datetime import timedelta
from typing import Any

from aiohttp import WSMessage
from slack_bolt.adapter.socket_mode.async_internals import run_async_bolt_app, send_async_response
from slack_bolt.app.async_app import AsyncApp
from slack_sdk.socket_mode.async_client import AsyncBaseSocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest

from handlers.answers import ADVICE, Action
from handlers.clock import Clock
from handlers.connection import ACKNOWLEDGE_WITHIN, Connection, close
from handlers.health import Health
from handlers.lifeline import Evidence, Openings, Patience, Verdict
from handlers.seen import Seen
from handlers.trouble import read_trouble
from model.errors import SignalsError

log = logging.getLogger(__name__)

CONNECT_WITHIN = 15.0


class LineLost(SignalsError):
    """Slack was not heard for ten minutes. The process ends, for its supervisor to start it anew."""


class SocketLine:
    """Keeps one connection alive for `app`; `app_token` begins with xapp-."""

    def __init__(
        self,
        app: AsyncApp,
        app_token: str,
        *,
        health: Health,
        clock: Clock | None = None,
        patience: Patience | None = None,
    ) -> None:
        if not app_token:
            raise ValueError("Socket Mode needs SIGNALS_SLACK__APP_TOKEN, an app-level token with connections:write")
        self._app = app
        self._token = app_token
        self._health = health
        self._clock = clock or Clock()
        self._patience = patience or Patience()
        self._openings = Openings(self._patience)
        self._evidence = Evidence(self._patience, self._clock.tick())
        self._seen = Seen()
        self._current: Connection | None = None
        self._renewed = asyncio.Condition()
        self._ending = asyncio.Event()

    async def run(self, stop: asyncio.Event) -> None:
        """Hear Slack until `stop` is set. Raises LineLost after ten minutes of silence."""
        leaving: set[asyncio.Task[None]] = set()
        within = timedelta(seconds=self._patience.rebuild + self._patience.hello)
        self._health.expect("socket", within, self._clock.now())
        try:
            while not stop.is_set():
                fresh = await self._open(stop)
                if fresh is not None:
                    old = await self._renew(fresh)
                    leave = asyncio.create_task(self._leave(old))
                    leaving.add(leave)
                    leave.add_done_callback(leaving.discard)
                    await self._watch(fresh, stop)
                elif self._evidence.verdict(self._clock.tick()) is Verdict.GIVE_UP:
                    raise LineLost
        finally:
            self._ending.set()
            await asyncio.gather(self._leave(self._current), *leaving)

    async def _renew(self, fresh: Connection) -> Connection | None:
        """Let `fresh` be the line; return the one before."""
        async with self._renewed:
            old, self._current = self._current, fresh
            self._renewed.notify_all()
        return old

    async def _leave(self, old: Connection | None) -> None:
        """Close a line once nothing is on its way down it, nor up."""
        if old is not None:
            await _nap(self._ending, self._patience.linger)
            await old.settle()
            await close(old)

    async def _open(self, stop: asyncio.Event) -> Connection | None:
        """Open a connection as soon as that is allowed; None when Slack gives none."""
        wait = self._openings.wait(self._clock.tick())
        if wait > 0:
            await _nap(stop, min(wait, self._patience.ping))
            return None
        self._openings.opening(self._clock.tick())
        connection = Connection(self._app, self._token, self._patience.ping)
        connection.on_message_listeners.append(self._heard)
        connection.socket_mode_request_listeners.append(self._request)
        try:
            answer = await self._app.client.apps_connections_open(app_token=self._token)
            connection.wss_uri = str(answer["url"])
            async with asyncio.timeout(CONNECT_WITHIN):
                await connection.connect()  # type: ignore[no-untyped-call]  # the SDK leaves it so
        except Exception as error:  # whatever broke, the next opening waits its time
            self._failed(error)
            await close(connection)
            return None
        self._evidence.opened(self._clock.tick())
        return connection

    def _failed(self, error: Exception) -> None:
        trouble = read_trouble(error, self._clock.now())
        self._openings.failed(self._clock.tick(), trouble.wait or 0.0)
        if self._health.trouble("socket", trouble.code):
            advice = ADVICE[trouble.action] if trouble.action is Action.PAUSE_WORKSPACE else "We try again."
            log.error("no line to Slack: %s. %s", trouble.code, advice.replace("BOT_TOKEN", "APP_TOKEN"))

    async def _watch(self, connection: Connection, stop: asyncio.Event) -> None:
        """Return when the connection is over, dead or old. Raises LineLost."""
        answered = connection.last_ping_pong_time
        step = min(self._patience.ping, self._patience.hello) / 4
        while not stop.is_set():
            tick = self._clock.tick()
            if connection.last_ping_pong_time not in (None, answered):
                answered = connection.last_ping_pong_time
                self._evidence.hear(tick)
                self._health.beat("socket", self._clock.now())
            verdict = self._evidence.verdict(tick)
            if verdict is Verdict.GIVE_UP:
                raise LineLost
            if verdict is Verdict.REBUILD or connection.over.is_set() or not await connection.is_connected():
                log.info("the line to Slack is renewed")
                return
            with suppress(TimeoutError):
                async with asyncio.timeout(step):
                    await _either(stop, connection.over)

    async def _heard(self, message: WSMessage) -> None:
        hello = isinstance(message.data, str) and '"hello"' in message.data[:200]
        self._evidence.hear(self._clock.tick(), hello=hello)
        if hello:
            self._openings.greeted()
        self._health.beat("socket", self._clock.now())

    async def _request(self, client: AsyncBaseSocketModeClient, request: SocketModeRequest) -> None:
        if not self._seen.first(request.envelope_id, self._clock.tick()):
            return
        began = self._clock.now().timestamp()
        answer: Any = await run_async_bolt_app(self._app, request)
        try:
            await send_async_response(client, request, answer, began)
        except ConnectionError:
            await client.connect_to_new_endpoint()
            await send_async_response(await self._successor(client), request, answer, began)

    async def _successor(self, broken: AsyncBaseSocketModeClient) -> Connection:
        """Wait for the line that takes the place of `broken`. Raises ConnectionError when Slack waits no longer."""
        try:
            async with asyncio.timeout(ACKNOWLEDGE_WITHIN), self._renewed:
                while (line := self._current) is None or line is broken:
                    await self._renewed.wait()
                return line
        except TimeoutError:
            raise ConnectionError("the line broke, and none took its place within three seconds") from None


async def _either(one: asyncio.Event, other: asyncio.Event) -> None:
    waits = [asyncio.ensure_future(event.wait()) for event in (one, other)]
    try:
        await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for wait in waits:
            wait.cancel()


async def _nap(stop: asyncio.Event, seconds: float) -> None:
    with suppress(TimeoutError):
        async with asyncio.timeout(seconds):
            await stop.wait()
