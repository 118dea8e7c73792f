"""The catalogue: feeds and job boards that are added a pack at a time (`bot.py sources add --pack NAME`).

A pack is a CSV file in packs/, which anybody can extend; README.md there says what its columns mean. `verified` is the
day on which an address was last seen to answer; None marks one that nobody has seen. `mark` sets it.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from io import StringIO
from pathlib import Path
from urllib.parse import urlsplit

from model.errors import ConfigError
from sources.feed.canonical import canonical_url

HERE = Path(__file__).parent
LANGUAGES = ("en", "fr", "de", "es")
KINDS = ("wire", "technology", "business", "newsroom")
FEED_COLUMNS = ("name", "address", "language", "kind", "country", "company", "verified")
BOARD_COLUMNS = ("company", "domain", "must", "provider", "board", "country", "verified")
# LinkedIn forbids fetching, Google News any use but a person's own reading.
BARRED = ("linkedin.com", "linkedin.cn", "lnkd.in", "licdn.com", "news.google.com")


@dataclass(frozen=True, slots=True)
class ListedFeed:
    """A feed. `company` is whose newsroom it is, "" for the press; `country` is where a paper is at home."""

    name: str
    address: str
    language: str
    kind: str
    country: str
    company: str
    verified: date | None

    @property
    def source(self) -> str:
        """The id of the source that polls it."""
        return f"feed:{self.address}"


@dataclass(frozen=True, slots=True)
class ListedBoard:
    """A company's job board. `must` are words one of which has to stand near a name that is an ordinary word."""

    company: str
    domain: str
    must: tuple[str, ...]
    provider: str
    board: str
    country: str
    verified: date | None

    @property
    def source(self) -> str:
        """The id of the source that polls it."""
        return f"{self.provider}:{self.board}"


@dataclass(frozen=True, slots=True)
class Pack:
    """What is added together: feeds, or boards."""

    name: str
    about: str
    feeds: tuple[ListedFeed, ...] = ()
    boards: tuple[ListedBoard, ...] = ()

    @property
    def entries(self) -> tuple[ListedFeed | ListedBoard, ...]:
        """All that it holds."""
        return (*self.feeds, *self.boards)


def read_packs(folder: Path = HERE) -> Mapping[str, Pack]:
    """Read every pack, in the order of packs.csv. Raises ConfigError with every wrong row, by file and line."""
    abouts = {row["pack"]: row["about"] for row in _rows((folder / "packs.csv").read_text("utf-8"))}
    files = {path.stem: path for path in sorted((folder / "packs").glob("*.csv"))}
    faults = [f"{name}.csv: has no line in packs.csv that says what it is" for name in files if name not in abouts]
    faults += [f"packs.csv: {name} has no file packs/{name}.csv" for name in abouts if name not in files]
    packs = {name: _read(name, about, files[name], faults) for name, about in abouts.items() if name in files}
    faults += _twice(packs.values())
    if faults:
        raise ConfigError(faults)
    return packs


def mark(text: str, source: str, seen: date) -> str:
    """Set `verified` of a source in the text of a pack; the text as it was when the source is not in it."""
    rows = list(_rows(text))
    if not rows:
        return text
    columns = list(rows[0])
    for row in rows:
        own = f"feed:{row['address']}" if "address" in row else f"{row['provider']}:{row['board']}"
        if own == source:
            row["verified"] = seen.isoformat()
    written = StringIO()
    writer = csv.DictWriter(written, columns, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return written.getvalue()


def mark_verified(source: str, seen: date, folder: Path = HERE) -> list[str]:
    """Mark a source as seen to answer, in every pack that lists it; returns the packs' names. Raises OSError."""
    marked = []
    for path in sorted((folder / "packs").glob("*.csv")):
        before = path.read_text("utf-8")
        after = mark(before, source, seen)
        if after != before:
            path.write_text(after, "utf-8", newline="\n")
            marked.append(path.stem)
    return marked


def _rows(text: str) -> Iterator[dict[str, str]]:
    # A spreadsheet begins its files with a mark of the encoding.
    return csv.DictReader(StringIO(text.removeprefix("\ufeff")))


def _read(name: str, about: str, path: Path, faults: list[str]) -> Pack:
    rows = list(_rows(path.read_text("utf-8")))
    columns = tuple(rows[0]) if rows else ()
    if columns not in (FEED_COLUMNS, BOARD_COLUMNS):
        faults.append(f"{path.name}: its columns have to be {', '.join(FEED_COLUMNS)} or {', '.join(BOARD_COLUMNS)}")
        return Pack(name, about)
    feeds: list[ListedFeed] = []
    boards: list[ListedBoard] = []
    for line, row in enumerate(rows, start=2):
        told = {key: (value or "").strip() for key, value in row.items() if key is not None}
        try:
            if columns == FEED_COLUMNS:
                feeds.append(_feed(told))
            else:
                boards.append(_board(told))
        except ValueError as error:
            faults.append(f"{path.name} line {line}: {error}")
    return Pack(name, about, tuple(feeds), tuple(boards))


def _feed(row: dict[str, str]) -> ListedFeed:
    address = urlsplit(row["address"])
    host = (address.hostname or "").rstrip(".")
    if address.scheme not in ("https", "http") or "." not in host or " " in row["address"]:
        raise ValueError(f"{row['address']!r} is not the address of a feed: write it like https://example.com/feed.xml")
    if any(host == barred or host.endswith(f".{barred}") for barred in BARRED):
        raise ValueError(f"{host} does not let its pages be read for this: leave it out")
    if row["language"] not in LANGUAGES:
        raise ValueError(f"language {row['language']!r}: write one of {', '.join(LANGUAGES)}")
    if row["kind"] not in KINDS:
        raise ValueError(f"kind {row['kind']!r}: write one of {', '.join(KINDS)}")
    if not row["name"] or not (row["country"] or row["company"]):
        raise ValueError("it needs a name, and a country or a company")
    return ListedFeed(**{**row, "verified": _day(row["verified"])})  # type: ignore[arg-type]  # the rest are texts


def _board(row: dict[str, str]) -> ListedBoard:
    missing = [key for key in ("company", "domain", "provider", "board") if not row[key]]
    if missing:
        raise ValueError(f"{', '.join(missing)} is missing")
    must = tuple(word.strip() for word in row["must"].split(";") if word.strip())
    return ListedBoard(**{**row, "must": must, "verified": _day(row["verified"])})  # type: ignore[arg-type]  # as above


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise ValueError(f"verified {text!r}: write a day such as 2026-11-30, or nothing") from None


def _twice(packs: Iterable[Pack]) -> list[str]:
    """Tell which address or board stands in the catalogue twice, however it is spelled."""
    places: dict[str, list[str]] = {}
    for pack in packs:
        for entry in pack.entries:
            own = canonical_url(entry.address) if isinstance(entry, ListedFeed) else entry.source
            places.setdefault(own.casefold(), []).append(f"{pack.name}.csv")
    return [f"{own}: stands twice, in {' and '.join(files)}" for own, files in places.items() if len(files) > 1]
