"""What people say of themselves is told as their own words, with where they say it, in both languages."""

from __future__ import annotations

from dataclasses import replace

import pytest

from digests.evidence import named
from digests.sentence import sentence
from digests.texts import speaking
from model.language import Language
from model.signal import Certainty, SourceClass
from model.story import State, Story
from tests.make import story


def own(pattern: str, site: str) -> Story:
    made = story(outlets=(site,), source_class=SourceClass.PERSON, certainty=Certainty.RUMOUR, pattern=pattern)
    return replace(made, state=State.RUMOURED)


PROFILE = own("own_profile.departure", "github.com")
POST = own("own_words.left", "pond.example")


@pytest.mark.parametrize(
    ("told", "english", "french"),
    [
        (PROFILE, "Their GitHub profile now says: ", "D’après leur profil GitHub\u00a0: "),
        (POST, "In their own words on pond.example: ", "De leurs propres mots sur pond.example\u00a0: "),
    ],
)
def test_a_claim_of_ones_own_says_so_first(told: Story, english: str, french: str) -> None:
    assert sentence(told).startswith(f"{english}Mira Murati (CTO) leaves OpenAI")
    with speaking(Language.FRENCH):
        assert sentence(told).startswith(french)


def test_with_anybody_elses_rumour_it_is_a_rumour() -> None:
    press = story(outlets=("paper.example",), certainty=Certainty.RUMOUR)
    both = replace(PROFILE, evidence=(*PROFILE.evidence, *press.evidence))
    assert sentence(both).startswith("It is rumoured: ")


def test_once_it_is_reported_nothing_stands_before_it() -> None:
    assert sentence(replace(PROFILE, state=State.REPORTED)).startswith("Mira Murati")


def test_it_is_named_by_its_site_and_an_export_by_what_it_is() -> None:
    (signal,) = PROFILE.evidence
    assert named(signal) == "github.com"
    assert named(replace(signal, url="")) == "your own connections"
