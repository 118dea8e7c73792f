"""One address for one page."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sources.feed.canonical import canonical_url, is_web
from sources.site import site_of


@pytest.mark.parametrize(
    "url",
    [
        "https://news.example/a",
        "http://news.example/a",
        "HTTPS://WWW.News.Example/a/",
        "https://news.example:443/a",
        "https://news.example/a?utm_source=rss&utm_medium=feed",
        "https://news.example/a#comments",
        "https://news.example/a?fbclid=1&ref=rss#x",
        "https://news.example/a/?",
    ],
)
def test_decorations_make_no_other_page(url: str) -> None:
    assert canonical_url(url) == "https://news.example/a"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://news.example/a?id=1", "https://news.example/a?id=2"),
        ("https://news.example/a", "https://news.example/A"),
        ("https://news.example/a?ref=chapter2", "https://news.example/a"),
        ("https://news.example:8080/a", "https://news.example/a"),
        ("https://a.news.example/", "https://b.news.example/"),
        ("tag:example,2024:1", "tag:example,2024:2"),
    ],
)
def test_different_pages_stay_different(one: str, other: str) -> None:
    assert canonical_url(one) != canonical_url(other)


def test_a_fragment_stays_where_it_is_part_of_an_id() -> None:
    assert canonical_url("https://x.example/#c1", fragment=True) != canonical_url(
        "https://x.example/#c2", fragment=True
    )


@given(st.text() | st.from_regex(r"https?://[a-z.:0-9]{1,20}(/[a-z?=&#_%/]{0,30})?", fullmatch=True))
def test_the_canonical_address_of_a_canonical_address_is_itself(url: str) -> None:
    once = canonical_url(url)

    assert canonical_url(once) == once


@pytest.mark.parametrize(
    "url", ["https://a.example", "http://a.example:80/x?y#z", "HTTP://u@a.example/", "https://[::1]/"]
)
def test_only_http_addresses_with_a_host_are_shown(url: str) -> None:
    assert is_web(url)


@pytest.mark.parametrize(
    "url", ["", "/x", "javascript:alert(1)", "ftp://a.example/", "https://", "http:///x", "https://a b/", "data:,x",
            "https://a.example/\nb", "http://a[b.example/", "//a.example/"],
)  # fmt: skip
def test_nothing_else_is_an_address(url: str) -> None:
    assert not is_web(url)


@pytest.mark.parametrize(
    ("url", "site"),
    [
        ("https://www.News.example:8080/a", "news.example"),
        ("https://user@news.example/", "news.example"),
        ("https://blog.news.example?x", "blog.news.example"),
        ("mailto:a@b.example", ""),
    ],
)
def test_the_site_is_the_host_without_www_and_port(url: str, site: str) -> None:
    assert site_of(url) == site
