"""Every word has a character of its own, however many words a language has."""

from __future__ import annotations

from signals.alphabet import FIRST_WORD, SIGNS, STAND_INS, Alphabet


def test_ten_thousand_words_have_ten_thousand_characters_and_none_that_stands_for_something_else() -> None:
    alphabet = Alphabet()
    chars = [alphabet[f"word{number}"] for number in range(10_000)]
    assert len({*chars}) == 10_000
    assert {*chars}.isdisjoint(STAND_INS)
    assert all(char >= FIRST_WORD and char not in SIGNS for char in chars)


def test_a_word_keeps_its_character_and_a_sign_is_its_own() -> None:
    alphabet = Alphabet()
    assert alphabet["leaves"] == alphabet["leaves"] != alphabet["joins"]
    assert alphabet[","] == ","
