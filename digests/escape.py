"""The one door for foreign text: headlines, names, addresses that somebody else wrote (requirements D1, D3).

`clean` is for plain_text and rich_text, which show their text literally; `escape` and `link` are for mrkdwn.
"""

from __future__ import annotations

import re
import unicodedata
from urllib.parse import SplitResult, quote, urlsplit

LONGEST_URL = 1000
LONGEST_DOMAIN = 60
# Cc control, Cf format (bidirectional marks, zero width, soft hyphen), Cs lone surrogates, Co private, Cn unassigned.
INVISIBLE = frozenset({"Cc", "Cf", "Cs", "Co", "Cn"})
# Letters by their category, blank on every screen.
BLANK = frozenset("\u115f\u1160\u3164\uffa0\u2800\u034f\u180e")
# A run of spaces becomes one; a single one on which a line may not break, as French puts before a colon, stays.
SPACES = re.compile(r"\s+")
UNBROKEN = frozenset("\u00a0\u202f")
KEPT_IN_URLS = "/%:@!$&'()*+,;=~-._?"


def size(text: str) -> int:
    """Count UTF-16 code units, the larger of the two ways in which Slack may count an emoji."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le", errors="surrogatepass")) // 2


def shorten(text: str, cap: int) -> str:
    """Cut `text` to at most `cap` UTF-16 code units, the last of them an ellipsis when something was cut."""
    if size(text) <= cap:
        return text
    kept = text.encode("utf-16-le")[: 2 * (cap - 1)].decode("utf-16-le", errors="ignore")
    return kept.rstrip() + "…"


def clean(text: str, cap: int = 300) -> str:
    """Make one visible line of foreign text: nothing invisible, no runs of spaces, at most `cap` UTF-16 code units."""
    # A generous first cut keeps a hostile megabyte from being walked character by character.
    spaced = _spaced(text[: cap * 20])
    if spaced.isprintable() and BLANK.isdisjoint(spaced):
        return shorten(spaced, cap)
    seen = "".join(c for c in spaced if unicodedata.category(c) not in INVISIBLE and c not in BLANK)
    return shorten(_spaced(seen), cap)


def _spaced(text: str) -> str:
    if UNBROKEN.isdisjoint(text):
        return " ".join(text.split())
    return SPACES.sub(lambda run: run[0] if run[0] in UNBROKEN else " ", text).strip()


def escape(text: str, cap: int = 300) -> str:
    """Clean foreign text and make it inert in mrkdwn: no mention and no link can come out of it.

    `cap` counts the characters a reader sees; the result may be longer, five characters for each ampersand.
    """
    return clean(text, cap).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def safe_url(url: str) -> str | None:
    """Rewrite an address so that it can stand in a message; None when it must not be a link.

    Only http and https, no user part (it hides the true host), the host in ASCII, everything unusual percent-encoded.
    """
    try:
        parts = urlsplit(url.strip())
        host, port = _ascii_host(parts), parts.port
    except (ValueError, UnicodeError):
        return None
    if parts.scheme not in {"http", "https"} or host is None:
        return None
    where = host if port is None else f"{host}:{port}"
    tail = "".join(
        mark + quote(piece, safe=KEPT_IN_URLS, errors="ignore")
        for mark, piece in (("", parts.path), ("?", parts.query), ("#", parts.fragment))
        if piece
    )
    slash = "" if tail.startswith("/") else "/"
    whole = f"{parts.scheme}://{where}{slash}{tail}"
    return whole if len(whole) <= LONGEST_URL else None


def _ascii_host(parts: SplitResult) -> str | None:
    if "@" in parts.netloc or not parts.hostname:
        return None
    host = parts.hostname.encode("idna").decode("ascii").lower().rstrip(".")
    plain = host.replace("-", "").replace(".", "").replace("_", "")
    return host if plain.isalnum() and host[0].isalnum() else None


def domain(url: str) -> str:
    """Name the host a reader will truly land on, in punycode where it has foreign letters; "" when it is no link.

    A long host loses its beginning, never its end: who owns it stands at the end.
    """
    safe = safe_url(url)
    host = (urlsplit(safe).hostname or "") if safe else ""
    host = host.removeprefix("www.")
    return host if len(host) <= LONGEST_DOMAIN else "…" + host[1 - LONGEST_DOMAIN :]


def link(url: str, label: str = "") -> str:
    """Write a mrkdwn link that shows its true domain; only the escaped label when the address must not be a link."""
    safe, host = safe_url(url), domain(url)
    if safe is None:
        return escape(label)
    shown = host if label in {"", host} else f"{escape(label)} ({host})"
    return f"<{safe.replace('&', '&amp;')}|{shown.replace('|', '¦')}>"
