"""What rules say to a reader, in other languages than English: the words around a reason, and every text of the pack.

A text of the pack is translated by its own English words (fr.toml): a rule that somebody wrote or changed has no
translation, and speaks in its author's words.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files
from typing import Any, Self

from model.language import Language
from model.signal import Seniority, SourceClass
from model.story import State


@dataclass(frozen=True, slots=True)
class Words:
    """The words that fill and follow a reason. What stands in braces is filled in."""

    months: tuple[str, ...]
    on: str
    between: str
    listed: str
    more: str
    missing: str
    people: str
    several: str
    unnamed: str
    nobody: str
    somebody: Mapping[Seniority, str]
    outlets: str
    seen: str
    places: Mapping[SourceClass, str]
    behind: Mapping[State, str]
    thousands: str
    decimal: str
    units: tuple[str, ...]
    scaled: str
    money: str
    money_scaled: str

    @classmethod
    def of(cls, table: Mapping[str, Any]) -> Self:
        """Make them of a parsed file; a missing part raises TypeError, for the files are ours."""
        plain = {key: value for key, value in table.items() if isinstance(value, str)}
        return cls(
            **plain,
            months=tuple(table["months"]),
            units=tuple(table["units"]),
            somebody={Seniority(rank): words for rank, words in table["somebody"].items()},
            places={SourceClass(source): words for source, words in table["places"].items()},
            behind={State(state): words for state, words in table["behind"].items()},
        )


def _read(language: Language) -> Mapping[str, Any]:
    return tomllib.loads((files(__name__) / f"{language.value}.toml").read_text("utf-8"))


_TABLES = {language: _read(language) for language in Language}
WORDS: Mapping[Language, Words] = {language: Words.of(table["words"]) for language, table in _TABLES.items()}
TEXTS: Mapping[Language, Mapping[str, str]] = {language: table["texts"] for language, table in _TABLES.items()}


def translated(text: str, language: Language) -> str:
    """Say a title, an advice or the template of a reason in a language; as it is where nobody translated it."""
    return TEXTS[language].get(text, text)
