"""What `check` says of settings that are right and yet not wise."""

from __future__ import annotations

import pytest

from cli.check import source_hints
from config import Settings

FEEDS = {"urls": ["https://news.example/rss"]}


@pytest.mark.parametrize(
    ("sources", "hints"),
    [
        ({}, 0),
        ({"feed": FEEDS}, 0),
        ({"gdelt": {}, "feed": FEEDS}, 0),
        ({"gdelt": {}}, 1),
        ({"gdelt": {}, "feed": {"urls": []}}, 1),
    ],
)
def test_gdelt_alone_is_told_to_be_no_source_to_rely_on(sources: dict[str, dict[str, object]], hints: int) -> None:
    assert len(source_hints(Settings(sources=sources))) == hints
