"""The shipped lexicons and a small invented watch list, for the tests of this folder."""

from __future__ import annotations

import tomllib
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

from model.company import Company
from model.item import Article, Item, Shape
from signals.reader import Reader
from signals.vocabulary import Lexicon, parse_lexicon

FOLDER = Path(__file__).parents[2] / "signals" / "lexicon"
CASES = Path(__file__).parents[1] / "cases" / "lexicon"
NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
WATCHED = (
    Company("Northwind", domain="northwind.example", cik=1234567),
    Company("Contoso", aliases=("Contoso Labs",)),
    Company("Harbour", must=("fintech", "payments")),
    Company("Block"),
    Company("Société Hélice", aliases=("Hélice",)),
)


@cache
def lexicons() -> tuple[Lexicon, ...]:
    """Return every lexicon of the product."""
    return tuple(
        parse_lexicon(tomllib.loads(path.read_text("utf-8")), path.name) for path in sorted(FOLDER.glob("*.toml"))
    )


@cache
def reader() -> Reader:
    """Return a reader of the invented watch list."""
    return Reader(WATCHED, lexicons())


def item(title: str, text: str = "", lang: str | None = "en", shape: Shape | None = None) -> Item:
    """Return an invented item."""
    return Item(
        "feed:test", "1", "https://news.example/1", title, text, lang, "news.example", NOW, NOW, shape or Article()
    )
