"""Recruiters' notes: what somebody heard about a company, typed as `bot.py note` or dropped as a file.

A file is TOML with [[notes]] tables, or JSON lines with one object each; both hold at, author, company, text and, if
there is one, url. `at` is a day (2024-10-01) or a moment with its zone (2024-10-01T09:00:00Z).
"""

from __future__ import annotations

import asyncio
import json
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from hashlib import blake2b
from pathlib import Path, PurePath
from typing import ClassVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from model.address import BETWEEN, workspace_of
from model.company import Company
from model.errors import Changed
from model.item import Item, Note, Page
from model.poll import PollState
from sources import folder
from sources.contract import Http
from sources.contract import Source as AnySource
from sources.plain import title_of
from sources.settings import Duration

EVERY = timedelta(minutes=1)
TERMS = "Your own team's words, written down for this purpose; nobody else is asked."

SITE = "note"
MOST_BYTES = 2**20
MOST_NOTES = 5_000


class Settings(BaseModel):
    """[sources.note]: the watched `folder`, none when notes are only typed."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    every: Duration = EVERY
    folder: Path | None = None


def open(settings: Settings, companies: Sequence[Company]) -> list[AnySource]:
    """Watch the folder, if one is set."""
    return [Source(settings.folder, settings.every)] if settings.folder is not None else []


def make_note(author: str, company: str, text: str, url: str, at: datetime, fetched: datetime | None = None) -> Item:
    """Make the item of a note that `author` wrote `at` that time; its title is the note's first line, shortened."""
    words = text.strip()
    return Item(
        source=f"note:{workspace}{BETWEEN}" if (workspace := workspace_of(author)) else "note:",
        key=blake2b("\n".join((author, at.isoformat(), words)).encode(errors="replace"), digest_size=12).hexdigest(),
        url=url,
        title=title_of(words),
        text=words,
        lang=None,
        site=SITE,
        published=min(at, fetched or at),
        fetched=fetched or at,
        shape=Note(author, company),
    )


@dataclass(frozen=True, slots=True)
class Source:
    """The notes dropped into one folder, file by file, oldest first.

    The cursor names the files that were read, with their times: a file that was added to is read again, its old notes
    are recognised. A file with a mistake stays unread, and those after it, until it is mended or moved away.
    """

    folder: Path
    every: timedelta = EVERY

    never_empty: ClassVar[bool] = False
    questions: ClassVar[int] = 0

    @property
    def id(self) -> str:
        """All notes are one source, however they came."""
        return "note:"

    async def fetch(self, http: Http, state: PollState, now: datetime) -> Page | None:
        """Read the oldest unread file."""
        return await asyncio.to_thread(folder.unread, self.folder, state, now, MOST_BYTES)

    def parse(self, page: Page) -> list[Item]:
        """Read the notes; raises Changed with all mistakes and their places at once."""
        kind = PurePath(page.url).suffix.lower()
        if kind not in READ:
            raise Changed(f"{page.url} is neither TOML nor JSON lines: name it .toml or .jsonl, or move it away.")
        notes = READ[kind](page)
        items = (make_note(n.author, n.company, n.text, n.url, n.at, page.fetched) for n in notes)
        return list({item.key: item for item in items}.values())

    def advance(self, state: PollState, page: Page, items: Sequence[Item]) -> str | None:
        """Add the file to those that were read."""
        return folder.remembered(state, page)


class _Written(BaseModel):
    """One note as it stands in a file."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    at: datetime
    author: str = Field(min_length=1, max_length=100)
    company: str = Field(min_length=1, max_length=200)
    text: str = Field(min_length=1, max_length=4_000)
    url: str = Field(default="", pattern=r"^(https?://\S+)?$", max_length=2_000)

    @field_validator("at", mode="before")
    @classmethod
    def _moment(cls, value: object) -> datetime:
        moment = datetime.fromisoformat(value) if isinstance(value, str) else value
        if isinstance(moment, date) and not isinstance(moment, datetime):
            return datetime.combine(moment, time(), UTC)
        if not isinstance(moment, datetime):
            raise ValueError("write a day, 2024-10-01, or a moment, 2024-10-01T09:00:00Z")
        if moment.tzinfo is None:
            if isinstance(value, str) and len(value) == len("2024-10-01"):
                return moment.replace(tzinfo=UTC)
            raise ValueError("say the zone: 2024-10-01T09:00:00Z")
        return moment.astimezone(UTC)


def _toml(page: Page) -> list[_Written]:
    try:
        tables = tomllib.loads(page.body.decode()).get("notes")
    except (ValueError, RecursionError) as error:
        raise Changed(f"{page.url} is not TOML: {error}.") from error
    if not isinstance(tables, list):
        raise Changed(f"{page.url} has no [[notes]] tables.")
    return _check(page.url, [(f"note {number}", table) for number, table in enumerate(tables, 1)])


def _lines(page: Page) -> list[_Written]:
    written: list[tuple[str, object]] = []
    try:
        for number, line in enumerate(page.body.decode().splitlines(), 1):
            if line.strip():
                written.append((f"line {number}", json.loads(line)))
    except (ValueError, RecursionError) as error:
        raise Changed(f"{page.url}: line {len(written) + 1} or what follows it is not JSON in UTF-8.") from error
    return _check(page.url, written)


def _check(name: str, written: Sequence[tuple[str, object]]) -> list[_Written]:
    """Validate all notes of a file; raises Changed with every mistake, without repeating what the notes say."""
    if not written or len(written) > MOST_NOTES:
        raise Changed(f"{name} holds {'no note' if not written else f'more than {MOST_NOTES:,} notes'}.")
    notes, faults = [], []
    for place, value in written:
        try:
            notes.append(_Written.model_validate(value))
        except (ValidationError, OverflowError) as error:
            told = error.errors() if isinstance(error, ValidationError) else []
            faults += [f"{place}: {'.'.join(map(str, e['loc']))} {e['msg']}" for e in told] or [
                f"{place}: at is too far"
            ]
    if faults:
        raise Changed(f"{name}: " + "; ".join(faults[:20]) + ". Mend the file or move it away.")
    return notes


READ = {".toml": _toml, ".jsonl": _lines}
