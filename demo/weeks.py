"""The recorded weeks as values: what stood where, and when it appeared."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from pydantic import BaseModel, ConfigDict

FOLDER = Path(__file__).parent / "weeks"


class _Table(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Entry(_Table):
    """One entry of a feed; `trap` says why it must alert nobody."""

    at: datetime
    url: str
    title: str
    summary: str = ""
    trap: str | None = None


class Feed(_Table):
    """One feed: where it is served, in which format, and everything that ever stood in it."""

    path: str
    format: str
    title: str
    lang: str
    entries: tuple[Entry, ...]


class HnStory(_Table):
    """One story of Hacker News and the searches that find it."""

    id: int
    at: datetime
    title: str
    query: tuple[str, ...]
    url: str | None = None
    text: str | None = None
    trap: str | None = None


class FilingRow(_Table):
    """One form 8-K."""

    at: datetime
    filer: str
    cik: int
    accession: str
    items: tuple[str, ...]
    url: str


class NoteRow(_Table):
    """What a recruiter typed."""

    at: datetime
    author: str
    company: str
    text: str
    url: str = ""


class BoardPost(_Table):
    """One post of the job board, and until when it stands there."""

    at: datetime
    title: str
    department: str
    city: str
    gone: datetime | None = None


class Board(_Table):
    """The job board of one company: everything that ever stood in it."""

    company: str
    name: str
    posts: tuple[BoardPost, ...]


class NoticeRow(_Table):
    """One row of a state's list of WARN notices."""

    at: datetime
    notice: date
    company: str
    city: str
    jobs: int
    effective: date


class Call(_Table):
    """One call of a vendor's webhook."""

    at: datetime
    body: str


@dataclass(frozen=True, slots=True)
class Weeks:
    """Everything that was recorded."""

    feeds: tuple[Feed, ...]
    stories: tuple[HnStory, ...]
    filings: tuple[FilingRow, ...]
    notes: tuple[NoteRow, ...]
    connections: tuple[bytes, bytes]
    board: Board
    notices: tuple[NoticeRow, ...]
    calls: tuple[Call, ...]

    @property
    def traps(self) -> tuple[str, ...]:
        """Titles that must make nobody speak."""
        entries: list[Entry | HnStory] = [entry for feed in self.feeds for entry in feed.entries]
        return tuple(entry.title for entry in [*entries, *self.stories] if entry.trap)


def load_weeks(folder: Path = FOLDER) -> Weeks:
    """Read the recorded weeks."""

    def tables(name: str, key: str) -> Sequence[Mapping[str, object]]:
        found = tomllib.loads((folder / name).read_text("utf-8"))[key]
        return list(found)

    return Weeks(
        feeds=tuple(Feed.model_validate(table) for table in tables("press.toml", "feeds")),
        stories=tuple(HnStory.model_validate(table) for table in tables("hacker_news.toml", "stories")),
        filings=tuple(FilingRow.model_validate(table) for table in tables("filings.toml", "filings")),
        notes=tuple(NoteRow.model_validate(table) for table in tables("notes.toml", "notes")),
        connections=((folder / "connections-before.csv").read_bytes(), (folder / "connections-after.csv").read_bytes()),
        board=Board.model_validate(tomllib.loads((folder / "board.toml").read_text("utf-8"))),
        notices=tuple(NoticeRow.model_validate(table) for table in tables("notices.toml", "notices")),
        calls=tuple(Call.model_validate(table) for table in tables("calls.toml", "calls")),
    )
