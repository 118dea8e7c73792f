"""HTTP mode: the doors for Slack's requests, with guards in front of Bolt, and /healthz and /metrics beside them."""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import AsyncIterator, Coroutine, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from threading import Thread
from typing import Any, TypeVar

from aiohttp import web
from slack_bolt.adapter.aiohttp import to_aiohttp_response
from slack_bolt.app.async_app import AsyncApp
from slack_bolt.oauth.async_oauth_flow import AsyncOAuthFlow
from slack_bolt.request.async_request import AsyncBoltRequest

from handlers.across import Across
from handlers.bodies import LARGEST_BODY, read_body
from handlers.clock import Clock
from handlers.health import Health
from handlers.hooks import HookDoor
from handlers.metrics import Tally
from handlers.oauth import add_doors
from handlers.seen import Seen
from handlers.settings import SlackSettings
from handlers.signature import fault
from model.errors import StoreError

log = logging.getLogger(__name__)

Result = TypeVar("Result")


class Guard:
    """Lets in what Slack signed, once, and hands it to Bolt. A second delivery is answered 200 and has no effect."""

    def __init__(self, app: AsyncApp, signing_secret: str, clock: Clock) -> None:
        if not signing_secret:
            raise ValueError("HTTP mode needs SIGNALS_SLACK__SIGNING_SECRET (Basic Information of the app)")
        self._app = app
        self._secret = signing_secret
        self._clock = clock
        self._seen = Seen()

    async def events(self, request: web.Request) -> web.StreamResponse:
        """Answer POST /slack/events: 413, 408, 401, 400, or what Bolt says."""
        body = await read_body(request)
        timestamp = request.headers.get("X-Slack-Request-Timestamp")
        signature = request.headers.get("X-Slack-Signature")
        why = fault(self._secret, timestamp, signature, body, self._clock.now().timestamp())
        if why is not None:
            log.warning("a request was refused: %s", why)
            raise web.HTTPUnauthorized(text="not signed by Slack")
        keys = [f"{timestamp}:{signature}", *_event_id(body)]
        tick = self._clock.tick()
        fresh = [self._seen.first(key, tick) for key in keys]
        if not all(fresh):
            log.info("a request came a second time and was ignored")
            return web.Response()
        try:
            response = await self._dispatch(request, body)
        except StoreError:
            log.exception("a request could not be handled; Slack may send it again")
            response = web.Response(status=503)
        if response.status >= 500:
            for key in keys:
                self._seen.forget(key)
        return response

    async def _dispatch(self, request: web.Request, body: bytes) -> web.Response:
        try:
            text = body.decode()
        except UnicodeDecodeError as error:
            raise web.HTTPBadRequest(text="not UTF-8") from error
        headers: dict[str, str | Sequence[str]] = {name: [value] for name, value in request.headers.items()}
        bolt = AsyncBoltRequest(body=text, query=request.query_string, headers=headers)
        return await to_aiohttp_response(await self._app.async_dispatch(bolt))


def _event_id(body: bytes) -> list[str]:
    if not body.lstrip().startswith(b"{"):
        return []
    try:
        event = json.loads(body)
    except ValueError:
        return []
    return [str(event["event_id"])] if isinstance(event, dict) and event.get("event_id") else []


def make_web(
    app: AsyncApp | None,
    settings: SlackSettings,
    *,
    health: Health,
    tally: Tally,
    clock: Clock | None = None,
    flow: AsyncOAuthFlow | None = None,
    hooks: HookDoor | None = None,
) -> web.Application:
    """Build the web application; without `app` (Socket Mode, console) only /healthz and /metrics answer.

    With `flow` further workspaces install the app at /slack/install; with `hooks` vendors call /hooks/NAME.
    Raises ValueError when there is an app and no signing secret.
    """
    clock, across = clock or Clock(), Across()
    application = web.Application(client_max_size=LARGEST_BODY)
    _add_vitals(application, health, tally, clock, across)
    if hooks is not None:
        hooks.add_to(application, across)
    if app is not None:
        application.router.add_post("/slack/events", Guard(app, settings.signing_secret, clock).events)
        if flow is not None:
            add_doors(application, flow, across)
    return application


def _add_vitals(application: web.Application, health: Health, tally: Tally, clock: Clock, across: Across) -> None:
    """Open /healthz and /metrics, which say how the loop fares that does the work."""

    async def fare() -> tuple[int, dict[str, Any]]:
        return health.answer(clock.now())

    async def counted() -> bytes:
        return tally.text()

    async def healthz(_request: web.Request) -> web.Response:
        status, body = await across.ask(fare())
        return web.json_response(body, status=status)

    async def metrics(_request: web.Request) -> web.Response:
        plain = {"Content-Type": "text/plain; version=0.0.4; charset=utf-8"}
        return web.Response(body=await across.ask(counted()), headers=plain)

    application.add_routes([web.get("/healthz", healthz), web.get("/metrics", metrics)])


@asynccontextmanager
async def listening(application: web.Application, host: str, port: int) -> AsyncIterator[int]:
    """Serve while the block runs; yields the port, which the system chooses when `port` is 0.

    Raises OSError when the port is taken.
    """
    runner = web.AppRunner(application, access_log=None, shutdown_timeout=5.0)
    await runner.setup()
    try:
        await web.TCPSite(runner, host, port).start()
        yield int(runner.addresses[0][1])
    finally:
        await runner.cleanup()


@asynccontextmanager
async def listening_apart(application: web.Application, host: str, port: int) -> AsyncIterator[int]:
    """Serve from a thread with a loop of its own while the block runs: what this loop does delays no acknowledgement.

    Raises OSError when the port is taken.
    """
    loop = asyncio.new_event_loop()
    thread = Thread(target=loop.run_forever, name="door", daemon=True)
    thread.start()

    def there(work: Coroutine[None, None, Result]) -> asyncio.Future[Result]:
        return asyncio.wrap_future(asyncio.run_coroutine_threadsafe(work, loop))

    door = AsyncExitStack()
    try:
        yield await there(door.enter_async_context(listening(application, host, port)))
    finally:
        await there(door.aclose())
        loop.call_soon_threadsafe(loop.stop)
        await asyncio.to_thread(thread.join)
        loop.close()
