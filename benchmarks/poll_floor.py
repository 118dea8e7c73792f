"""The floor under all of it, measured in a process of its own: raw sockets, and expat that looks for nothing.

python -m benchmarks.poll_floor BASE ADDRESSES          prints two lines: a first round, a round of 304s
"""

from __future__ import annotations

import asyncio
import re
import sys
from contextlib import suppress
from urllib.parse import urlsplit
from xml.parsers import expat

from benchmarks.meter import metered, report

_IN_FLIGHT = 64
_TAG = re.compile(rb"\r\nETag: ([^\r]*)")
_LENGTH = re.compile(rb"\r\nContent-Length: (\d+)")


async def _round(base: str, addresses: int, tags: dict[int, bytes]) -> int:
    """Ask for every address over 64 connections; remember their tags, return how many bytes came."""
    todo = iter(range(addresses))
    where = urlsplit(base)

    async def ask() -> int:
        taken = 0
        reader, writer = await asyncio.open_connection(where.hostname, where.port, limit=1 << 20)
        for number in todo:
            known = b"If-None-Match: %s\r\n" % tags[number] if number in tags else b""
            writer.write(b"GET /feeds/%d HTTP/1.1\r\nHost: localhost\r\n%s\r\n" % (number, known))
            head = await reader.readuntil(b"\r\n\r\n")
            if length := _LENGTH.search(head):
                body = await reader.readexactly(int(length[1]))
                taken += len(body)
                with suppress(expat.ExpatError):
                    expat.ParserCreate().Parse(body, True)
            if tag := _TAG.search(head):
                tags[number] = tag[1]
        writer.close()
        return taken

    return sum(await asyncio.gather(*(ask() for _ in range(_IN_FLIGHT))))


async def _main(base: str, addresses: str) -> None:
    tags: dict[int, bytes] = {}
    for _ in range(2):
        with metered() as cost:
            taken = await _round(base, int(addresses), tags)
        report(cost, bytes=taken)


if __name__ == "__main__":
    asyncio.run(_main(*sys.argv[1:]))
