"""Every recorded payload of ../shared is read by the source it belongs to, or refused with a fault that says why.

payloads.toml says which source that is, or why none reads it; a file that no row fits fails.
"""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from fnmatch import fnmatchcase
from functools import cache
from importlib import import_module
from inspect import signature
from pathlib import Path

import pytest

from model.errors import Changed
from model.item import Page
from sources.contract import Source
from sources.find import find
from tests.sources.recorded import FIXTURES, recorded

SHARED = Path(__file__).parents[3] / "shared" / "payloads"
TABLE = tomllib.loads((Path(__file__).parent / "payloads.toml").read_text("utf-8"))
KEYS = {"pattern", "source", "reader", "test", "refused", "either", "answers", "none"}
SOURCES = find()
AWAITED = frozenset(TABLE["awaited"])
AT = datetime(2026, 11, 23, tzinfo=UTC)
MOSTLY = 0.9  # so many files of a suite of odd ones are read and not refused

needs_shared = pytest.mark.skipif(not SHARED.exists(), reason="needs ../shared")


@dataclass(frozen=True, slots=True)
class Row:
    """A row of payloads.toml."""

    pattern: str
    source: str = ""
    reader: str = ""
    test: str = ""
    refused: str = ""
    either: bool = False
    answers: bool = False
    none: str = ""


ROWS = [Row(**row) for row in TABLE["files"]]


@cache
def files() -> tuple[str, ...]:
    """List every payload, by its path."""
    return tuple(path.relative_to(SHARED).as_posix() for path in sorted(SHARED.rglob("*")) if path.is_file())


def row_of(name: str) -> Row | None:
    """Find the first row that fits."""
    return next((row for row in ROWS if fnmatchcase(name, row.pattern)), None)


@cache
def opened(name: str) -> tuple[Source, ...]:
    """Open a source as its fixtures do."""
    told, module = recorded(name), SOURCES[name]
    place = "http://server.example" if told.asks_a_server else str(FIXTURES)
    settings = json.loads(told.settings.replace("{server}", place).replace("{folder}", place))
    return tuple(module.open(module.Settings(**settings), told.companies))


def own(where: str) -> object:
    """Find what "module:name" names."""
    module, _, name = where.partition(":")
    return getattr(import_module(module), name)


def bodies(row: Row, body: bytes) -> list[bytes]:
    """Take the answers out of a recording; anything else is one answer."""
    if not row.answers:
        return [body]
    told = [one for one in json.loads(body) if one.get("status") == 200]
    return [json.dumps(one.get("body", one.get("response"))).encode() for one in told]


def faults(row: Row, body: bytes) -> Iterator[str]:
    """Give the fault of each way in which the source may read a body, "" where it was read."""
    for source in opened(row.source):
        for answer in bodies(row, body):
            try:
                source.parse(Page("", answer, AT))
            except Changed as changed:
                yield changed.detail or str(changed)
            else:
                yield ""


def test_every_row_says_who_reads_it_or_why_nobody_does() -> None:
    for told, row in zip(TABLE["files"], ROWS, strict=True):
        assert told.keys() <= KEYS
        assert bool(row.source or row.reader) != bool(row.none), row
        assert not row.source or row.source in SOURCES or row.source in AWAITED, row


@needs_shared
def test_every_payload_has_its_row_and_every_row_a_payload() -> None:
    rows = {name: row_of(name) for name in files()}

    assert [name for name, row in rows.items() if row is None] == []
    assert [row.pattern for row in ROWS if row not in rows.values()] == []


SINGLE = [name for name in files() if (row := row_of(name)) is None or not (row.either or row.none)]


@needs_shared
@pytest.mark.parametrize("name", SINGLE)
def test_a_payload_is_read_by_its_source_or_refused_as_it_should_be(name: str) -> None:
    row = row_of(name)
    assert row is not None, f"{name}: no row of payloads.toml says who reads it"
    if row.source and row.source not in SOURCES:
        return  # not built yet; its name is on the list of those awaited
    body = (SHARED / name).read_bytes()
    if row.test:
        test = own(row.test)
        assert callable(test)
        test()
    elif row.reader:
        reader = own(row.reader)
        assert callable(reader)
        if row.refused:
            with pytest.raises(Changed, match=row.refused):
                reader(body)
            return
        assert reader(*[body, ""][: len([p for p in signature(reader).parameters.values() if p.default is p.empty])])
    elif row.refused:
        with pytest.raises(Changed, match=row.refused):
            opened(row.source)[0].parse(Page("", body, AT))
    else:
        found = list(faults(row, body))
        assert "" in found, found


@needs_shared
def test_the_odd_feeds_are_read_or_refused_and_never_a_fault_of_ours() -> None:
    odd = [name for name in files() if (row := row_of(name)) and row.either]
    read = 0
    for name in odd:
        row = row_of(name)
        assert row is not None
        read += "" in set(faults(row, (SHARED / name).read_bytes()))

    assert len(odd) > 4_000
    assert read > MOSTLY * len(odd)
