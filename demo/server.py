"""Serves the recorded weeks on this machine, as they stood at the virtual moment, with ETags and 304s."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from hashlib import blake2b
from typing import Any

from aiohttp import web

from demo.pages import DRAW, draw_ashby, draw_edgar, draw_hacker_news, draw_notices, visible
from demo.weeks import Weeks
from sources.contract import Fetched, Http

# Where the state's list would stand, so that what is said of it names a state and no machine.
STATE = "https://labor.example"


@dataclass(frozen=True, slots=True)
class Local:
    """The way to the outside, where the local server at `base` stands in for the state's."""

    http: Http
    base: str

    async def get(self, url: str, **how: Any) -> Fetched | None:  # noqa: ANN401  (handed on as it is)
        """Fetch it."""
        return await self.http.get(url.replace(STATE, self.base, 1), **how)


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

    async def board(request: web.Request) -> web.Response:
        if request.match_info["name"] != weeks.board.name:
            raise web.HTTPNotFound
        return _answer(request, draw_ashby(weeks.board, now()), "application/json")

    async def notices(request: web.Request) -> web.Response:
        return _answer(request, draw_notices(weeks.notices, now()), "text/csv")

    app = web.Application()
    app.router.add_get("/api/v1/search_by_date", hacker_news)
    app.router.add_get("/cgi-bin/browse-edgar", edgar)
    app.router.add_get("/posting-api/job-board/{name}", board)
    app.router.add_get("/warn.csv", notices)
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
