"""The sites of benchmarks/round.py in a process of their own: job boards at three hosts, feeds at many, all loopback.

    python -m benchmarks.round_server    prints its port, then answers at every address of 127.0.0.0/8 until it is ended

The address that is asked is the host: each counts how many connections it has at a time. GET /told says what was asked
since the last time, GET /turn lets every twentieth site have something new. Half of the boards and 17 of 20 feeds
answer with an ETag and with 304; the others send the same page again, as sites do that know no better.
"""

from __future__ import annotations

import asyncio
import json
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from functools import lru_cache
from hashlib import blake2b
from pathlib import Path
from urllib.request import urlopen

from benchmarks.feed_bodies import bodies

# How many posts real boards have: each step from one figure to the next holds a tenth of 286 of them (summer 2026).
SIZES = (9, 13, 18, 24, 29, 40, 57, 96, 141, 226, 830)
ONE_IN = 20  # so many sites have something new when the server turns
HOSTS = {"greenhouse": "127.1.0.1", "ashby": "127.1.0.2", "lever": "127.1.0.3"}
FEED_HOSTS = 800
_FEED = re.compile(r"/feeds/(\d+)")
_BOARD = re.compile(r"/(?:v1/boards|posting-api/job-board|v0/postings)/b(\d+)(/departments|/jobs)?(?:\?.*skip=(\d+))?")
_KNOWN = re.compile(rb"\r\nif-none-match: ([^\r]*)", re.IGNORECASE)


@dataclass(slots=True)
class Told:
    """What was asked: questions, answers that were 304, and the most connections that any host had at a time."""

    asked: int = 0
    unchanged: int = 0
    most_connections: int = 0


@dataclass(frozen=True, slots=True)
class Sites:
    """The server's port; its hosts are feed_host() and HOSTS."""

    port: int

    def told(self) -> Told:
        """Return what was asked since the last time this was called."""
        with urlopen(f"http://127.0.0.1:{self.port}/told") as answer:
            return Told(**json.load(answer))

    def turn(self) -> None:
        """Let every twentieth site have something new."""
        urlopen(f"http://127.0.0.1:{self.port}/turn").close()


def feed_host(number: int) -> str:
    """Name the host of a feed: a thousand feeds are at 800 hosts."""
    return f"127.2.{number % FEED_HOSTS // 200}.{number % FEED_HOSTS % 200 + 1}"


@contextmanager
def serving() -> Iterator[Sites]:
    """Start the server, and end it with the block."""
    command = [sys.executable, "-m", "benchmarks.round_server"]
    with subprocess.Popen(command, cwd=Path(__file__).parents[1], stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        try:
            yield Sites(int(process.stdout.readline()))
        finally:
            process.terminate()


class _Pages:
    def __init__(self) -> None:
        self.feeds = bodies(real=False)
        self.turns = 0
        self.told = Told()
        self.connections: Counter[str] = Counter()
        self.open: set[asyncio.Transport] = set()
        self.page = lru_cache(maxsize=4096)(self._page)

    def answer(self, question: bytes) -> bytes:
        path = question.split(b" ", 2)[1].decode()
        if path == "/told":
            # What is open is counted on: a connection may outlive the question.
            told, self.told = self.told, Told(most_connections=max(self.connections.values(), default=0))
            return _answer("200 OK", None, json.dumps(asdict(told)).encode())
        if path == "/turn":
            self.turns += 1
            # Between two rounds hours pass: sites have long closed what was left open.
            for transport in self.open:
                transport.close()
            return _answer("200 OK", None, b"{}")
        self.told.asked += 1
        asked = _FEED.match(path) or _BOARD.match(path)
        number = int(asked[1]) if asked else 0
        edition = sum(number % ONE_IN == turn % ONE_IN for turn in range(self.turns))
        tag, body = self.page(path, edition)
        known = _KNOWN.search(question)
        if tag and known and known[1].decode("latin-1") == tag:
            self.told.unchanged += 1
            return _answer("304 Not Modified", tag, None)
        return _answer("200 OK", tag, body)

    def _page(self, path: str, edition: int) -> tuple[str | None, bytes]:
        feed, board = _FEED.match(path), _BOARD.match(path)
        if feed:
            number = int(feed[1])
            body = _with_news(self.feeds[number % len(self.feeds)], number, edition)
            tagged = number % 20 < 17
        else:
            assert board, path
            number, tagged = int(board[1]), int(board[1]) % 2 == 0
            body = _board(path, board, edition)
        return f'"{blake2b(body, digest_size=8).hexdigest()}"' if tagged else None, body


def _with_news(body: bytes, number: int, edition: int) -> bytes:
    news = "".join(
        f"<item><title>Zanul{number:x} Systems told paper {number} something new, part {part}</title>"
        f"<link>https://paper{number}.example/new-{part}</link><description>More inside.</description></item>"
        for part in range(edition)
    )
    return body.replace(b"<language>en</language>", b"<language>en</language>" + news.encode(), 1)


def _board(path: str, board: re.Match[str], edition: int) -> bytes:
    number = int(board[1])
    step = number * 7 % 100
    low, high = SIZES[step // 10], SIZES[step // 10 + 1]
    posts = range(low + (high - low) * (step % 10) // 10 + edition)
    if path.startswith("/posting-api"):
        return json.dumps({"jobs": [_ashby(number, post) for post in posts], "apiVersion": "1"}).encode()
    if path.startswith("/v0/"):
        start = int(board[3] or 0)
        return json.dumps([_lever(number, post) for post in posts[start : start + 100]]).encode()
    if board[2] == "/departments":
        jobs = [{"id": number * 10_000 + post, "title": f"Engineer {post}"} for post in posts]
        parts = [{"id": part, "name": f"Team {part}", "jobs": jobs[part::5]} for part in range(5)]
        return json.dumps({"departments": parts}).encode()
    return json.dumps({"jobs": [_greenhouse(number, post) for post in posts], "meta": {"total": len(posts)}}).encode()


def _greenhouse(number: int, post: int) -> dict[str, object]:
    return {
        "absolute_url": f"https://boards.example/b{number}/jobs/{post}",
        "data_compliance": [{"type": "gdpr", "requires_consent": False, "retention_period": None}],
        "internal_job_id": number * 10_000 + post,
        "location": {"name": f"City {post % 7}, CA"},
        "metadata": [{"id": 1, "name": "Kind", "value": "Full-time", "value_type": "single_select"}],
        "id": number * 10_000 + post,
        "updated_at": "2026-11-20T10:00:00-05:00",
        "requisition_id": f"R{post}",
        "title": f"Engineer {post}",
        "company_name": f"Zanul{number:x} Systems",
        "first_published": "2026-11-01T10:00:00-05:00",
    }


def _ashby(number: int, post: int) -> dict[str, object]:
    return {
        "id": f"{number:08x}-0000-4000-8000-{post:012x}",
        "title": f"Engineer {post}",
        "department": f"Team {post % 5}",
        "team": f"Team {post % 5}",
        "employmentType": "FullTime",
        "location": f"City {post % 7}",
        "secondaryLocations": [],
        "publishedAt": "2026-11-01T10:00:00.000+00:00",
        "isListed": True,
        "isRemote": False,
        "workplaceType": "Hybrid",
        "jobUrl": f"https://boards.example/b{number}/{post}",
        "applyUrl": f"https://boards.example/b{number}/{post}/apply",
        "descriptionHtml": "<p>Nobody said much about it.</p>" * 60,
        "descriptionPlain": "Nobody said much about it.\n" * 60,
    }


def _lever(number: int, post: int) -> dict[str, object]:
    return {
        "id": f"{number:08x}-0000-4000-8000-{post:012x}",
        "text": f"Engineer {post}",
        "categories": {"team": f"Team {post % 5}", "department": "All", "location": f"City {post % 7}"},
        "createdAt": 1_793_500_000_000,
        "hostedUrl": f"https://boards.example/b{number}/{post}",
        "workplaceType": "hybrid",
        "description": "<p>Nobody said much about it.</p>" * 60,
        "descriptionPlain": "Nobody said much about it.\n" * 60,
        "lists": [{"text": "What you do", "content": "<li>Little.</li>" * 60}],
    }


def _answer(status: str, tag: str | None, body: bytes | None) -> bytes:
    head = [f"HTTP/1.1 {status}", "Content-Type: application/octet-stream"]
    if tag:
        head.append(f"ETag: {tag}")
    if body is not None:
        head.append(f"Content-Length: {len(body)}")
    return "\r\n".join([*head, "", ""]).encode() + (body or b"")


class _Connection(asyncio.Protocol):
    def __init__(self, pages: _Pages) -> None:
        self.pages = pages
        self.begun = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self.transport = transport
        self.host = transport.get_extra_info("sockname")[0]
        if self.host != "127.0.0.1":  # where the benchmark itself asks
            self.pages.open.add(transport)
            self.pages.connections[self.host] += 1
            told = self.pages.told
            told.most_connections = max(told.most_connections, self.pages.connections[self.host])

    def connection_lost(self, exc: Exception | None) -> None:
        if self.transport in self.pages.open:
            self.pages.open.remove(self.transport)
            self.pages.connections[self.host] -= 1

    def data_received(self, data: bytes) -> None:
        *questions, self.begun = (self.begun + data).split(b"\r\n\r\n")
        for question in questions:
            last = b"\r\nconnection: close" in question.lower()
            answer = self.pages.answer(question)
            self.transport.write(answer.replace(b"\r\n", b"\r\nConnection: close\r\n", 1) if last else answer)
            if last:
                self.transport.close()


async def _serve() -> None:
    pages = _Pages()
    # Every address of 127.0.0.0/8 is a host of its own; made-up pages, for the seconds of a benchmark.
    server = await asyncio.get_running_loop().create_server(lambda: _Connection(pages), "0.0.0.0", 0, backlog=512)  # noqa: S104 - see above
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(_serve())
