"""What people type is read rightly, whatever they type."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digests.draw import draw_help
from digests.plain import as_text
from handlers.commands import commands
from handlers.names import Unknown, domain_of, find
from handlers.words import Asked, TooLong, nearest, parse
from tests.cost import cost
from tests.handlers.shelf import ANTHROPIC, OPENAI

WORDS = commands()


@pytest.mark.parametrize(
    ("typed", "asked"),
    [
        ("", Asked("help", "", bare=True)),
        ("   ", Asked("help", "", bare=True)),
        ("help", Asked("help", "")),
        ("OpenAI", Asked("lookup", "OpenAI")),
        ("  open   ai ", Asked("lookup", "open ai")),
        ("lookup OpenAI", Asked("lookup", "OpenAI")),
        ("WHY OpenAI", Asked("why", "OpenAI")),
        ("watch “Acme Robotics”", Asked("watch", "Acme Robotics", sure=True)),
        ('"list"', Asked("lookup", "list", sure=True)),
        ("« Mistral »", Asked("lookup", "Mistral", sure=True)),
        ("digest now", Asked("digest", "now")),
        ("Johnson &amp; Johnson", Asked("lookup", "Johnson & Johnson")),
        ("&amp;lt;b", Asked("lookup", "&lt;b")),
        ("watch <http://openai.com|openai.com>", Asked("watch", "openai.com")),
        ("watch\u00a0OpenAI\u200b", Asked("watch", "OpenAI")),
        ('"', Asked("lookup", '"')),
    ],
)
def test_a_command_is_read_as_it_is_meant(typed: str, asked: Asked) -> None:
    assert parse(typed, WORDS) == asked


def test_more_than_2000_characters_are_refused_with_what_to_do() -> None:
    with pytest.raises(TooLong, match="one company at a time"):
        parse("x" * 2001, WORDS)


@given(st.text(max_size=2000))
def test_any_text_is_read_as_some_command(typed: str) -> None:
    asked = parse(typed, WORDS)
    assert asked.word in WORDS
    assert asked.name.isprintable()


@pytest.mark.parametrize("typed", ["<" * 2000, '"' * 2000, "&amp;" * 400, "a|<" * 600, "\u202e" * 2000])
def test_hostile_text_costs_less_than_a_millisecond_or_so(typed: str) -> None:
    assert cost(lambda: parse(typed, WORDS), enough=0.001) <= 0.001


@pytest.mark.parametrize("typed", ["openai", "Open AI", "OPENAI.COM", "https://www.openai.com/", "OpenAI?"])
def test_a_company_is_found_by_name_alias_and_domain(typed: str) -> None:
    assert find(typed, [ANTHROPIC, OPENAI]) is OPENAI


@pytest.mark.parametrize(("typed", "near"), [("Opneai", ("OpenAI",)), ("antropic", ("Anthropic",)), ("Zebra", ())])
def test_a_misspelt_company_is_suggested_and_never_guessed(typed: str, near: tuple[str, ...]) -> None:
    assert find(typed, [ANTHROPIC, OPENAI]) == Unknown(typed, near)


def test_an_empty_name_is_no_company() -> None:
    assert find("", [OPENAI]) == Unknown("", ())


@pytest.mark.parametrize(
    ("typed", "word"), [("wach", "watch"), ("lsit", "list"), ("digets", "digest"), ("hlep", "help")]
)
def test_a_misspelt_sub_word_is_recognised(typed: str, word: str) -> None:
    assert nearest(typed, WORDS, most=1) == (word,)


@pytest.mark.parametrize(
    ("word", "domain"),
    [
        ("acme.example", "acme.example"),
        ("https://www.acme.example/jobs", "acme.example"),
        ("Acme", None),
        ("Inc.", None),
        ("1.5", None),
        ("a..b", None),
    ],
)
def test_a_domain_is_told_from_a_name(word: str, domain: str | None) -> None:
    assert domain_of(word) == domain


def test_every_sub_word_says_what_it_does() -> None:
    assert {"lookup", "help", "watch", "mute", "digest"} <= WORDS.keys()
    assert all(command.help for command in WORDS.values())


def test_help_lists_every_sub_word() -> None:
    shown = as_text(draw_help(["OpenAI"]))
    assert [word for word in WORDS if word not in {"lookup", "help"} and f"/signals {word}" not in shown] == []
