"""A real server that misbehaves on request, and a name service that says what a test wants."""

from __future__ import annotations

import asyncio
import socket
import ssl
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from itertools import cycle
from pathlib import Path

from aiohttp.abc import AbstractResolver, ResolveResult

from sources.fetcher import Fetcher, Limits

CERTIFICATES = Path(__file__).parent / "certificates"
AUTHORITY = CERTIFICATES / "authority.pem"
CONTACT = "https://example.com/bot"


@dataclass(frozen=True, slots=True)
class Question:
    """One request as it came over the wire, header names lower-cased; a name that came twice stands twice."""

    line: str
    headers: tuple[tuple[str, str], ...]
    at: float

    @property
    def path(self) -> str:
        return self.line.split(" ")[1]

    def header(self, name: str) -> str | None:
        return next((value for key, value in self.headers if key == name), None)


Answer = Callable[[Question, asyncio.StreamWriter], Awaitable[None]]


@dataclass(slots=True)
class Hostile:
    """What a server saw. `answers` maps paths to bytes for the wire or to a coroutine that writes them."""

    answers: Mapping[str, bytes | Answer]
    port: int = 0
    scheme: str = "http"
    host: str = "127.0.0.1"
    connections: int = 0
    at_once: int = 0
    most_at_once: int = 0
    questions: list[Question] = field(default_factory=list)

    def url(self, path: str = "/") -> str:
        return f"{self.scheme}://{self.host}:{self.port}{path}"

    def paths(self) -> list[str]:
        return [question.path for question in self.questions]

    async def handle(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        try:
            while True:
                lines = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
                pairs = tuple((line.partition(": ")[0].lower(), line.partition(": ")[2]) for line in lines[1:-2])
                question = Question(lines[0], pairs, time.monotonic())
                self.questions.append(question)
                self.at_once += 1
                self.most_at_once = max(self.most_at_once, self.at_once)
                try:
                    answer = self.answers.get(question.path, said(404))
                    if isinstance(answer, bytes):
                        writer.write(answer)
                    else:
                        await answer(question, writer)
                    await writer.drain()
                finally:
                    self.at_once -= 1
                if writer.is_closing() or question.header("connection") == "close":
                    return
        except (asyncio.IncompleteReadError, ConnectionError, ssl.SSLError, asyncio.CancelledError):
            pass
        finally:
            writer.close()


def said(status: int, body: bytes = b"", *headers: str) -> bytes:
    """An honest answer with its length."""
    head = [f"HTTP/1.1 {status} Whatever", f"Content-Length: {len(body)}", *headers]
    return "\r\n".join([*head, "", ""]).encode() + body


def redirect(location: str, status: int = 302) -> bytes:
    return said(status, b"", f"Location: {location}")


def hang_up(*begin: bytes) -> Answer:
    """Write these bytes and close the connection."""

    async def answer(_: Question, writer: asyncio.StreamWriter) -> None:
        writer.writelines(begin)
        await writer.drain()
        writer.close()

    return answer


def drip(begin: bytes, drop: bytes, pause: float) -> Answer:
    """Write `begin`, then `drop` again and again for ever."""

    async def answer(_: Question, writer: asyncio.StreamWriter) -> None:
        writer.write(begin)
        while not writer.is_closing():
            writer.write(drop)
            await writer.drain()
            await asyncio.sleep(pause)

    return answer


async def silence(_: Question, __: asyncio.StreamWriter) -> None:
    """Never answer; the server ends it."""
    await asyncio.Event().wait()


@asynccontextmanager
async def serving(
    answers: Mapping[str, bytes | Answer], *, host: str = "127.0.0.1", port: int = 0, certificate: str | None = None
) -> AsyncIterator[Hostile]:
    """Run a server; `certificate` is a file of certificates/ and turns it to https."""
    hostile = Hostile(answers, host=host, scheme="https" if certificate else "http")
    secure = None
    if certificate:
        secure = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        secure.load_cert_chain(CERTIFICATES / certificate)
    handlers: set[asyncio.Task[None]] = set()

    def accept(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.create_task(hostile.handle(reader, writer))
        handlers.add(task)
        task.add_done_callback(handlers.discard)

    server = await asyncio.start_server(accept, host, port, ssl=secure)
    hostile.port = server.sockets[0].getsockname()[1]
    try:
        yield hostile
    finally:
        server.close()
        for task in handlers:
            task.cancel()
        await asyncio.gather(*handlers, return_exceptions=True)
        await server.wait_closed()


class Names(AbstractResolver):
    """A name service under a test's control: each look-up of a name takes the next of its answers, for ever."""

    def __init__(self, names: Mapping[str, Sequence[Sequence[str]]]) -> None:
        self._answers: dict[str, Iterator[Sequence[str]]] = {name: cycle(told) for name, told in names.items()}
        self.asked: list[str] = []

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_UNSPEC
    ) -> list[ResolveResult]:
        self.asked.append(host)
        key = host if host in self._answers else "*." + host.partition(".")[2]
        if key not in self._answers:
            raise OSError(None, "no such name")
        return [
            ResolveResult(
                hostname=host,
                host=address,
                port=port,
                family=socket.AF_INET6 if ":" in address else socket.AF_INET,
                proto=0,
                flags=0,
            )
            for address in next(self._answers[key])
        ]

    async def close(self) -> None:
        return None


NO_SPACING = Limits(spacing=0.0)
HASTY = Limits(connect=2.0, first_byte=0.1, total=0.25, spacing=0.0)


def fetcher(limits: Limits = NO_SPACING, resolver: AbstractResolver | None = None) -> Fetcher:
    return Fetcher(CONTACT, limits=limits, resolver=resolver)
