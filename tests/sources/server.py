"""A real server on this machine that answers what it is told to and remembers what it was asked."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from aiohttp import web

Answer = Callable[[web.Request], web.Response]


@dataclass(slots=True)
class Server:
    """`address` such as http://127.0.0.1:40123; `asked` are the requests in order."""

    address: str
    asked: list[web.Request] = field(default_factory=list)


@asynccontextmanager
async def serve(answer: Answer) -> AsyncIterator[Server]:
    """Answer every request with `answer` until the block ends."""
    server = Server("")

    async def handle(request: web.Request) -> web.Response:
        server.asked.append(request)
        return answer(request)

    app = web.Application()
    app.router.add_route("*", "/{path:.*}", handle)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    try:
        host, port = runner.addresses[0][:2]
        server.address = f"http://{host}:{port}"
        yield server
    finally:
        await runner.cleanup()
