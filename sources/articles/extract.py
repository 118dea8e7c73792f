"""The text of an article out of its page, by trafilatura (the extra `articles`). Pure, and slow: meant for a thread."""

from __future__ import annotations

import re
from importlib.util import find_spec

LONGEST = 8_000  # characters, some 1,400 words: what happened is told before that, and reading takes its time
LEAST = 200  # characters: less is a line above a paywall
LARGEST = 1024 * 1024  # bytes of a page; larger ones are not worth the time
MISSING = (
    "articles.sites: whole articles need the extra `articles`: install it with "
    "`.venv/bin/pip install 'trafilatura>=2.3'`, or take the sites out"
)

# https://www.w3.org/community/reports/tdmrep/CG-FINAL-tdmrep-20240202: a page that reserves its text against mining.
_RESERVED = re.compile(rb"""<meta\s[^>]{0,200}tdm-reservation["'][^>]{0,200}content=["']?1""", re.IGNORECASE)


def is_installed() -> bool:
    """Tell whether the extra is there, without loading it."""
    return find_spec("trafilatura") is not None


def text_of(page: bytes, url: str) -> str:
    """Return what an article says, without menus, comments and tables; "" where there is none, or it is reserved."""
    from trafilatura import extract

    if len(page) > LARGEST or _RESERVED.search(page):
        return ""
    text = extract(page, url=url, include_comments=False, include_tables=False, favor_precision=True)
    return text[:LONGEST] if text and len(text) >= LEAST else ""
