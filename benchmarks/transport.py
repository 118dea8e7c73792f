"""CPU seconds of 1,000 GETs and 1,000 conditional GETs, 64 in flight: which transport goes under httpx's API?

    python benchmarks/transport.py [--rounds 3]

The server is a bare asyncio one in another process, so only the client's CPU counts. Bodies are 1,000 made-up feeds of
about 80 KB. Each line is the best of the rounds; ratios are to aiohttp alone, the floor of what is measured here.
"""

from __future__ import annotations

import argparse
import asyncio
import multiprocessing
import sys
import time
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack
from multiprocessing.connection import Connection
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

import aiohttp
import httpx
from httpx_aiohttp import AiohttpTransport

from sources.fetcher import Fetcher, Limits

ASKED = 1_000
IN_FLIGHT = 64
BODY = b"<rss><channel>" + b"<item><title>Somebody joins us</title><link>https://example.com/1</link></item>" * 1000
ETAG = '"one"'

Ask = Callable[[str, bool], Awaitable[int]]
Open = Callable[[AsyncExitStack], Awaitable[Ask]]


async def _answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    whole = f"HTTP/1.1 200 OK\r\nETag: {ETAG}\r\nContent-Type: application/rss+xml\r\n".encode()
    whole += f"Last-Modified: Mon, 23 Nov 2026 08:00:00 GMT\r\nContent-Length: {len(BODY)}\r\n\r\n".encode() + BODY
    unchanged = f"HTTP/1.1 304 Not Modified\r\nETag: {ETAG}\r\n\r\n".encode()
    try:
        while True:
            question = await reader.readuntil(b"\r\n\r\n")
            writer.write(unchanged if b"if-none-match" in question.lower() else whole)
            await writer.drain()
    except (asyncio.IncompleteReadError, ConnectionError):
        writer.close()


def _serve(port_is: Connection) -> None:
    async def main() -> None:
        server = await asyncio.start_server(_answer, "127.0.0.1", 0)
        port_is.send(server.sockets[0].getsockname()[1])
        await server.serve_forever()

    asyncio.run(main())


async def _bare_aiohttp(stack: AsyncExitStack) -> Ask:
    session = await stack.enter_async_context(aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0)))

    async def ask(url: str, conditional: bool) -> int:
        async with session.get(url, headers={"If-None-Match": ETAG} if conditional else {}) as response:
            return len(await response.read())

    return ask


def _httpx(transport: Callable[[], httpx.AsyncBaseTransport]) -> Open:
    async def open_client(stack: AsyncExitStack) -> Ask:
        client = await stack.enter_async_context(httpx.AsyncClient(transport=transport(), trust_env=False, timeout=60))

        async def ask(url: str, conditional: bool) -> int:
            return len((await client.get(url, headers={"If-None-Match": ETAG} if conditional else {})).content)

        return ask

    return open_client


async def _fetcher(stack: AsyncExitStack) -> Ask:
    limits = Limits(per_host=IN_FLIGHT, spacing=0)
    http = await stack.enter_async_context(Fetcher("https://example.com/bot", limits=limits))

    async def ask(url: str, conditional: bool) -> int:
        fetched = await http.get(url, etag=ETAG if conditional else None, allow_private=True)
        return len(fetched.body) if fetched else 0

    return ask


CONTESTANTS: dict[str, Open] = {
    "aiohttp alone, no checks": _bare_aiohttp,
    "httpx, its own transport": _httpx(lambda: httpx.AsyncHTTPTransport(limits=httpx.Limits(max_connections=None))),
    "httpx client, aiohttp transport": _httpx(AiohttpTransport),
    "our fetcher, every check on": _fetcher,
}


async def _measure(open_contestant: Open, base: str) -> tuple[float, float]:
    """Return the CPU seconds of a first round and of a round of 304s over warm connections."""
    async with AsyncExitStack() as stack:
        ask = await open_contestant(stack)
        places = asyncio.Semaphore(IN_FLIGHT)

        async def polite(number: int, conditional: bool) -> int:
            async with places:
                return await ask(f"{base}/feeds/{number}.xml", conditional)

        seconds = []
        for conditional in (False, True):
            start = time.process_time()
            sizes = await asyncio.gather(*(polite(number, conditional) for number in range(ASKED)))
            seconds.append(time.process_time() - start)
            assert set(sizes) == {0 if conditional else len(BODY)}
        return seconds[0], seconds[1]


def main() -> None:
    """Print one line a contestant."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=3)
    rounds = parser.parse_args().rounds
    ours, theirs = multiprocessing.Pipe()
    server = multiprocessing.get_context("spawn").Process(target=_serve, args=(theirs,), daemon=True)
    server.start()
    base = f"http://127.0.0.1:{ours.recv()}"
    results = {}
    try:
        for name, open_contestant in CONTESTANTS.items():
            taken = [asyncio.run(_measure(open_contestant, base)) for _ in range(rounds)]
            results[name] = min(first for first, _ in taken), min(again for _, again in taken)
    finally:
        server.terminate()
        server.join()
    floor = next(iter(results.values()))
    print(f"{ASKED} questions, {IN_FLIGHT} in flight, {len(BODY):,} bytes each; best of {rounds}")
    print(f"{'CPU seconds':<34}{'first':>8}{'ratio':>7}{'304':>8}{'ratio':>7}")
    for name, (first, again) in results.items():
        print(f"{name:<34}{first:>8.3f}{first / floor[0]:>7.1f}{again:>8.3f}{again / floor[1]:>7.1f}")


if __name__ == "__main__":
    main()
