"""Two names, one person."""

from __future__ import annotations

import pytest

from stories.people import is_full, plain, same_person


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("Mira Murati", "Murati"),
        ("Mira Murati", "M. Murati"),
        ("Mira Murati", "Ms. Mira Murati"),
        ("Sam Altman", "Samuel Altman"),
        ("Jérôme Pesenti", "Jerome Pesenti"),
        ("Łukasz Weiß", "Lukasz Weiss"),
        ("Ana Botín", "Ana Botín Sanz"),
        ("Robert Downey Jr.", "Robert Downey"),
        ("Li Wei", "Wei Li"),
        ("Jean-Luc Arnaud", "Jean Arnaud"),
        ("李 伟", "李 伟"),
    ],
)
def test_one_person_under_two_names(a: str, b: str) -> None:
    assert same_person(a, b)
    assert same_person(b, a)


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("Mira Murati", "Bob McGrew"),
        ("Anna Smith", "Adam Smith"),
        ("A. Smith", "B. Smith"),
        ("Mira Murati", "Mira"),
        ("Barret Zoph", ""),
    ],
)
def test_two_persons(a: str, b: str) -> None:
    assert not same_person(a, b)
    assert not same_person(b, a)


def test_names_without_letters_are_compared_as_written() -> None:
    assert same_person("—", "—")
    assert not same_person("—", "–!")


def test_a_full_name_has_a_whole_first_name() -> None:
    assert is_full("Mira Murati")
    assert not is_full("M. Murati")
    assert not is_full("Murati")


def test_plain_takes_accents_off_letters_of_their_own_too() -> None:
    assert plain("Øystein Đorđević Æ") == "oystein dordevic ae"
