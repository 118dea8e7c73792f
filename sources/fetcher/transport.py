"""httpx's API over aiohttp's connections, each of which is judged by the address it goes to (C1, C2, C4, C17).

aiohttp asks `socket_factory` for a socket before every connection, whether the host was a name, a number in some
spelling, the target of a redirect or a retry; that is the one place where nothing can be slipped past.
"""

from __future__ import annotations

import socket
import ssl
from collections.abc import Callable
from functools import lru_cache

import aiohttp
import httpx
from aiohttp.abc import AbstractResolver
from aiohttp.connector import AddrInfoType
from httpx_aiohttp import AiohttpTransport

from sources.fetcher.address import may_connect

# Security policies of real sites exceed aiohttp's 8 KiB; 128 headers of this size still make but 4 MiB.
LONGEST_HEADER = 32 * 1024


class PrivateAddress(OSError):
    """The host leads to an address that may not be asked."""

    def __init__(self) -> None:
        super().__init__(self.__doc__)


def open_transport(resolver: AbstractResolver, trust: ssl.SSLContext, *, private: bool) -> AiohttpTransport:
    """Open one pool of connections; `private` is for hosts inside the company's own network and has its own pool.

    No proxy, no cookies, no environment. The number of connections is bounded by politeness.py, not here.
    """
    connector = aiohttp.TCPConnector(resolver=resolver, ssl=trust, limit=0, socket_factory=_judged_sockets(private))
    session = aiohttp.ClientSession(
        connector=connector,
        cookie_jar=aiohttp.DummyCookieJar(),
        trust_env=False,
        auto_decompress=False,
        max_field_size=LONGEST_HEADER,
    )
    return AiohttpTransport(verify=trust, trust_env=False, client=session)


def trusted_authorities() -> ssl.SSLContext:
    """Trust the authorities httpx ships and those of this machine, where a company may have put its own."""
    return _trust(ssl.get_default_verify_paths())


# Reading the two lists takes 35 ms; where this machine keeps its own may change (SSL_CERT_FILE).
@lru_cache(maxsize=4)
def _trust(_where: ssl.DefaultVerifyPaths) -> ssl.SSLContext:
    trust = httpx.create_ssl_context(trust_env=False)
    trust.load_default_certs()
    return trust


def _judged_sockets(private: bool) -> Callable[[AddrInfoType], socket.socket]:
    def open_socket(info: AddrInfoType) -> socket.socket:
        family, kind, proto, _, where = info
        if not may_connect(str(where[0]), private=private):
            raise PrivateAddress
        return socket.socket(family, kind, proto)

    return open_socket
