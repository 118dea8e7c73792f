"""Redirects, by hand: each hop is judged like a first address (requirements C3, C4, C16)."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import httpx

from model.errors import Refused
from sources.fetcher.gate import admit
from sources.fetcher.limits import Limits

PERMANENT = frozenset({301, 308})


@dataclass(frozen=True, slots=True)
class Hop:
    """One address on the way from what was asked to what answers.

    `private` says that it may lie inside the company's own network: that holds for the host config.toml names, not for
    whoever it redirects to. `lasting` says that every redirect until here was permanent.
    """

    url: httpx.URL
    host: str
    private: bool
    trusted_host: str | None
    number: int = 0
    lasting: bool = True

    @property
    def permanent(self) -> str | None:
        """Where an unbroken chain of permanent redirects led, None when nothing moved for good."""
        return str(self.url) if self.number and self.lasting else None


# The same addresses are asked for years; judging them takes a tenth of a question's CPU.
@lru_cache(maxsize=4096)
def first(url: str, *, allow_private: bool, limits: Limits) -> Hop:
    """Begin at the address a source asks for. Raises Refused."""
    asked = admit(url, private=allow_private, ports=limits.ports)
    host = asked.host
    return Hop(asked, host, allow_private, host if allow_private else None)


def following(hop: Hop, status: int, location: str | None, limits: Limits) -> Hop:
    """Take the next step of a redirect. Raises Refused when it must not be taken."""
    if not location:
        raise Refused(f"{hop.host} redirects ({status}) without saying where to.")
    if hop.number >= limits.redirects:
        raise Refused(f"{hop.host} redirects more than {limits.redirects} times in a row.")
    try:
        target = hop.url.join(location)
    except (httpx.InvalidURL, ValueError):
        raise Refused(f"{hop.host} redirects to something that is not a web address.") from None
    if hop.url.scheme == "https" and target.scheme == "http":
        raise Refused(f"{hop.host} redirects from https to plain http, where anybody could change what we read.")
    private = target.host == hop.trusted_host
    try:
        url = admit(target, private=private, ports=limits.ports)
    except Refused as refused:
        raise Refused(f"{hop.host} redirects elsewhere. {refused.detail}") from None
    lasting = hop.lasting and status in PERMANENT
    return Hop(url, url.host, private, hop.trusted_host, hop.number + 1, lasting)
