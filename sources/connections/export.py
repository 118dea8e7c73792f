"""Read a Connections.csv as LinkedIn gives it to a member, in all its variants, without its e-mail addresses.

A byte order mark or UTF-16, a "Notes:" preamble of any kind or none, columns in any order and some missing, commas,
semicolons or tabs, four ways to write a day, rows of closed accounts. Hostile files cost bounded time and memory.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from urllib.parse import unquote

from model.errors import Changed
from sources.connections.lines import ADVICE, Lines, cells_of

MOST_BYTES = 20 * 2**20
MOST_ROWS = 50_000
MOST_BAD_LINES = 1_000
LONGEST_VALUE = 200
PREAMBLE = 40

NEEDED = frozenset({"first name", "last name", "company", "position"})
DAYS = ("%d %b %Y", "%d-%b-%y", "%m/%d/%Y", "%Y-%m-%d", "%d %B %Y", "%d-%b-%Y")
PROFILE = re.compile(r"(?:^|[/.])linkedin\.com/in/([^/?#\s]+)", re.IGNORECASE)
NOT_TEXT = re.compile("[\x00-\x1f\x7f-\x9f\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]+")


@dataclass(frozen=True, slots=True)
class Row:
    """One connection. `profile` is the address's last part, in lower case ("jane-doe"), or ""."""

    person: str
    profile: str
    connected: date | None
    company: str | None
    position: str | None


@dataclass(frozen=True, slots=True)
class BadLine:
    """A line that could not be read; the reason never repeats what the line says."""

    number: int
    reason: str


@dataclass(frozen=True, slots=True)
class Export:
    """What an export holds: each connection once, and the lines that could not be read."""

    rows: tuple[Row, ...]
    bad_lines: tuple[BadLine, ...]


def read_export(body: bytes) -> Export:
    """Read a whole export; raises Changed when it is not one, holds nobody, or is beyond all bounds."""
    if len(body) > MOST_BYTES:
        raise Changed(f"The file is larger than {MOST_BYTES // 2**20} MB, which no export is. {ADVICE}")
    lines = Lines(body)
    columns, delimiter = _header(lines)
    rows: dict[tuple[str, ...], Row] = {}
    bad: list[BadLine] = []
    for number, cells in lines.records(delimiter, len(columns)):
        row = cells if isinstance(cells, str) else _row(dict(zip(columns, cells, strict=False)))
        if isinstance(row, str):
            bad.append(BadLine(number, row))
        elif row is not None:
            rows.setdefault((row.profile,) if row.profile else (row.person.casefold(), str(row.connected)), row)
        if len(bad) > MOST_BAD_LINES:
            raise Changed(
                f"More than {MOST_BAD_LINES:,} lines cannot be read; {bad[0].number}: {bad[0].reason}. {ADVICE}"
            )
        if len(rows) > MOST_ROWS:
            raise Changed(f"The file holds more than {MOST_ROWS:,} people, which no export does. {ADVICE}")
    if not rows:
        raise Changed(f"The file names no connection. {ADVICE}")
    return Export(tuple(rows.values()), tuple(bad))


def clean(value: str) -> str:
    """Make a value plain: one line, no control characters, no e-mail address wherever it stands, at most 200 long."""
    text = NOT_TEXT.sub("", unicodedata.normalize("NFC", value).replace("\n", " ").replace("\uff20", "@"))
    return " ".join(word for word in text.split() if not _is_email(word))[:LONGEST_VALUE].strip()


def _is_email(word: str) -> bool:
    at = word.find("@", 1)
    return at > 0 and "." in word[at:]


def _header(lines: Lines) -> tuple[list[str], str]:
    """Find the header within the first lines, whatever stands before it; return its names and the delimiter."""
    for _ in range(PREAMBLE):
        line = lines.next()
        if line is None:
            break
        for delimiter in ",;\t":
            cells = cells_of(line[1], delimiter, 0)
            names = [clean(cell).casefold() for cell in cells] if isinstance(cells, list) else []
            if set(names) >= NEEDED:
                while names[-1] == "":
                    names.pop()
                return names, delimiter
    raise Changed(
        f"No line says First Name, Last Name, …, Company, Position: it is not an export of connections. {ADVICE}"
    )


def _row(values: Mapping[str, str]) -> Row | str | None:
    """Understand one record; None for the row of a closed account, the reason for one that cannot be told apart."""
    person = clean(f"{values['first name']} {values['last name']}")
    if not person:
        return None
    profile, connected = _profile(values.get("url", "")), _day(values.get("connected on", ""))
    if not profile and connected is None:
        return "it has neither a profile address nor a day of connection that can be read"
    return Row(person, profile, connected, clean(values["company"]) or None, clean(values["position"]) or None)


def _profile(address: str) -> str:
    """Return the last part of a profile's address in lower case, "" when there is none."""
    found = PROFILE.search(address.strip())
    name = unicodedata.normalize("NFC", unquote(found[1])).casefold() if found else ""
    return name if "@" not in name and name == clean(name) else ""


def _day(text: str) -> date | None:
    for form in DAYS:
        try:
            return datetime.strptime(clean(text), form).date()  # noqa: DTZ007 - a day has no zone
        except ValueError:
            continue
    return None
