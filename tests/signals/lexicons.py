"""The shipped lexicons and a small invented watch list, for the tests of this folder."""

from __future__ import annotations

import tomllib
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

from model.company import Company
from model.item import Article, Item, Shape
from signals.reader import Reader
from signals.vocabulary import Lexicon, parse_lexicon

FOLDER = Path(__file__).parents[2] / "signals" / "lexicon"
CASES = Path(__file__).parents[1] / "cases" / "lexicon"
LANGUAGES = sorted(path.stem for path in FOLDER.glob("*.toml"))
NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
WATCHED = (
    Company("Northwind", domain="northwind.example", cik=1234567),
    Company("Contoso", aliases=("Contoso Labs",)),
    Company("Harbour", must=("fintech", "payments")),
    Company("Block"),
    Company("Société Hélice", aliases=("Hélice",)),
)


@cache
def lexicon(language: str) -> Lexicon:
    """Return the product's lexicon of a language; it is read when a test first wants it, not when tests are listed."""
    return parse_lexicon(_table(language), f"{language}.toml")


def examples(language: str) -> list[dict[str, Any]]:
    """Read the entries of a language as they are written, with the sentences that each must match and must not."""
    return list(_table(language)["entries"])


def _table(language: str) -> dict[str, Any]:
    return tomllib.loads((FOLDER / f"{language}.toml").read_text("utf-8"))


def lexicons() -> tuple[Lexicon, ...]:
    """Return every lexicon of the product."""
    return tuple(map(lexicon, LANGUAGES))


def cases(language: str, folder: Path = CASES) -> list[dict[str, Any]]:
    """Read the cases of a language: texts with the events that they tell."""
    table = tomllib.loads((folder / f"{language}.toml").read_text("utf-8"))
    return list(table["case"])


@cache
def reader() -> Reader:
    """Return a reader of the invented watch list."""
    return Reader(WATCHED, lexicons())


def item(title: str, text: str = "", lang: str | None = "en", shape: Shape | None = None) -> Item:
    """Return an invented item."""
    return Item(
        "feed:test", "1", "https://news.example/1", title, text, lang, "news.example", NOW, NOW, shape or Article()
    )
