"""What a page of a company's site names: its feeds, further pages that may name some, and its job boards. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import unquote, urldefrag, urljoin, urlsplit

from selectolax.lexbor import LexborHTMLParser

from sources.feed.canonical import is_web
from sources.newsroom.guesses import PLACES, slugs

MOST_LINKS = 3_000
_FEED_TYPES = frozenset(
    ("application/rss+xml", "application/atom+xml", "application/feed+json", "application/rdf+xml", "text/xml")
)
_FEED_LIKE = re.compile(r"(?:^|[/._-])(?:rss|atom|feed)s?(?:[/._-]|\Z)|\.rdf\Z", re.IGNORECASE)
# Comments and single tags of a blog are feeds, and not the company's news.
_ASIDE = re.compile(r"comment|/tag/|/author/|/category/|replytocom|wp-json|/page/\d", re.IGNORECASE)
_PAGES: tuple[str, ...] = tuple(PLACES["pages"])
_BOARDS: Mapping[str, tuple[re.Pattern[str], ...]] = {
    name: tuple(re.compile(one) for one in patterns) for name, patterns in PLACES["boards"].items()
}


@dataclass(frozen=True, slots=True)
class Links:
    """What one page names. `boards` are pairs of a provider and a board's name, as `boards` in config.toml takes it."""

    feeds: tuple[str, ...]
    pages: tuple[str, ...]
    boards: tuple[tuple[str, str], ...]


def links_of(body: bytes, url: str, domain: str) -> Links:
    """Read an HTML page of the site of `domain`; whatever else it is names nothing."""
    tree = LexborHTMLParser(body.decode("utf-8", "replace").replace("\0", ""))
    declared = [
        urljoin(url, node.attributes.get("href") or "")
        for node in tree.css("link[rel~=alternate]")
        if (node.attributes.get("type") or "").partition(";")[0].strip().lower() in _FEED_TYPES
    ]
    anchors = [(_absolute(url, node.attributes.get("href")), node.text()) for node in tree.css("a[href]")[:MOST_LINKS]]
    framed = [_absolute(url, node.attributes.get("src")) for node in tree.css("iframe[src], script[src]")]
    ours = [(link, text) for link, text in anchors if is_web(link) and belongs(link, domain)]
    feeds = [*declared, *(link for link, _ in ours if _FEED_LIKE.search(urlsplit(link).path))]
    pages = [link for link, text in ours if _tells(link, text) and link not in feeds]
    return Links(
        tuple(dict.fromkeys(link for link in feeds if is_web(link) and not _ASIDE.search(link))),
        tuple(dict.fromkeys(pages)),
        tuple(dict.fromkeys(board for link in [*(one for one, _ in anchors), *framed] for board in _boards(link))),
    )


def belongs(url: str, domain: str) -> bool:
    """Tell whether an address lies at a domain or at a host below it."""
    host = (urlsplit(url).netloc if ":" in domain else urlsplit(url).hostname) or ""
    return host == domain or host.endswith(f".{domain}")


def settled(url: str, domain: str) -> str:
    """Return where the site of a domain is, given where its address led: "www." or another ending are the same site.

    "" where it led to somebody else.
    """
    there = urlsplit(url)
    same = belongs(url, domain) or set(slugs("", there.netloc)) & set(slugs("", domain))
    return f"{there.scheme}://{there.netloc}" if same else ""


def _absolute(base: str, href: str | None) -> str:
    try:
        return urldefrag(urljoin(base, (href or "").strip()))[0]
    except ValueError:
        return ""


def _tells(link: str, text: str | None) -> bool:
    words = f"{urlsplit(link).path} {(text or '')[:60]}".casefold()
    return len(urlsplit(link).path) < 40 and any(word in words for word in _PAGES)


def _boards(link: str) -> Iterator[tuple[str, str]]:
    for name, patterns in _BOARDS.items():
        for pattern in patterns:
            if found := pattern.search(link):
                named = found.groupdict()
                yield name, unquote(named["board"] if "board" in named else f"{named['host']}/{named['site']}")
