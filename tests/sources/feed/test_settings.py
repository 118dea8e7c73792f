"""The section [sources.feed] of config.toml."""

from __future__ import annotations

from datetime import timedelta

import pytest
from pydantic import TypeAdapter, ValidationError

from sources.feed import EVERY, Settings
from sources.feed import open as open_feeds
from sources.settings import Duration

LENGTHS = TypeAdapter(Duration)


@pytest.mark.parametrize(
    ("text", "length"),
    [
        ("45s", timedelta(seconds=45)),
        ("15m", timedelta(minutes=15)),
        ("1h", timedelta(hours=1)),
        ("2d", timedelta(days=2)),
        ("90m", timedelta(minutes=90)),
    ],
)
def test_a_length_of_time_is_read_and_spelled_back(text: str, length: timedelta) -> None:
    assert LENGTHS.validate_python(text) == length
    assert LENGTHS.dump_python(length) == text


@pytest.mark.parametrize("text", ["15", "", "m", "-5m", "1.5h", "0s", "15 minutes", 15, None])
def test_anything_else_says_how_to_write_it(text: object) -> None:
    with pytest.raises(ValidationError, match="write it like"):
        LENGTHS.validate_python(text)


def test_each_address_is_a_source_of_its_own_and_counts_once() -> None:
    settings = Settings(urls=("https://a.example/f", "https://b.example/f", "https://a.example/f"), every="1h")

    feeds = open_feeds(settings, [])

    assert [feed.id for feed in feeds] == ["feed:https://a.example/f", "feed:https://b.example/f"]
    assert {feed.every for feed in feeds} == {timedelta(hours=1)}


def test_without_settings_there_is_no_feed_and_a_polite_rhythm() -> None:
    assert open_feeds(Settings(), []) == []
    assert Settings().every == EVERY


@pytest.mark.parametrize("url", ["example.com/feed", "file:///etc/passwd", "ftp://a.example/f"])
def test_an_address_that_is_none_says_how_to_write_it(url: str) -> None:
    with pytest.raises(ValidationError, match=r"write it like https://example\.com"):
        Settings(urls=(url,))
