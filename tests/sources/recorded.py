"""Recorded pages and their goldens: tests/fixtures/SOURCE/ holds source.toml, pages/NAME and goldens/NAME.json.

A golden that is missing is written and then fails its test: read it, then run again.
"""

from __future__ import annotations

import json
import tomllib
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from model.company import Company
from model.item import Item, Page
from sources.contract import Source
from sources.find import SourceModule

FIXTURES = Path(__file__).parents[1] / "fixtures"


@dataclass(frozen=True, slots=True)
class Recorded:
    """How a source is opened for its recorded pages, as its source.toml says."""

    folder: Path
    fetched: datetime
    settings: str
    companies: tuple[Company, ...]

    @property
    def asks_a_server(self) -> bool:
        """Tell a source that asks a server from one that watches a folder."""
        return "{server}" in self.settings

    def open(self, module: SourceModule, place: str) -> Source:
        """Open the source with `place` for {server} or {folder}."""
        settings = json.loads(self.settings.replace("{server}", place).replace("{folder}", place))
        return module.open(module.Settings(**settings), self.companies)[0]

    def pages(self) -> list[Path]:
        """List the recorded pages."""
        return sorted((self.folder / "pages").iterdir())

    def page(self, path: Path, body: bytes | None = None) -> Page:
        """Make the Page of a recorded file, or of other bytes in its place."""
        return Page(path.name, path.read_bytes() if body is None else body, self.fetched)


def recorded(name: str, entry: str = "") -> Recorded:
    """Read source.toml of the source, or an `entry` that would stand in it."""
    folder = FIXTURES / name
    told = tomllib.loads(entry or (folder / "source.toml").read_text("utf-8"))
    companies = tuple(Company(**company) for company in told.get("companies", []))
    return Recorded(folder, told["fetched"], json.dumps(told["settings"]), companies)


def assert_golden(path: Path, found: object) -> None:
    """Compare with the golden; write it when it is missing, and fail."""
    text = json.dumps(found, indent=2, ensure_ascii=False, default=str) + "\n"
    if not path.exists():
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, "utf-8")
        pytest.fail(f"{path} was missing and is written now: read it, then run again")

    assert json.loads(text) == json.loads(path.read_text("utf-8"))


def plain(items: Sequence[Item]) -> list[dict[str, Any]]:
    """Make items readable as JSON, each with the name of its shape."""
    found = [asdict(item) | {"shape": {"kind": type(item.shape).__name__} | asdict(item.shape)} for item in items]
    # A source knows the moment; only recorded news that is read again may know no more than the month.
    return [{name: value for name, value in item.items() if name != "spread"} for item in found]
