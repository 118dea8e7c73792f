"""The site of a web address, by which publishers are told apart."""

from __future__ import annotations

from functools import lru_cache


def site_of(url: str) -> str:
    """Return the host of a web address without "www." and port; "" when it is none."""
    path = url.find("/", 8)
    return _site(url if path < 0 else url[:path])


# The links of a page lead to few hosts.
@lru_cache(maxsize=1024)
def _site(start: str) -> str:
    scheme, mark, rest = start.partition("://")
    return _host(rest) if mark and scheme.lower() in {"http", "https"} and " " not in start else ""


def _host(rest: str) -> str:
    for mark in "/?#":
        rest = rest.partition(mark)[0]
    host = rest.rpartition("@")[2].lower()
    return (host.partition(":")[0] if not host.startswith("[") else host).removeprefix("www.").rstrip(".")
