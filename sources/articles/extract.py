"""The text of an article out of its page, by trafilatura (the extra `articles`). Pure, and slow: meant for a thread."""

from __future__ import annotations

from importlib.util import find_spec

LONGEST = 20_000  # characters, some 3,500 words
LEAST = 200  # characters: less is a line above a paywall
LARGEST = 1024 * 1024  # bytes of a page; larger ones are not worth the time
MISSING = (
    "articles.sites: whole articles need the extra `articles`: install it with "
    "`uv pip install 'trafilatura>=2.3'`, or take the sites out"
)


def is_installed() -> bool:
    """Tell whether the extra is there, without loading it."""
    return find_spec("trafilatura") is not None


def text_of(page: bytes, url: str) -> str:
    """Return what an article says, without menus, comments and tables; "" when there is no article to be found."""
    from trafilatura import extract

    if len(page) > LARGEST:
        return ""
    text = extract(page, url=url, include_comments=False, include_tables=False, favor_precision=True)
    return text[:LONGEST] if text and len(text) >= LEAST else ""
