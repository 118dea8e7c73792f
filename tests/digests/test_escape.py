from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digests.escape import clean, domain, escape, link, safe_url, shorten, size
from tests.digests.active import active_in_mrkdwn
from tests.digests.invent import EVIL, urls, words


@given(words())
def test_nothing_in_foreign_text_is_active(text: str) -> None:
    assert not list(active_in_mrkdwn(escape(text)))
    assert ">" not in escape(text)


@given(words(), st.integers(1, 400))
def test_clean_text_is_one_visible_line_within_its_cap(text: str, cap: int) -> None:
    made = clean(text, cap)
    assert size(made) <= cap
    plain = made.translate({0xA0: " ", 0x202F: " "})
    assert plain == " ".join(plain.split())
    assert not any(unicodedata.category(character) in {"Cc", "Cf", "Cs"} for character in made)


@given(words())
def test_cleaning_twice_changes_nothing(text: str) -> None:
    assert clean(clean(text)) == clean(text)


@pytest.mark.parametrize(
    ("foreign", "shown"),
    [
        ("<!channel>", "&lt;!channel&gt;"),
        ("&lt;!here&gt;", "&amp;lt;!here&amp;gt;"),
        ("\u202egnp.exe\u2066", "gnp.exe"),
        ("<\u200b!\u200bhere>", "&lt;!here&gt;"),
        ("a\n\t b\x00\x1b", "a b"),
        ("Café – l’équipe", "Café – l’équipe"),
        ("\u3164\u2800", ""),
    ],
)
def test_foreign_text_as_it_is_shown(foreign: str, shown: str) -> None:
    assert escape(foreign) == shown


def test_an_emoji_is_never_cut_in_half() -> None:
    assert shorten("😀😀😀", 4) == "😀…"
    assert shorten("😀😀", 4) == "😀😀"


def test_a_megabyte_of_nothing_is_clean_at_once() -> None:
    assert clean("\u200b" * 1_000_000 + "x") == ""


@pytest.mark.parametrize(
    ("url", "safe"),
    [
        ("https://www.ft.com/a?b=c&d=e#f", "https://www.ft.com/a?b=c&d=e#f"),
        ("HTTP://FT.com", "http://ft.com/"),
        ("https://ft.com:8443/a b|c>d", "https://ft.com:8443/a%20b%7Cc%3Ed"),
        ("https://пример.example/ü", "https://xn--e1afmkfd.example/%C3%BC"),
        ("https://ft.com?q=1", "https://ft.com/?q=1"),
        ("https://user@ft.com/", None),
        ("https://ft.com@evil.example/", None),
        ("javascript:alert(1)", None),
        ("mailto:a@ft.com", None),
        ("file:///etc/passwd", None),
        ("https://[::1]/", None),
        ("https://ft.com:99999/", None),
        ("https://a|b.example/", None),
        ("https://a..b/", None),
        ("https://ft.com/" + "x" * 1000, None),
        ("", None),
        ("https://", None),
    ],
)
def test_what_may_be_a_link(url: str, safe: str | None) -> None:
    assert safe_url(url) == safe


def test_a_link_shows_where_it_leads() -> None:
    assert link("https://www.ft.com/a&b") == "<https://www.ft.com/a&amp;b|ft.com>"
    assert link("https://evil.example/", "reuters.com") == "<https://evil.example/|reuters.com (evil.example)>"
    assert link("javascript:x", "<b>") == "&lt;b&gt;"


def test_a_long_host_shows_its_end() -> None:
    host = "reuters.com." + "a" * 50 + ".evil.example"
    assert domain(f"https://{host}/").endswith(".evil.example")
    assert len(domain(f"https://{host}/")) == 60


def test_foreign_letters_in_a_host_are_shown_in_punycode() -> None:
    assert domain("https://аррӏе.com/") == "xn--80ak6aa92e.com"


@given(urls(), words())
def test_a_link_is_one_link_or_none(url: str, label: str) -> None:
    inside = list(active_in_mrkdwn(link(url, label)))
    assert len(inside) == (0 if safe_url(url) is None else 1)
    for target in inside:
        address, _, shown = target.partition("|")
        assert address.startswith(("http://", "https://"))
        assert domain(url) in shown
        assert "|" not in shown


@given(urls())
def test_a_safe_address_stays_the_same(url: str) -> None:
    safe = safe_url(url)
    assert safe is None or (safe_url(safe) == safe and not set('|<>" ^') & set(safe))


def test_the_tricks_are_all_tried() -> None:
    assert len(EVIL) > 20
