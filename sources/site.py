"""The site of a web address, by which publishers are told apart."""

from __future__ import annotations

from urllib.parse import urlsplit


def site_of(url: str) -> str:
    """Return the host of a web address without "www.", "" for anything else."""
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
    except ValueError:
        return ""
    return host.removeprefix("www.") if parts.scheme in ("http", "https") and " " not in url else ""
