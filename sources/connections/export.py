"""Read what LinkedIn gives a member or a recruiter as CSV, in all its variants, without its e-mail addresses.

A byte order mark or UTF-16, a "Notes:" preamble of any kind or none, columns in any order and some missing, commas,
semicolons or tabs, days however they are written, rows of closed accounts. Hostile files cost bounded time and memory.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from hashlib import blake2b
from typing import BinaryIO
from urllib.parse import unquote

from model.errors import Changed
from sources.connections.columns import Form, Kind, read_day, recognise
from sources.connections.lines import ADVICE, MOST_BYTES, Lines, cells_of
from sources.plain import clean

__all__ = ["MOST_BYTES", "BadLine", "Export", "Kind", "Row", "kind_of", "read_export"]

MOST_ROWS = 50_000
MOST_BAD_LINES = 1_000
PREAMBLE = 40

KEPT = ("first", "last", "company", "position")
PROFILE = re.compile(r"(?:^|[/.])linkedin\.com/in/([^/?#\s]+)", re.IGNORECASE)
PLAIN_SLUG = re.compile(r"[A-Za-z0-9_-]{1,200}")
# What a spreadsheet would run. "@Work" and "- Head of Sales" are somebody's own words.
MAY_BEGIN_FORMULA = frozenset("=+-@ \t\r\n\v\f\xa0\u3000")
FORMULA = re.compile(r"\s*(?:=|[+@-]\s*[A-Za-z.]+\()")
NO_COMPANIES = (
    "This is Talent Hub's Candidates.csv: it says of nobody where they work, so nobody can be seen to move. "
    "Give a list from Recruiter that has the columns Company and Job title, or your Connections.csv."
)


@dataclass(frozen=True, slots=True)
class Row:
    """One person. `profile` is the address's last part, in lower case ("jane-doe"), or "".

    `place` is what tells people of one name apart in a recruiter's list, where not everybody has a profile address: a
    number, the digest of an e-mail address, or a location.
    """

    person: str
    profile: str
    connected: date | None
    company: str | None
    position: str | None
    place: str = ""


@dataclass(frozen=True, slots=True)
class BadLine:
    """A line that could not be read; the reason never repeats what the line says."""

    number: int
    reason: str


@dataclass(frozen=True, slots=True)
class Export:
    """What an export holds: each person once, and the lines that could not be read."""

    rows: tuple[Row, ...]
    bad_lines: tuple[BadLine, ...]
    kind: Kind = Kind.CONNECTIONS


@dataclass(slots=True)
class _Taken:
    """What was read so far. `clashing` are profiles that stand in the file twice, at two companies."""

    rows: dict[tuple[str, ...], Row] = field(default_factory=dict)
    bad: list[BadLine] = field(default_factory=list)
    clashing: set[tuple[str, ...]] = field(default_factory=set)

    def take(self, number: int, row: Row | str) -> None:
        """Take a row, or the reason why a line has none. Raises Changed where there are too many of either."""
        if isinstance(row, Row):
            told = (row.company or "", row.position or "")
            key = (row.profile,) if row.profile else (row.person.casefold(), str(row.connected), row.place, *told)
            known = self.rows.setdefault(key, row)
            if (known.company or "") != told[0]:
                self.clashing.add(key)
                row = "the same profile stands further up at another company: neither is taken"
        if isinstance(row, str):
            self.bad.append(BadLine(number, row))
        if len(self.bad) > MOST_BAD_LINES:
            first = self.bad[0]
            raise Changed(
                f"More than {MOST_BAD_LINES:,} lines cannot be read; {first.number}: {first.reason}. {ADVICE}"
            )
        if len(self.rows) > MOST_ROWS:
            raise Changed(f"The file holds more than {MOST_ROWS:,} people, which no export does. {ADVICE}")


def read_export(body: bytes | BinaryIO) -> Export:
    """Read a whole export as it streams by; raises Changed when it is none, holds nobody, or is beyond all bounds."""
    lines = Lines(body)
    form, columns, delimiter = _header(lines)
    if "company" not in columns:
        raise Changed(NO_COMPANIES)
    taken = _Taken()
    for number, cells in lines.records(delimiter, len(columns)):
        row = cells if isinstance(cells, str) else _row(dict(zip(columns, cells, strict=False)), form.kind)
        if row is not None:
            taken.take(number, row)
    rows = tuple(row for key, row in taken.rows.items() if key not in taken.clashing)
    if not rows:
        first = f"; {taken.bad[0].number}: {taken.bad[0].reason}" if taken.bad else ""
        raise Changed(f"The file names no connection{first}. {ADVICE}")
    return Export(rows, tuple(taken.bad), form.kind)


def kind_of(body: bytes | BinaryIO) -> Kind:
    """Tell whose list a file is by its header; raises Changed when it is none."""
    return _header(Lines(body))[0].kind


def _header(lines: Lines) -> tuple[Form, list[str], str]:
    """Find the header within the first lines, whatever stands before it; return its columns and the delimiter."""
    for _ in range(PREAMBLE):
        line = lines.next()
        if line is None:
            break
        for delimiter in ",;\t":
            cells = cells_of(line[1], delimiter, 0)
            while isinstance(cells, list) and cells and not clean(cells[-1]):
                cells.pop()
            found = recognise(cells) if isinstance(cells, list) else None
            if found is not None:
                return *found, delimiter
    raise Changed(
        f"No line says First Name, Last Name, …, Company, Position: it is not an export of connections. {ADVICE}"
    )


def _row(values: Mapping[str, str], kind: Kind) -> Row | str | None:
    """Understand one record; None for the row of a closed account, the reason for one that cannot be told apart."""
    first, last, company, position = (values.get(name, "") for name in KEPT)
    # Most values begin with none of these: the pattern is asked of few.
    if any(value[:1] in MAY_BEGIN_FORMULA and FORMULA.match(value) for value in (first, last, company, position)):
        return "a value is a formula"
    person = clean(f"{first} {last}")
    if not person:
        return None
    profile, connected = _profile(values.get("url", "")), read_day(clean(values.get("connected", "")))
    place = "" if kind is Kind.CONNECTIONS or profile else _mark(values)
    if not profile and connected is None and not place:
        if kind is Kind.CONNECTIONS:
            return "it has neither a profile address nor a day of connection that can be read"
        return "it has no profile address, e-mail address or location by which to know the person again"
    return Row(person, profile, connected, clean(company) or None, clean(position) or None, place)


def _mark(values: Mapping[str, str]) -> str:
    """Return what tells people of one name apart in a recruiter's list; of an e-mail address only a digest is left."""
    if id := clean(values.get("id", "")):
        return f"id {id}"
    if email := values.get("email", "").strip().casefold():
        return blake2b(email.encode(errors="replace"), digest_size=12, person=b"candidates").hexdigest()
    return clean(values.get("place", "")).casefold()


def _profile(address: str) -> str:
    """Return the last part of a profile's address in lower case, "" when there is none."""
    found = PROFILE.search(address)
    if found and PLAIN_SLUG.fullmatch(found[1]):
        return found[1].lower()
    name = unicodedata.normalize("NFC", unquote(found[1])).casefold() if found else ""
    return name if "@" not in name and name == clean(name) else ""
