"""Serves the recorded weeks on this machine, as they stood at the virtual moment, with ETags and 304s."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import datetime
from hashlib import blake2b

from aiohttp import web

from demo.pages import DRAW, draw_edgar, draw_hacker_news, visible
from demo.weeks import Weeks


@asynccontextmanager
async def serve_weeks(weeks: Weeks, now: Callable[[], datetime]) -> AsyncIterator[str]:
    """Serve until the block ends; yields the address, such as http://127.0.0.1:40123."""

    async def feed(request: web.Request) -> web.Response:
        found = next((feed for feed in weeks.feeds if feed.path == request.path), None)
        if found is None:
            raise web.HTTPNotFound
        draw, content_type = DRAW[found.format]
        return _answer(request, draw(found, visible(found, now())), content_type)

    async def hacker_news(request: web.Request) -> web.Response:
        filters = request.query.get("numericFilters", "")
        since = next(
            (int(part[len("created_at_i>") :]) for part in filters.split(",") if part.startswith("created_at_i>")), 0
        )
        return _answer(
            request, draw_hacker_news(weeks.stories, request.query["query"], since, now()), "application/json"
        )

    async def edgar(request: web.Request) -> web.Response:
        start = int(request.query.get("start", "0"))
        return _answer(request, draw_edgar(weeks.filings, start, now()), "application/atom+xml")

    app = web.Application()
    app.router.add_get("/api/v1/search_by_date", hacker_news)
    app.router.add_get("/cgi-bin/browse-edgar", edgar)
    app.router.add_get("/{path:.+}", feed)
    async with _listening(app) as base:
        yield base


def _answer(request: web.Request, body: bytes, content_type: str) -> web.Response:
    etag = f'"{blake2b(body, digest_size=8).hexdigest()}"'
    if request.headers.get("If-None-Match") == etag:
        return web.Response(status=304, headers={"ETag": etag})
    return web.Response(body=body, content_type=content_type, headers={"ETag": etag})


@asynccontextmanager
async def _listening(app: web.Application) -> AsyncIterator[str]:
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    try:
        host, port = runner.addresses[0][:2]
        yield f"http://{host}:{port}"
    finally:
        await runner.cleanup()
