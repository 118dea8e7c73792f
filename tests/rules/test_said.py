"""The texts of the rules in other languages than English."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from model.language import Language
from model.score import Score
from model.signal import Amount, Kind, Seniority, SourceClass
from model.story import State
from rules.engine import score
from rules.facts import facts_of
from rules.language import Rules
from rules.reason import behind, money, slots_of, tell, told_elsewhere
from rules.said import TEXTS, WORDS, translated
from tests.make import NOW, at, company, signal, story
from tests.rules.pack import pack

OTHERS = sorted(set(Language) - {Language.ENGLISH})
FRENCH = Language.FRENCH


def optional(template: str) -> list[frozenset[str]]:
    """List what each part in [square brackets] asks for."""
    return sorted((slots_of(part) for part in re.findall(r"\[([^\[\]]*)\]", template)), key=sorted)


@pytest.mark.parametrize("language", OTHERS)
def test_every_text_of_the_pack_is_translated_and_no_other(language: Language) -> None:
    wanted = {text for rule in pack().rules for text in (rule.title, rule.reason, rule.advice)}
    assert set(TEXTS[language]) == wanted
    same = {text for text, said in TEXTS[language].items() if said == text}
    assert same <= {"{count} notes {when}"}


@pytest.mark.parametrize("language", OTHERS)
def test_a_translation_asks_for_the_same_slots(language: Language) -> None:
    for text, said in TEXTS[language].items():
        assert (slots_of(said), optional(said)) == (slots_of(text), optional(text)), text


@pytest.mark.parametrize("language", Language)
def test_every_word_around_a_reason_is_there(language: Language) -> None:
    words, english = WORDS[language], WORDS[Language.ENGLISH]
    assert (len(words.months), len(words.units)) == (12, 4)
    assert (words.somebody.keys(), words.places.keys()) == (english.somebody.keys(), english.places.keys())
    assert words.behind.keys() == set(State)
    assert all("{who}" in said for said in words.behind.values())


def test_french_breaks_no_line_before_its_signs() -> None:
    assert [said for said in TEXTS[FRENCH].values() if re.search(r"[ \w\]}][;!?»]|[\w\]}]:| :|«[^\u00a0]", said)] == []


def test_a_reason_is_told_in_french_with_its_day_its_people_and_who_stands_behind_it() -> None:
    template = "{people} left[ for {to_company}] on {date}"
    three = facts_of(story(outlets=("a.com", "b.com", "c.com"), to_company="Anthropic"))
    said = told_elsewhere(template, [three], NOW)
    assert said == {FRENCH: "Mira Murati (CTO)\u00a0: départ pour Anthropic le 25 sept. · confirmé par 3 médias"}
    several = [facts_of(story(person=name, role=None, seen=at("2023-11-17"))) for name in ("Ada", "Bob", "Cy", "Di")]
    told = tell(translated("{count} people left {when}: {people}", FRENCH), several, NOW, WORDS[FRENCH])
    assert told == "4 départs le 17 nov. 2023\u00a0: Ada, Bob et 2 de plus"


def test_somebody_without_a_name_is_told_in_french() -> None:
    group = facts_of(story(person=None, role=None, seniority=Seniority.GROUP, headcount=1200))
    assert tell("{people}", [group], NOW, WORDS[FRENCH]).startswith("1\u202f200 personnes · rapporté par ")
    note = replace(signal(kind=Kind.INBOUND_NOTE), source_class=SourceClass.NOTE)
    assert behind(story(evidence=(note,)), WORDS[FRENCH]).endswith("par une note de votre équipe")


@pytest.mark.parametrize(
    ("value", "currency", "expected"),
    [
        (6.6e9, "USD", "6,6\u00a0Md$"),
        (1e8, "EUR", "100\u00a0M€"),
        (1.2e12, "USD", "1\u202f200\u00a0Md$"),
        (70, "EUR", "70\u00a0€"),
        (250_000, "CHF", "250\u00a0k CHF"),
        (70, "", "70"),
    ],
)
def test_money_is_short_in_french_too(value: float, currency: str, expected: str) -> None:
    assert money(Amount(value, currency), WORDS[FRENCH]) == expected


def test_a_score_can_be_read_in_both_languages_and_is_the_same() -> None:
    scored = score(company(), [story()], pack(), NOW)
    assert isinstance(scored, Score)
    for point in scored.points:
        assert point.told(Language.ENGLISH) == point.reason
        assert point.told(FRENCH) != point.reason
        assert "départ" in point.told(FRENCH)


def test_a_rule_of_ones_own_speaks_in_its_authors_words() -> None:
    rules = Rules(tuple(rule.model_copy(update={"reason": "Our own words for {people}"}) for rule in pack().rules))
    scored = score(company(), [story()], rules, NOW)
    assert isinstance(scored, Score)
    assert {point.told(FRENCH) for point in scored.points} == {point.reason for point in scored.points}
    assert translated("Our own title", FRENCH) == "Our own title"
