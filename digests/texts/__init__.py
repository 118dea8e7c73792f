"""Every sentence the bot says, from one table a language (en.toml, fr.toml). Words in braces are filled in.

What is said is said in the language of `speaking`, English when nobody chose: whoever draws for a channel or a person
chooses once, at the top, and no function below passes a language on (docs/decisions.md).
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Self

from model.language import Language
from model.signal import Kind


@dataclass(frozen=True, slots=True)
class Texts:
    """One language's table. `counted` and `endings` have a form for one and a form for several.

    `typed` are words that may be typed in commands for the English ones, `spans` those for so many days.
    """

    texts: Mapping[str, str]
    counted: Mapping[str, tuple[str, str]]
    endings: Mapping[str, tuple[str, str]]
    names: Mapping[Kind, str]
    sentences: Mapping[Kind, tuple[str, ...]]
    months: tuple[str, ...]
    scales: tuple[tuple[str, str], ...]
    scaled: str
    currencies: Mapping[str, tuple[str, str]]
    thousands: str
    decimal: str
    one: frozenset[int]
    typed: Mapping[str, str]
    spans: Mapping[str, int]

    @classmethod
    def of(cls, table: Mapping[str, Any]) -> Self:
        """Make it of a parsed file; a missing part raises KeyError, for the files are ours."""
        kinds = {Kind(name): face for name, face in table["kinds"].items()}
        return cls(
            texts=table["texts"],
            counted={what: (one, many) for what, (one, many) in table["counted"].items()},
            endings={ending: (one, many) for ending, (one, many) in table["endings"].items()},
            names={kind: face["name"] for kind, face in kinds.items()},
            sentences={kind: tuple(face["sentences"]) for kind, face in kinds.items()},
            months=tuple(table["dates"]["months"]),
            scales=tuple((one, many) for one, many in table["numbers"]["scales"]),
            scaled=table["numbers"]["scaled"],
            currencies={code: (plain, scaled) for code, (plain, scaled) in table["currencies"].items()},
            thousands=table["numbers"]["thousands"],
            decimal=table["numbers"]["decimal"],
            one=frozenset(table["numbers"]["one"]),
            typed=table["typed"],
            spans=table["spans"],
        )


TABLES: Mapping[Language, Texts] = {
    language: Texts.of(tomllib.loads((files(__name__) / f"{language.value}.toml").read_text("utf-8")))
    for language in Language
}
_SPOKEN: ContextVar[Language] = ContextVar("language", default=Language.ENGLISH)


@contextmanager
def speaking(language: Language) -> Iterator[None]:
    """Say everything within in `language`; other tasks and what comes after are not touched."""
    before = _SPOKEN.set(language)
    try:
        yield
    finally:
        _SPOKEN.reset(before)


def spoken() -> Language:
    """Tell which language is spoken now."""
    return _SPOKEN.get()


def table() -> Texts:
    """Give the table of the language that is spoken."""
    return TABLES[_SPOKEN.get()]


def say(key: str, **slots: object) -> str:
    """Fill one sentence of the table. A missing key or slot is our own mistake and raises KeyError."""
    return table().texts[key].format(**slots)


def titled(title: str, rest: str) -> str:
    """Say what something is and what it holds, in one line: "Sources: all of them working"."""
    return say("titled", title=title, rest=rest)


def opening(words: str) -> str:
    """Begin with a capital letter what ends a sentence elsewhere."""
    return words[:1].upper() + words[1:]


def count(what: str, n: int) -> str:
    """Say "1 article" or "1,200 articles"."""
    said_as_one, many = table().counted[what]
    return (said_as_one if n in table().one else many).format(n=number(n))


def number(value: float, decimals: int = 0) -> str:
    """Write "1,200" or "6.6" as the language does; a last ".0" is left out."""
    figure = f"{value:,.{decimals}f}".removesuffix(".0")
    return figure.translate({ord(","): table().thousands, ord("."): table().decimal})


@cache
def spans() -> Mapping[str, int]:
    """Map the words for spans of time, in every language, to days."""
    return {word: days for spoken in TABLES.values() for word, days in spoken.spans.items()}


def endings(n: int) -> dict[str, str]:
    """Give the endings of a verb after `n` persons, by the names by which sentences ask for them."""
    return {ending: one if n == 1 else many for ending, (one, many) in table().endings.items()}
