"""Fetcher: ask one address politely, follow its redirects by hand, take in what we can bear."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from types import TracebackType
from typing import Self

import aiohttp
import httpx
from aiohttp.abc import AbstractResolver
from httpx_aiohttp import AiohttpTransport

from model.errors import ConfigError, Refused, SourceError
from sources.contract import Fetched
from sources.fetcher.address import is_own
from sources.fetcher.answer import Meaning, fresh_for, judge
from sources.fetcher.inflate import ACCEPT_ENCODING, Body
from sources.fetcher.limits import Limits
from sources.fetcher.politeness import Politeness
from sources.fetcher.redirects import Hop, first, following
from sources.fetcher.resolver import Resolver
from sources.fetcher.transport import open_transport, trusted_authorities
from sources.fetcher.trouble import explain, too_slow

PRODUCT = "TalentSignals/0.1"
_FEW = 64 * 1024  # bytes of an answer that is no page
_LAST = (b"Connection", b"close")  # a thousand feeds would leave as many connections open, of which none is used again


def _utc_now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class _Asking:
    """What is asked of every hop; a `question` is posted."""

    headers: list[tuple[bytes, bytes]]
    question: bytes | None = None
    conditional: bool = False
    largest: int = 0
    listen: float | None = None

    @property
    def method(self) -> str:
        return "GET" if self.question is None else "POST"

    @property
    def all_headers(self) -> list[tuple[bytes, bytes]]:
        return self.headers if self.question is None else [*self.headers, (b"Content-Type", b"application/json")]


class Fetcher:
    """The Http of sources/contract.py. Use it as `async with Fetcher(contact) as http`.

    `contact` is the address a site's owner can write or look at; every question carries it (C16). `now` tells the
    time that dates in answers are compared with. `resolver` finds addresses of names, by default the system's.
    """

    def __init__(
        self,
        contact: str,
        *,
        limits: Limits | None = None,
        now: Callable[[], datetime] = _utc_now,
        resolver: AbstractResolver | None = None,
    ) -> None:
        limits = limits or Limits()
        if not contact.strip() or not (contact.isascii() and contact.isprintable()):
            raise ConfigError(["contact: give a URL or an e-mail address; every site we read is told whom to ask"])
        self._limits = limits
        self._now = now
        self._given_resolver = resolver
        self._politeness = Politeness(limits)
        self._waits = {"timeout": {"connect": limits.connect, "pool": limits.connect, "read": limits.first_byte}}
        self._always = [
            (b"User-Agent", f"{PRODUCT} (+{contact.strip()})".encode()),
            (b"Accept-Encoding", ACCEPT_ENCODING.encode()),
        ]

    async def __aenter__(self) -> Self:
        self._resolver = self._given_resolver or Resolver(self._limits.in_flight)
        trust = trusted_authorities()
        self._transports: Mapping[bool, AiohttpTransport] = {
            private: open_transport(self._resolver, trust, private=private) for private in (False, True)
        }
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for transport in self._transports.values():
            await transport.aclose()
        await self._resolver.close()

    async def get(
        self,
        url: str,
        *,
        etag: str | None = None,
        last_modified: str | None = None,
        accept: str = "*/*",
        allow_private: bool = False,
        largest: int = 0,
        question: bytes | None = None,
        authorization: str | None = None,
        listen: float | None = None,
    ) -> Fetched | None:
        """Fetch `url`; None when the server answers 304. `allow_private` admits the company's own network and any port.

        An answer may be `largest` bytes long where that is more than Limits.body. A `question` is JSON that is posted;
        it goes to the host of `url` and nowhere else. `authorization` goes to the scheme, host and port of `url` and to
        no other that a redirect leads to; some servers want it in a header of their own, "apikey: …". `listen` takes
        what comes of an endless answer within so many seconds, half of what we bear at most.

        Raises Busy (with the wait the server asked for), Gone or Refused, each with a sentence that names the host.
        """
        headers = self._headers(accept, etag, last_modified, packed=listen is None)
        asking = _Asking(headers, question, bool(etag or last_modified), largest, listen)
        clock = asyncio.get_running_loop().time
        hop = first(url, allow_private=allow_private, limits=self._limits)
        left, entitled = self._limits.total, origin(hop)
        while True:
            own = _own(authorization) if authorization and origin(hop) == entitled else []
            async with self._politeness.turn(hop.host, spaced=not (hop.private and is_own(hop.host))) as kept:
                start = clock()
                told = [*headers, *own] if kept else [*headers, *own, _LAST]
                answer = await self._ask(hop, replace(asking, headers=told), start, left)
                left -= clock() - start
            if not isinstance(answer, Hop):
                return answer
            if question is not None:
                raise Refused(f"{hop.host} sends us elsewhere.")
            hop = answer

    def _headers(
        self, accept: str, etag: str | None, last_modified: str | None, *, packed: bool
    ) -> list[tuple[bytes, bytes]]:
        headers = [*self._always, (b"Accept", accept.encode())]
        if not packed:  # what is packed cannot be taken apart in the middle
            headers = [(name, b"identity" if name == b"Accept-Encoding" else value) for name, value in headers]
        if etag:
            headers.append((b"If-None-Match", etag.encode()))
        if last_modified:
            headers.append((b"If-Modified-Since", last_modified.encode()))
        return headers

    async def get_as(self, url: str, bearer: str, *, allow_private: bool = False, largest: int = 0) -> Fetched:
        """Fetch what only the holder of a token may have. The token goes to the host of `url` and nowhere else.

        It may be `largest` bytes long where that is more than Limits.body.

        Raises as `get` does; a redirect is Refused, for it leads to somebody else or to a login.
        """
        hop = first(url, allow_private=allow_private, limits=self._limits)
        headers = [*self._always, (b"Accept", b"*/*"), (b"Authorization", f"Bearer {bearer}".encode())]
        async with self._politeness.turn(hop.host, spaced=False) as kept:
            start = asyncio.get_running_loop().time()
            told = headers if kept else [*headers, _LAST]
            answer = await self._ask(hop, _Asking(told, largest=largest), start, self._limits.total)
        if not isinstance(answer, Fetched):
            raise Refused(f"{hop.host} sends us elsewhere.")
        return answer

    async def _ask(self, hop: Hop, asking: _Asking, start: float, left: float) -> Fetched | Hop | None:
        request = httpx.Request(
            asking.method, hop.url, headers=asking.all_headers, content=asking.question, extensions=self._waits
        )
        to_answer = min(left, self._limits.connect + self._limits.first_byte)
        try:
            async with asyncio.timeout_at(start + to_answer) as patience:
                response = await self._transports[hop.private].handle_async_request(request)
                try:
                    patience.reschedule(start + left)
                    return await self._take(hop, response, asking)
                finally:
                    await response.aclose()
        except TimeoutError:
            raise too_slow(hop.host) from None
        except (httpx.HTTPError, aiohttp.ClientError) as error:
            raise explain(hop.host, error) from error

    async def _take(self, hop: Hop, response: httpx.Response, asking: _Asking) -> Fetched | Hop | None:
        headers = _plain(response.headers.raw)
        now = self._now()
        said = await self._said(hop, response, headers) if response.status_code == 403 else ""
        match judge(hop.host, response.status_code, headers, now, conditional=asking.conditional, said=said):
            case Meaning.UNCHANGED:
                return None
            case Meaning.ELSEWHERE:
                return following(hop, response.status_code, headers.get("location"), self._limits)
        limits = replace(self._limits, body=max(self._limits.body, asking.largest)) if asking.largest else self._limits
        body = Body(hop.host, headers.get("content-encoding", ""), limits, headers.get("content-length", ""))
        if asking.listen is None:
            async for chunk in response.aiter_raw():
                body.feed(chunk)
        else:
            await self._overhear(response, body, asking.listen)
        return Fetched(
            url=str(hop.url),
            body=body.whole(),
            headers=headers,
            etag=_version(headers.get("etag")),
            last_modified=_version(headers.get("last-modified")),
            permanent=hop.permanent,
            fresh_for=fresh_for(headers, now),
        )

    async def _said(self, hop: Hop, response: httpx.Response, headers: Mapping[str, str]) -> str:
        """Read the first words of an answer that is no page: who asks too often may be told so in words alone."""
        try:
            body = Body(hop.host, headers.get("content-encoding", ""), replace(self._limits, body=_FEW))
            async for chunk in response.aiter_raw():
                body.feed(chunk)
            return body.whole().decode("utf-8", "replace")
        except SourceError:
            return ""

    async def _overhear(self, response: httpx.Response, body: Body, seconds: float) -> None:
        """Take in what comes of an endless answer until the time or half of the room is over, or nothing comes."""
        taken = 0
        with suppress(TimeoutError, httpx.TimeoutException):
            async with asyncio.timeout(seconds):
                async for chunk in response.aiter_raw():
                    body.feed(chunk)
                    taken += len(chunk)
                    if taken > self._limits.body // 2:
                        return


def _own(authorization: str) -> list[tuple[bytes, bytes]]:
    """Write the header of an authorization: a whole line names its own."""
    name, named, value = authorization.partition(": ")
    return [(name.encode(), value.encode())] if named else [(b"Authorization", authorization.encode())]


def origin(hop: Hop) -> tuple[str, str, int | None]:
    """Return whom a question goes to: scheme, host, port."""
    return hop.url.scheme, hop.url.host, hop.url.port


def _plain(raw: list[tuple[bytes, bytes]]) -> dict[str, str]:
    headers: dict[str, str] = {}
    for name, value in raw:
        key, text = name.decode("latin-1").lower(), _text(value)
        headers[key] = f"{headers[key]}, {text}" if key in headers else text
    return headers


def _text(value: bytes) -> str:
    try:
        return value.decode()
    except UnicodeDecodeError:
        return value.decode("latin-1")


def _version(value: str | None) -> str | None:
    # Sent back word for word with the next question, so only what a header may hold.
    return value if value and value.isascii() and value.isprintable() else None
