"""Tell by its header which kind of LinkedIn's files a CSV is, and find its columns (columns.toml)."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache, lru_cache
from pathlib import Path

from sources.plain import clean

FILE = Path(__file__).with_name("columns.toml")
CENTURY = 2000


class Kind(StrEnum):
    """Whose lists there are: a member's own connections, or a recruiter's candidates."""

    CONNECTIONS = "connections"
    CANDIDATES = "candidates"


@dataclass(frozen=True, slots=True)
class Form:
    """One kind of file: which columns it `needs`, and what each may be called, in lower case."""

    name: str
    needs: frozenset[str]
    names: Mapping[str, str]

    @property
    def kind(self) -> Kind:
        """Tell whose list it is."""
        return Kind.CONNECTIONS if self.name == "connections" else Kind.CANDIDATES


@cache
def forms() -> tuple[Form, ...]:
    """Read columns.toml, in its order."""
    tables = {name: table for name, table in _table().items() if name != "months"}
    return tuple(
        Form(name, frozenset(table["needs"]), {called: column for column in table for called in _called(table, column)})
        for name, table in tables.items()
    )


@cache
def months() -> Mapping[str, int]:
    """Map what months are called to their numbers."""
    return {called: int(number) for number, names in _table()["months"].items() for called in names}


@cache
def _table() -> dict[str, dict[str, list[str]]]:
    return tomllib.loads(FILE.read_text("utf-8"))


def _called(table: Mapping[str, list[str]], column: str) -> list[str]:
    return [] if column == "needs" else table[column]


def recognise(header: Sequence[str]) -> tuple[Form, list[str]] | None:
    """Return the kind of file that has this header, and what each column is ("" for one that is not taken).

    A name that stands twice counts where it stands first.
    """
    called = [clean(cell).casefold().replace("_", " ") for cell in header]
    for form in forms():
        columns: list[str] = []
        for name in called:
            column = form.names.get(name, "")
            columns.append("" if column in columns else column)
        if form.needs <= set(columns):
            return form, columns
    return None


@lru_cache(maxsize=8192)
def read_day(text: str) -> date | None:
    """Read "12 Mar 2024", "7-Feb-22", "03/15/2024" or "2024-03-12", with months in four languages; None for others.

    Of numbers alone the first is the month, as LinkedIn wrote them; where it cannot be one, it is the day.
    """
    parts = [part for part in re.split(r"[\s/.,-]+", text.strip().casefold()) if part and part != "de"]
    if len(parts) != 3:
        return None
    try:
        if len(parts[0]) == 4:
            return date(int(parts[0]), int(parts[1]), int(parts[2]))
        year = int(parts[2]) + (CENTURY if len(parts[2]) == 2 else 0)
        month = months().get(parts[1])
        if month is not None:
            return date(year, month, int(parts[0]))
        first, second = int(parts[0]), int(parts[1])
        return date(year, first, second) if first <= 12 else date(year, second, first)
    except ValueError:
        return None
