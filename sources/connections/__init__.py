"""LinkedIn connections: who changed jobs between two exports that a member made of their own network.

The member puts each new Connections.csv into a watched folder, or gives it to `bot.py import`. LinkedIn itself is never
asked. E-mail addresses are dropped while the file is read; what is kept between two exports names nobody.
"""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import ClassVar, Self

from pydantic import BaseModel, ConfigDict, model_validator

from model.company import Company
from model.errors import Changed
from model.item import Item, Page
from model.poll import PollState
from sources import folder
from sources.connections.changes import companies_of, diff, dump, forget, load, snapshot, turnover
from sources.connections.export import MOST_BYTES, Export, Row, read_export
from sources.contract import Http
from sources.contract import Source as AnySource
from sources.settings import Duration

NAME = "connections"
EVERY = timedelta(minutes=5)
TERMS = (
    "https://www.linkedin.com/help/linkedin/answer/a1339364: members may download their own data; nothing is scraped."
)

log = logging.getLogger(__name__)


class Settings(BaseModel):
    """[sources.connections]: the watched `folder` and its `owner`, the Slack member who alone sees what it tells."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    every: Duration = EVERY
    folder: Path | None = None
    owner: str = ""

    @model_validator(mode="after")
    def _owned(self) -> Self:
        if self.folder is not None and not self.owner:
            raise ValueError("owner is missing: set it to the Slack member ID of whose connections the folder gets")
        return self


def open(settings: Settings, companies: Sequence[Company]) -> list[AnySource]:
    """Watch the folder, if one is set."""
    return [Source(settings.owner, settings.folder, settings.every)] if settings.folder is not None else []


@dataclass(frozen=True, slots=True)
class Source:
    """One member's exports. Without a `folder` it only takes what `page_of` makes of a given file.

    The cursor is the time of the newest export read, in nanoseconds since 1970, and the Snapshot it left.
    """

    owner: str
    folder: Path | None = None
    every: timedelta = EVERY

    # The first export is the baseline and most others change nothing.
    never_empty: ClassVar[bool] = False

    @property
    def id(self) -> str:
        """Name whose connections these are."""
        return f"{NAME}:{self.owner}"

    async def fetch(self, http: Http, state: PollState, now: datetime) -> Page | None:
        """Read the newest file of the folder, if it is newer than the last one read."""
        return None if self.folder is None else await asyncio.to_thread(self._newest, self.folder, state, now)

    def parse(self, page: Page) -> list[Item]:
        """Tell what changed since the export before; nothing when this is the first. Raises Changed."""
        before, _, rows = _read(page)
        return diff(load(before), rows, self.owner, page.fetched) if before else []

    def advance(self, state: PollState, page: Page, items: Sequence[Item]) -> str | None:
        """Remember this export instead of the one before."""
        _, mark, rows = _read(page)
        return f"{mark} {dump(snapshot(rows))}"

    def _newest(self, watched: Path, state: PollState, now: datetime) -> Page | None:
        files = folder.dropped(watched)
        if not files or files[-1].changed <= _mark(state) or not folder.settled(files[-1], now):
            return None
        export = read_export(folder.read(watched, files[-1], MOST_BYTES))
        if export.bad_lines:
            told = "; ".join(f"{bad.number}: {bad.reason}" for bad in export.bad_lines[:10])
            log.warning("%s: %d lines could not be read (%s)", self.id, len(export.bad_lines), told)
        return page_of(export, state, now, files[-1].changed)


def page_of(export: Export, state: PollState, now: datetime, mark: int | None = None) -> Page:
    """Put an export and the Snapshot of the one before into a page; no e-mail address gets this far.

    `mark` is the export's age in nanoseconds since 1970: older files in the watched folder are left alone. A file that
    is given by hand is as new as `now`.
    """
    rows = [
        (row.person, row.profile, row.connected.isoformat() if row.connected else None, row.company, row.position)
        for row in export.rows
    ]
    body = {
        "before": (state.cursor or "").partition(" ")[2],
        "mark": int(now.timestamp() * 1e9) if mark is None else mark,
        "rows": rows,
    }
    return Page(url="", body=json.dumps(body, ensure_ascii=False).encode(errors="replace"), fetched=now)


def turnover_of(state: PollState, export: Export) -> tuple[int, int] | None:
    """Count who is new and who is gone since the export before; None when this is the first."""
    seats = (state.cursor or "").partition(" ")[2]
    return turnover(load(seats), export.rows) if seats else None


def without(cursor: str | None, person: str) -> str | None:
    """Leave a person out of what is remembered of the last export (requirement P7)."""
    mark, _, seats = (cursor or "").partition(" ")
    return f"{mark} {dump(forget(load(seats), person))}" if seats else cursor


def employers(state: PollState, people: Collection[str]) -> dict[str, set[str | None]]:
    """Tell where `people` work by the newest export, as it is written there; None where it names no company.

    Those who are not in it are left out; nobody's company is known when what is remembered of it is damaged.
    """
    seats = (state.cursor or "").partition(" ")[2]
    try:
        return companies_of(load(seats), people) if seats else {}
    except Changed:
        return {person: {None} for person in people}


def _mark(state: PollState) -> int:
    mark = (state.cursor or "").partition(" ")[0]
    return int(mark) if mark.isdigit() else 0


def _read(page: Page) -> tuple[str, int, list[Row]]:
    """Take a page of `page_of` apart: the Snapshot before, the age of the file, its rows."""
    try:
        body = json.loads(page.body)
        rows = [
            Row(str(person), str(profile), date.fromisoformat(day) if day else None, company, position)
            for person, profile, day, company, position in body["rows"]
        ]
        return str(body["before"]), int(body["mark"]), rows
    except (ValueError, TypeError, KeyError, RecursionError) as error:
        raise Changed("The page of an export is damaged.") from error
