"""Names are found as whole words, the longest first, in any case and with any accent."""

from __future__ import annotations

import string

from hypothesis import given
from hypothesis import strategies as st

from model.company import Company
from signals.companies import Companies
from signals.fold import fold
from signals.spellings import Vocabulary
from tests.signals.lexicons import WATCHED, item, reader

WORDS = Vocabulary(ordinary=frozenset({"block", "target"}), others=frozenset({"contoso bay"}))
COMPANIES = Companies(WATCHED, WORDS)


def named(text: str, companies: Companies = COMPANIES) -> list[str]:
    return [mention.company for mention in companies.find(text) if mention.company]


def test_a_name_inside_a_word_is_no_name() -> None:
    assert named("The northwinds blow") == []
    assert named("Contosometer") == []


def test_possessives_domains_aliases_and_hyphens_are_found() -> None:
    assert named("Northwind's boss") == ["Northwind"]
    assert named("Northwind’s boss") == ["Northwind"]
    assert named("see northwind.example for more") == ["Northwind"]
    assert named("ex-Contoso staff at Contoso Labs") == ["Contoso", "Contoso"]


def test_accents_and_case_do_not_matter() -> None:
    assert named("HELICE et société hélice") == ["Société Hélice", "Société Hélice"]
    assert named("He\u0301lice") == []  # composed by the reader before it looks
    assert reader().understand(item("He\u0301lice gagne un prix", lang="fr")).about == ("Société Hélice",)


def test_a_longer_name_of_another_house_is_not_ours() -> None:
    assert named("Contoso Bay opens") == []
    both = Companies([Company("Contoso"), Company("Contoso Deep")])
    assert named("Contoso Deep and Contoso", both) == ["Contoso Deep", "Contoso"]


def test_an_everyday_word_needs_its_capital() -> None:
    assert named("they block the road") == []
    assert [mention.doubtful for mention in COMPANIES.find("a day at Block")] == [True]


def test_must_words_have_to_stand_near_and_never_words_rule_out() -> None:
    assert named("The harbour was calm") == []
    assert named("Harbour, the payments firm") == ["Harbour"]
    never = Companies([Company("Harbour", never=("boats",))])
    assert named("Harbour for boats", never) == []


def test_an_address_names_nobody_but_a_domain_does() -> None:
    assert named("https://feeds.northwind.example/rss?by=contoso") == []
    assert named("says northwind.example, the shop") == ["Northwind"]


def test_a_german_genitive_is_the_name_where_it_is_asked_for() -> None:
    found = COMPANIES.find("Northwinds Chefin", language="de")
    assert [(mention.company, mention.end) for mention in found] == [("Northwind", len("Northwind"))]
    assert named("Northwinds Chefin") == []


def test_a_loose_name_is_matched_by_its_beginning() -> None:
    assert COMPANIES.match("Northwind, Inc.") == "Northwind"
    assert COMPANIES.match("The Northwind") == "Northwind"
    assert COMPANIES.match("Freelance for Northwind") is None
    assert COMPANIES.match(None) is None


def test_nobody_is_watched() -> None:
    nobody = Companies([])
    assert not nobody.any_in("Northwind")
    assert nobody.find("Northwind") == []


@given(st.text(max_size=200))
def test_folding_keeps_every_offset(text: str) -> None:
    assert len(fold(text)) == len(text)
    assert fold(fold(text)) == fold(text) or not text.isascii()


@given(st.text(alphabet="İıßŒ ﬁé" + string.ascii_letters, max_size=30))
def test_a_name_is_found_where_it_stands(before: str) -> None:
    text = f"{before} Northwind."
    mention = COMPANIES.find(text)[-1]
    assert text[mention.start : mention.end] == "Northwind"


@given(st.text(max_size=300))
def test_the_quick_look_finds_all_that_reading_finds(text: str) -> None:
    if any(mention.company for mention in COMPANIES.find(text)):
        assert COMPANIES.any_in(text)
