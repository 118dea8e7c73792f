"""Which URLs may be asked at all: scheme, port, host, and nobody's password (requirements C1, C16).

What a host name leads to is judged later and elsewhere, when its address is known (transport.py).
"""

from __future__ import annotations

import re

import httpx

from model.errors import Refused

# LinkedIn's terms forbid fetching; the product lives without it (docs/design.md). Whole domains, redirects included.
DENIED = ("linkedin.com", "linkedin.cn", "lnkd.in", "licdn.com")

# Only hosts that every URL parser reads alike: we judge with httpx what aiohttp will connect to with another.
_NAME = re.compile(r"(?=.{1,253}\.?\Z)[a-z0-9_-]{1,63}(\.[a-z0-9_-]{1,63})*\.?\Z")
_LITERAL_6 = re.compile(r"[0-9a-f:.]+\Z")
_DEFAULT_PORT = {"http": 80, "https": 443}


def admit(url: httpx.URL | str, *, private: bool, ports: frozenset[int]) -> httpx.URL:
    """Return the URL, normalised and without fragment. Raises Refused with the reason."""
    try:
        asked = httpx.URL(url)
    except httpx.InvalidURL:
        raise Refused(f'"{shorten(str(url))}" is not a web address.') from None
    host = asked.raw_host.decode("ascii", "replace").lower()
    if asked.scheme not in _DEFAULT_PORT or not host:
        raise Refused(f'"{shorten(str(url))}" does not begin with http:// or https:// and a host.')
    if asked.userinfo:
        raise Refused(f"The address at {host} holds a user name or password, which are never sent.")
    if not (_NAME.match(host) or (":" in host and _LITERAL_6.match(host))):
        raise Refused(f'"{shorten(host)}" is not the name of a host.')
    if is_denied(host):
        raise Refused(f"{host} is never fetched: LinkedIn's terms forbid it.")
    port = asked.port if asked.port is not None else _DEFAULT_PORT[asked.scheme]
    if port not in ports and not private:
        raise Refused(f"{host} is asked on port {port}; allowed are {', '.join(map(str, sorted(ports)))}.")
    return asked.copy_with(fragment=None) if asked.fragment else asked


def is_denied(host: str) -> bool:
    """Say whether a host belongs to a domain that is never fetched."""
    name = host.rstrip(".")
    return name.endswith(DENIED) and any(name == domain or name.endswith("." + domain) for domain in DENIED)


def shorten(text: str) -> str:
    """Cut what a stranger wrote to a length fit for a message, without its query, which may hold a key."""
    bare = text.partition("?")[0]
    return bare if len(bare) <= 80 else bare[:79] + "…"
