"""Titles and summaries as people are meant to read them."""

from __future__ import annotations

import html

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sources.feed.snippet import first_sentence, snippet
from sources.feed.text import clean, plain, title_text


@pytest.mark.parametrize(
    ("raw", "read"),
    [
        ("AT&T hires", "AT&T hires"),
        ("Tom &amp; Jerry", "Tom & Jerry"),
        ("&lt;!here&gt; is literal", "<!here> is literal"),
        ("&amp;lt;b&amp;gt;", "&lt;b&gt;"),
        ("Caf&eacute; &#8217;n&#x2019; more", "Café ’n’ more"),
        ("a &notanentity; stays", "a &notanentity; stays"),
        ("R&D; S&P", "R&D; S&P"),
        ("Use of <T> in C++", "Use of <T> in C++"),
        ("5 < 6", "5 < 6"),
        ("<b>Bold</b> move", "Bold move"),
        ("<script>alert(1)</script>Safe", "Safe"),
        ("One<br>two", "One two"),
        (" spread \n over\tlines ", "spread over lines"),
        ("bell\x07 and \x00null", "bell and null"),
        ("\x93quoted\x94 \x96 by Windows", "“quoted” – by Windows"),
    ],
)
def test_a_title_reads_as_it_was_meant(raw: str, read: str) -> None:
    assert title_text(raw, markup=None) == read


def test_a_title_that_is_declared_as_text_stays_as_it_is() -> None:
    assert title_text("a <b> and &amp;", markup=False) == "a <b> and &amp;"


def test_a_title_that_is_declared_as_html_loses_every_tag() -> None:
    assert title_text("Use of <T> in C++", markup=True) == "Use of in C++"


@pytest.mark.parametrize(
    ("raw", "read"),
    [
        ("<p>She leaves today. More follows.</p>", "She leaves today."),
        ("<p>One line</p><p>another</p>", "One line another"),
        ('The <a href="x">OpenAI</a>’s CTO <b>left</b>.', "The OpenAI’s CTO left."),
        ("Acme Inc. cuts its U.S. staff on Sept. 5. It gave no reason.", "Acme Inc. cuts its U.S. staff on Sept. 5."),
        ("Is it true that they leave? Yes.", "Is it true that they leave?"),
        ("<!-- no --><style>p{}</style><p>Only this.</p><script>x()</script>", "Only this."),
        ('<img alt="a > b" src="x">The text after it.', "The text after it."),
        ("Not native => native at last", "Not native => native at last"),
        ("会社は発表した。次の文。", "会社は発表した。次の文。"),
        ("", ""),
    ],
)  # fmt: skip
def test_a_snippet_is_the_first_sentence(raw: str, read: str) -> None:
    assert snippet(raw) == read


def test_a_sentence_that_begins_after_much_markup_is_found() -> None:
    assert snippet(f"{'<img src=x>' * 900}<p>Here it is at last. And on.</p>") == "Here it is at last."


def test_a_long_sentence_is_cut_at_a_word() -> None:
    found = first_sentence("word " * 200)

    assert found.endswith("word…")
    assert len(found) <= 500


@given(st.text())
def test_a_clean_text_is_one_line_without_controls(text: str) -> None:
    found = clean(text)

    assert not any(ord(character) < 0x20 or 0x7F <= ord(character) < 0xA0 for character in found)


@given(st.text(st.characters(codec="ascii", exclude_categories=["Cc"])))
def test_escaped_text_is_decoded_exactly_once(text: str) -> None:
    once = html.escape(text)

    assert plain(once) == clean(text)
    assert plain(html.escape(once)) == clean(once)


@given(st.text(max_size=2_000))
def test_no_markup_is_too_odd_for_a_snippet(markup: str) -> None:
    assert len(snippet(markup)) <= 500
