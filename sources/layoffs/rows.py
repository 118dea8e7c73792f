"""Read a list of lay-offs line by line: its rows, and by number and reason the lines that cannot be read. Pure."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import blake2b

from model.errors import Changed
from model.item import Item, Notice
from sources.plain import clean
from sources.site import site_of

MOST_BYTES = 20 * 2**20
MOST_ROWS = 100_000
MOST_BAD_LINES = 1_000
LONGEST_URL = 2_000
# A file may be written where it is tomorrow already.
AHEAD = timedelta(days=2)
FIRST_YEAR = 2000
NEEDED = frozenset({"company", "total_laid_off", "date", "percentage_laid_off"})
KNOWN = NEEDED | {"location", "source"}
BLANK = frozenset({"", "null", "none", "nan", "n/a", "-"})
ABROAD = re.compile(r",?\s*Non-U\.S\.$")

_US = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})")
_ISO = re.compile(r"(\d{4})-(\d{2})-(\d{2})(?:[ T]00:00(?::00)?)?")
_COUNT = re.compile(r"(\d{1,3}(?:,\d{3})+|\d{1,6})(?:\.0*)?")
_SHARE = re.compile(r"(?:0?\.\d+|[01](?:\.0*)?)")


@dataclass(frozen=True, slots=True)
class Row:
    """One lay-off. `day` begins in UTC; `share` of its people, 0 to 1; `link` is "" where the list names no page."""

    company: str
    place: str
    day: datetime
    people: int | None
    share: float | None
    link: str


@dataclass(frozen=True, slots=True)
class BadLine:
    """A line that could not be read; the reason never repeats what the line says."""

    number: int
    reason: str


@dataclass(frozen=True, slots=True)
class Read:
    """What a list holds."""

    rows: tuple[Row, ...]
    bad_lines: tuple[BadLine, ...]


def is_list(head: bytes) -> bool:
    """Tell by its first line whether a file is such a list."""
    first = head.split(b"\n", 1)[0].decode("utf-8-sig", "replace")
    return _columns(first) is not None


def read_rows(body: bytes, now: datetime) -> Read:
    """Read a whole list. Raises Changed when it is none, when it holds nothing, or writes the day before the month."""
    lines = _decoded(body).splitlines()
    columns = _columns(lines[0]) if lines else None
    if columns is None:
        raise Changed(
            "Its first line does not say company, total_laid_off, date and percentage_laid_off: it is no list of "
            "lay-offs in the layout of layoffs.fyi."
        )
    rows: list[Row] = []
    bad: list[BadLine] = []
    for number, read in _records(lines, columns, now):
        if isinstance(read, Row):
            rows.append(read)
        else:
            bad.append(BadLine(number, read))
        if len(bad) > MOST_BAD_LINES:
            raise Changed(f"More than {MOST_BAD_LINES:,} lines cannot be read; {bad[0].number}: {bad[0].reason}.")
        if len(rows) > MOST_ROWS:
            raise Changed(f"It has more than {MOST_ROWS:,} rows, which no such list has.")
    _refuse_day_first(rows, bad)
    if bad and not rows:
        raise Changed(f"No line can be read; {bad[0].number}: {bad[0].reason}.")
    return Read(tuple(rows), tuple(bad))


def items_of(rows: Sequence[Row], source: str, file: str, fetched: datetime) -> list[Item]:
    """Make an item of each row of a `file`, which stands for the outlet where a row names none.

    The key is what stands for company and day, for the place, and for the numbers, with dots between: with another link
    it is the same item, with another number a further item of the same event (stories/same.py), which takes the place
    of the one before (stories/amended.py).
    """
    items: dict[str, Item] = {}
    for row in rows:
        event = _digest(row.company, row.day.date().isoformat())
        key = f"{event}.{_digest(row.place)}.{_digest(str(row.people), str(row.share))}"
        items.setdefault(
            key,
            Item(
                source=source,
                key=key,
                url=row.link,
                title=_title(row),
                text="",
                lang="en",
                site=site_of(row.link) or file,
                published=min(row.day, fetched),
                fetched=fetched,
                shape=Notice(row.company, row.people, None, official=False),
            ),
        )
    return list(items.values())


def _title(row: Row) -> str:
    """Say it in our own words: a list has none."""
    people = "people" if row.people is None else f"{row.people:,} {'person' if row.people == 1 else 'people'}"
    share = f" ({100 * row.share:.3g}% of its staff)" if row.share else ""
    return f"{row.company} lays off {people}{share}{f' in {row.place}' if row.place else ''}"


def _columns(header: str) -> tuple[str, ...] | None:
    try:
        cells = next(csv.reader([header], strict=True), [])
    except csv.Error:
        return None
    names = tuple(cell.strip().casefold() for cell in cells)
    twice = len(names) != len(set(names))
    return names if set(names) >= NEEDED and not twice else None


def _records(lines: Sequence[str], columns: tuple[str, ...], now: datetime) -> Iterator[tuple[int, Row | str]]:
    """Give each line after the first with its number. No value of such a list runs over two lines."""
    for number, line in enumerate(lines[1:], 2):
        if not line.strip(" ,;\t"):
            continue
        try:
            cells = next(csv.reader([line], strict=True), [])
        except csv.Error:
            yield number, "its quotes cannot be understood"
            continue
        if len(cells) != len(columns):
            yield number, f"it has {len(cells)} values, the header has {len(columns)}"
            continue
        yield number, _row({name: cells[n] for n, name in enumerate(columns) if name in KNOWN}, now)


def _row(values: Mapping[str, str], now: datetime) -> Row | str:
    """Understand one row, or say why not: a row that is half understood would tell something else."""
    cell = {name: "" if value.strip().casefold() in BLANK else value.strip() for name, value in values.items()}
    company = clean(cell["company"])
    if not company:
        return "it names no company"
    day = _day(cell["date"])
    if day is None or day.year < FIRST_YEAR:
        return DAY_FIRST if day is None and _is_day_first(cell["date"]) else "its date is no day such as 6/12/2026"
    if day > now + AHEAD:
        return "its date is yet to come"
    count, part = _COUNT.fullmatch(cell["total_laid_off"]), _SHARE.fullmatch(cell["percentage_laid_off"])
    people = int(count[1].replace(",", "")) if count else None
    if cell["total_laid_off"] and not people:
        return "total_laid_off is no number of people"
    share = float(part[0]) if part else None
    if cell["percentage_laid_off"] and (share is None or not 0 <= share <= 1):
        return "percentage_laid_off is no share between 0 and 1"
    place = ABROAD.sub("", clean(cell.get("location", "")))
    return Row(company, place, day, people, share or None, _link(cell.get("source", "")))


def _link(text: str) -> str:
    """Return the row's link if it is one: "Internal memo" and half an address are none."""
    return text if "." in site_of(text) and len(text) <= LONGEST_URL and not re.search(r"[\s<>\"|]", text) else ""


DAY_FIRST = "its date has no such month: is the day written before the month?"


def _day(text: str) -> datetime | None:
    us, iso = _US.fullmatch(text), _ISO.fullmatch(text)
    if us:
        return _moment(int(us[3]), int(us[1]), int(us[2]))
    return _moment(int(iso[1]), int(iso[2]), int(iso[3])) if iso else None


def _is_day_first(text: str) -> bool:
    us = _US.fullmatch(text)
    return us is not None and _moment(int(us[3]), int(us[2]), int(us[1])) is not None


def _moment(year: int, month: int, day: int) -> datetime | None:
    try:
        return datetime(year, month, day, tzinfo=UTC)
    except ValueError:
        return None


def _refuse_day_first(rows: Sequence[Row], bad: Sequence[BadLine]) -> None:
    """Refuse a file that another spreadsheet wrote: "6/12" would be read as June in half of its rows."""
    against = sum(one.reason == DAY_FIRST for one in bad)
    if against > sum(row.day.day > 12 for row in rows):
        raise Changed("It writes the day before the month: save it again with dates as 2026-12-31 or 12/31/2026.")


def _digest(*parts: str) -> str:
    return blake2b("\0".join(part.casefold() for part in parts).encode(), digest_size=8).hexdigest()


def _decoded(body: bytes) -> str:
    if body.startswith(b"PK"):
        raise Changed("It is a spreadsheet: save it as CSV.")
    if b"\0" in body:
        raise Changed("It is no CSV.")
    try:
        return body.decode("utf-8-sig")
    except UnicodeDecodeError:
        return body.decode("windows-1252", "replace")
