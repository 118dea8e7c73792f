"""Real feeds served again with noise give the same items: nobody is told twice (requirement C15)."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from model.errors import Changed
from sources.feed.canonical import is_web
from sources.feed.entry import Entry
from sources.feed.item import keys
from sources.feed.read import read_entries

BENCH = Path(__file__).parents[4] / "shared" / "bench" / "feeds"
BASE = "https://base.example/feed"

pytestmark = [pytest.mark.slow, pytest.mark.skipif(not BENCH.exists(), reason="needs ../shared")]


def noisy(entry: Entry) -> Entry:
    """Change what publishers change: the title, the dates, the marks on a link, the scheme."""
    link, id_ = (marked(address) for address in (entry.link, entry.id))
    return replace(entry, link=link, id=id_, title=f"UPDATE: {entry.title}", published=None)


def marked(address: str) -> str:
    if not is_web(address) or "#" in address:
        return address
    return f"{address}{'&' if '?' in address else '?'}utm_source=rss&fbclid=x".replace("https://", "http://", 1)


def test_noise_gives_no_new_items() -> None:
    told = heard = 0
    for path in sorted(BENCH.iterdir()):
        try:
            entries = read_entries(path.read_bytes(), BASE)
        except Changed:
            continue
        named = [entry for entry in entries if entry.id or entry.link]
        told += len(named)
        heard += len(set(keys("feed:x", [noisy(entry) for entry in named])) - set(keys("feed:x", named)))

    assert told > 3_000
    assert heard == 0
