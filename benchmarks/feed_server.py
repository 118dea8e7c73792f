"""A bare server in a process of its own, so that only the client's CPU counts: feeds with ETag, Last-Modified and 304.

    python -m benchmarks.feed_server real|made-up [HOST]   prints its port, then serves /feeds/NUMBER until it is ended

GET /taken tells how often it was asked since the last time, and how many of the answers were 304.
"""

from __future__ import annotations

import asyncio
import json
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path
from urllib.request import urlopen

from benchmarks.feed_bodies import bodies

_ASKED = re.compile(rb"GET /(?:feeds/(\d+)|taken) ")
_KNOWN = re.compile(rb"\r\nif-none-match: ([^\r]*)", re.IGNORECASE)
_DATED = "Last-Modified: Mon, 23 Nov 2026 08:00:00 GMT"


@dataclass(slots=True)
class Taken:
    """How many questions were answered, and how many of them with 304."""

    asked: int = 0
    unchanged: int = 0


@dataclass(frozen=True, slots=True)
class FeedServer:
    """`base` is the address before /feeds/NUMBER."""

    base: str

    def taken(self) -> Taken:
        """Return what was answered since the last time this was called."""
        with urlopen(f"{self.base}/taken") as answer:  # noqa: S310  our own server
            return Taken(**json.load(answer))


@contextmanager
def serving(real: bool, *, anywhere: bool = False) -> Iterator[FeedServer]:
    """Start the server, and end it with the block; `anywhere` lets every loopback address be a host of its own."""
    host = "0.0.0.0" if anywhere else "127.0.0.1"  # noqa: S104 - made-up pages, for the seconds of a benchmark
    command = [sys.executable, "-m", "benchmarks.feed_server", "real" if real else "made-up", host]
    with subprocess.Popen(command, cwd=Path(__file__).parents[1], stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        try:
            yield FeedServer(f"http://127.0.0.1:{int(process.stdout.readline())}")
        finally:
            process.terminate()


class _Feeds:
    def __init__(self, pages: list[bytes]) -> None:
        self.tags = [f'"{blake2b(page, digest_size=8).hexdigest()}"' for page in pages]
        self.whole = [_answer("200 OK", tag, page) for tag, page in zip(self.tags, pages, strict=True)]
        self.unchanged = [_answer("304 Not Modified", tag, None) for tag in self.tags]
        self.taken = Taken()

    def answer(self, question: bytes) -> bytes:
        asked = _ASKED.match(question)
        assert asked, question
        if asked[1] is None:
            taken, self.taken = self.taken, Taken()
            return _answer("200 OK", "", json.dumps({"asked": taken.asked, "unchanged": taken.unchanged}).encode())
        number = int(asked[1]) % len(self.tags)
        known = _KNOWN.search(question)
        self.taken.asked += 1
        if known and known[1].decode("latin-1") == self.tags[number]:
            self.taken.unchanged += 1
            return self.unchanged[number]
        return self.whole[number]


def _answer(status: str, tag: str, body: bytes | None) -> bytes:
    head = [f"HTTP/1.1 {status}", f"ETag: {tag}", _DATED, "Content-Type: application/xml"]
    if body is not None:
        head.append(f"Content-Length: {len(body)}")
    return "\r\n".join([*head, "", ""]).encode() + (body or b"")


class _Connection(asyncio.Protocol):
    def __init__(self, feeds: _Feeds) -> None:
        self.feeds = feeds
        self.begun = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self.transport = transport

    def data_received(self, data: bytes) -> None:
        *questions, self.begun = (self.begun + data).split(b"\r\n\r\n")
        for question in questions:
            self.transport.write(self.feeds.answer(question))


async def _serve(real: bool, host: str) -> None:
    feeds = _Feeds(bodies(real))
    server = await asyncio.get_running_loop().create_server(lambda: _Connection(feeds), host, 0, backlog=256)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(_serve(sys.argv[1] == "real", (sys.argv[2:] or ["127.0.0.1"])[0]))
