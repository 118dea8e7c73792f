"""One address for one page, however it was decorated on its way through feeds and newsletters."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from urllib.parse import unquote_plus

_DATA = tomllib.loads((Path(__file__).parent / "tracking.toml").read_text("utf-8"))
_PREFIXES: tuple[str, ...] = tuple(_DATA["prefixes"])
_NAMES: frozenset[str] = frozenset(_DATA["names"])
_AMBIGUOUS: frozenset[str] = frozenset(_DATA["ambiguous"])
_VALUES: frozenset[str] = frozenset(_DATA["values"])
_WEB = re.compile(r"https?://(?:[^/?#@\[\]]*@)?(?:[^/?#@:\[\]]+|\[[0-9a-f:.]+\])(?::\d*)?(?:[/?#]|\Z)", re.IGNORECASE)
# The common case: lower-case host, path, and nothing else.
_BARE = re.compile(r"https?://(?:www\.)?([a-z0-9.-]+)((?:/[^/?#\s]+)*)/*")
_PORTS = {"http": ":80", "https": ":443"}


def is_web(url: str) -> bool:
    """Tell whether `url` is an http or https address with a host: the only kind that is ever shown."""
    return _WEB.match(url) is not None and " " not in url and url.isprintable()


def canonical_url(url: str, fragment: bool = False) -> str:
    """Return the identity of a web address: https, host in lower case without www., no tracking, no closing slash.

    The fragment goes unless `fragment` is true. What is not a web address comes back as it is. It is a name to compare
    by, not an address to open: the query keeps its order, and the scheme may not be the one that answers.
    """
    bare = _BARE.fullmatch(url)
    if bare:
        return f"https://{bare[1]}{bare[2]}"
    scheme, mark, rest = url.partition("://")
    if not mark or scheme.lower() not in _PORTS:
        return url
    rest, _, anchor = rest.partition("#")
    rest, _, query = rest.partition("?")
    host, _, path = rest.partition("/")
    host = host.lower().removesuffix(_PORTS[scheme.lower()]).removeprefix("www.")
    path = path.rstrip("/")
    kept = "&".join(part for part in query.split("&") if part and not _tracks(part)) if query else ""
    tail = f"?{kept}" if kept else ""
    return f"https://{host}{'/' if path else ''}{path}{tail}{f'#{anchor}' if fragment and anchor else ''}"


def _tracks(part: str) -> bool:
    name, _, value = part.partition("=")
    name = unquote_plus(name).lower()
    return name in _NAMES or name.startswith(_PREFIXES) or (name in _AMBIGUOUS and value.lower() in _VALUES)
