"""Google News: nothing without its terms, each entry its publisher's, and not through the door of other feeds."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from model.item import Page
from sources import feed, google_news
from sources.google_news import LICENCE, Settings, Source, without_publisher

SHARED = Path(__file__).parents[3] / "shared" / "payloads" / "news_rss"
URL = "https://news.google.com/rss/search?q=Acme&hl=en-US&gl=US&ceid=US:en"
NOW = datetime(2026, 7, 23, 12, tzinfo=UTC)


def test_it_is_off_until_somebody_accepts_the_words_of_its_licence() -> None:
    with pytest.raises(ValidationError) as caught:
        Settings(urls=(URL,))

    assert LICENCE in str(caught.value)
    assert "accept_terms = true" in str(caught.value)
    assert google_news.open(Settings(), []) == []
    assert [one.id for one in google_news.open(Settings(urls=(URL,), accept_terms=True), [])] == [f"google_news:{URL}"]
    assert LICENCE in google_news.TERMS


@pytest.mark.parametrize(
    "url",
    ["https://news.example/rss", "http://news.google.com/rss", "https://news.google.com/search?q=x", "https://[x"],
)
def test_only_its_own_feeds_belong_there(url: str) -> None:
    with pytest.raises(ValidationError, match="is no feed of Google News"):
        Settings(urls=(url,), accept_terms=True)


@pytest.mark.parametrize("url", [URL, "https://News.Google.com./rss", "https://news.google.co.uk/rss"])
def test_the_source_of_other_feeds_sends_them_here(url: str) -> None:
    with pytest.raises(ValidationError, match=r"it belongs in \[sources.google_news\]"):
        feed.Settings(urls=(url,))


@pytest.mark.parametrize(
    ("title", "publisher", "read"),
    [
        ("Acme grows - The Post", "The Post", "Acme grows"),
        ("Acme grows - THE POST", "The Post", "Acme grows"),
        ("Acme - Globex: a deal - A - B", "A - B", "Acme - Globex: a deal"),
        ("Acme grows - The Post", "The Times", "Acme grows - The Post"),
        ("Acme grows-The Post", "The Post", "Acme grows-The Post"),
        ("Acme grows - The Post", "", "Acme grows - The Post"),
        (" - The Post", "The Post", " - The Post"),
        ("The Post", "The Post", "The Post"),
    ],
)
def test_a_title_loses_its_publisher_and_nothing_else(title: str, publisher: str, read: str) -> None:
    assert without_publisher(title, publisher) == read


@given(st.text(min_size=1).filter(lambda t: t == t.strip()), st.text(min_size=1))
def test_what_was_put_together_comes_apart_again(title: str, publisher: str) -> None:
    assert without_publisher(f"{title} - {publisher}", publisher) == title


@pytest.mark.skipif(not SHARED.exists(), reason="needs ../shared")
def test_a_real_search_is_split_throughout() -> None:
    source = Source(Settings(urls=(URL,), accept_terms=True), URL)
    items = source.parse(Page("x", (SHARED / "monument-watch.google_news.xml").read_bytes(), NOW))

    assert len(items) == 92
    assert not any(item.text or item.site == "news.google.com" for item in items)
    assert not any(item.title.endswith(" - The Washington Post") for item in items)
    assert all(item.url.startswith("https://news.google.com/rss/articles/") for item in items)
