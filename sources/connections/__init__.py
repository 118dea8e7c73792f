"""LinkedIn exports: who changed jobs between two of a member's own Connections.csv, or of a recruiter's candidates.

The member drops each new file into a watched folder, hands it in at Slack, or gives it to `bot.py import`; its header
tells whether it is Connections.csv or a list of candidates from Recruiter. LinkedIn itself is never asked. E-mail
addresses are dropped while the file is read; what is kept between two files names nobody. Open to Work is in no export.
"""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from hashlib import blake2b
from pathlib import Path
from typing import ClassVar, Self

from pydantic import BaseModel, ConfigDict, model_validator

from model.company import Company
from model.errors import Changed
from model.item import Item, Page
from model.poll import PollState
from sources import folder
from sources.connections.changes import Snapshot, added, companies_of, diff, dump, forget, load, snapshot, turnover
from sources.connections.export import MOST_ROWS, Export, Kind, Row, kind_of, read_export
from sources.contract import Http
from sources.contract import Source as AnySource
from sources.settings import Duration

NAME = "connections"
EVERY = timedelta(minutes=5)
TERMS = (
    "https://www.linkedin.com/help/linkedin/answer/a1339364: members may download their own data; nothing is scraped."
)

log = logging.getLogger(__name__)
DAMAGED = "The page of an export is damaged."
NONE = "-"  # no file of this kind was read yet


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
class Memory:
    """What is remembered of one member's files.

    `mark` is the age of the newest Connections.csv, in nanoseconds since 1970: older ones of the folder are left alone.
    `seats` is the Snapshot that each kind of file left. `lists` are digests of the lists of candidates that were read
    and `newest` the age of the newest: an older one that comes later tells nothing, for it knows less.
    """

    mark: int = 0
    seats: Mapping[Kind, str] = field(default_factory=dict)
    newest: int = 0
    lists: tuple[str, ...] = ()

    @classmethod
    def read(cls, cursor: str | None) -> Self:
        """Read what `write` wrote."""
        mark, *seats = (cursor or "").split(" ")
        known = zip(Kind, seats, strict=False)
        newest, *lists = seats[len(Kind)].split(",") if len(seats) > len(Kind) else ("",)
        dumps = {kind: dumped for kind, dumped in known if dumped != NONE}
        return cls(_number(mark), dumps, _number(newest), tuple(lists))

    def write(self) -> str:
        """Write it as one line."""
        lists = ",".join([str(self.newest), *self.lists[-folder.MOST_FILES :]])
        return " ".join([str(self.mark), *(self.seats.get(kind) or NONE for kind in Kind), lists])

    def of(self, kind: Kind) -> Snapshot:
        """Give what the last file of a kind left; nothing when there was none. Raises Changed when it is damaged."""
        return load(self.seats[kind]) if self.seats.get(kind) else ()


@dataclass(frozen=True, slots=True)
class Source:
    """One member's exports. Without a `folder` it only takes what `page_of` makes of a given file.

    The cursor is a Memory.
    """

    owner: str
    folder: Path | None = None
    every: timedelta = EVERY

    # The first export is the baseline and most others change nothing.
    never_empty: ClassVar[bool] = False
    questions: ClassVar[int] = 0

    @property
    def id(self) -> str:
        """Name whose connections these are."""
        return f"{NAME}:{self.owner}"

    async def fetch(self, http: Http, state: PollState, now: datetime) -> Page | None:
        """Read the next file of the folder, if there is one newer than the last one read."""
        return None if self.folder is None else await asyncio.to_thread(self._next, self.folder, state, now)

    def parse(self, page: Page) -> list[Item]:
        """Tell what changed since the export before; nothing when this is the first. Raises Changed."""
        body = _body(page)
        before, rows = body.memory.of(body.kind), body.rows()
        seats = body.seats_of_rows(rows)
        return diff(before, rows, self.owner, page.fetched, body.kind, seats) if before and not body.late else []

    def advance(self, state: PollState, page: Page, items: Sequence[Item]) -> str | None:
        """Remember this export instead of the one before; of a list of candidates, beside those of other lists."""
        body = _body(page)
        seats = body.seats
        if body.kind is Kind.CANDIDATES:
            known, read = body.memory.of(body.kind), load(seats)
            seats = dump(added(read, known, MOST_ROWS) if body.late else added(known, read, MOST_ROWS))
        return replace(body.memory, seats={**body.memory.seats, body.kind: seats}).write()

    def _next(self, watched: Path, state: PollState, now: datetime) -> Page | None:
        """Read the oldest unread list of candidates, or the newest Connections.csv: it holds all that older ones do."""
        memory = Memory.read(state.cursor)
        unread = [file for file in folder.dropped(watched) if _name(file) not in memory.lists]
        for file in unread:
            # Of older files only lists of candidates are still wanted.
            if file.changed <= memory.mark and _kind(watched, file) is not Kind.CANDIDATES:
                continue
            if not folder.settled(file, now):
                return None
            with folder.opened(watched, file) as stream:
                try:
                    export = read_export(stream)
                except Changed as error:
                    raise Changed(f"{file.name}: {error.detail}") from None
            later = [other for other in unread if other.changed > file.changed]
            if export.kind is Kind.CONNECTIONS and any(_kind(watched, other) is export.kind for other in later):
                continue
            if export.bad_lines:
                told = "; ".join(f"{bad.number}: {bad.reason}" for bad in export.bad_lines[:10])
                log.warning("%s: %d lines could not be read (%s)", self.id, len(export.bad_lines), told)
            return page_of(export, state, now, file)
        return None


def page_of(export: Export, state: PollState, now: datetime, file: folder.Dropped | None = None) -> Page:
    """Put an export and what is remembered of those before into a page; no e-mail address gets this far.

    `file` is where it lay in the watched folder; one that is given by hand is as new as `now`.
    """
    memory = Memory.read(state.cursor)
    age = file.changed if file else int(now.timestamp() * 1e9)
    late = export.kind is Kind.CANDIDATES and age < memory.newest
    if export.kind is Kind.CANDIDATES:
        lists = (*memory.lists, _name(file)) if file else memory.lists
        memory = replace(memory, newest=max(age, memory.newest), lists=lists)
    else:
        memory = replace(memory, mark=age)
    rows = [
        (
            *(row.person, row.profile, row.connected.isoformat() if row.connected else None),
            *(row.company, row.position, row.place),
        )
        for row in export.rows
    ]
    body = {
        "memory": memory.write(),
        "kind": export.kind.value,
        "late": late,
        "seats": dump(snapshot(export.rows)),
        "rows": rows,
    }
    return Page(url="", body=json.dumps(body, ensure_ascii=False).encode(errors="replace"), fetched=now)


def turnover_of(state: PollState, export: Export) -> tuple[int, int] | None:
    """Count who is new and who is gone since the export before; None when this is the first.

    Of candidates nobody is gone: each list is of one project.
    """
    before = Memory.read(state.cursor).of(export.kind)
    if not before:
        return None
    new, gone = turnover(before, export.rows)
    return new, gone if export.kind is Kind.CONNECTIONS else 0


def without(cursor: str | None, person: str) -> str | None:
    """Leave a person out of what is remembered of the last exports (requirement P7)."""
    memory = Memory.read(cursor)
    left = {kind: dump(forget(memory.of(kind), person)) for kind in memory.seats}
    return replace(memory, seats=left).write() if memory.seats else cursor


def employers(state: PollState, people: Collection[str]) -> dict[str, set[str | None]]:
    """Tell where `people` work by the newest exports, as it is written there; None where they name no company.

    Those who are in none are left out; nobody's company is known when what is remembered of them is damaged.
    """
    memory = Memory.read(state.cursor)
    found: dict[str, set[str | None]] = {}
    try:
        for kind in memory.seats:
            for person, companies in companies_of(memory.of(kind), people).items():
                found.setdefault(person, set()).update(companies)
    except Changed:
        return {person: {None} for person in people}
    return found


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() else 0


def _name(file: folder.Dropped) -> str:
    """Name a file as it is now; a list that was added to is another one."""
    return blake2b(f"{file.changed} {file.name}".encode(errors="replace"), digest_size=8).hexdigest()


def _kind(watched: Path, file: folder.Dropped) -> Kind | None:
    """Tell whose list a file is; None for one that cannot be read, which is told of in its turn."""
    try:
        with folder.opened(watched, file) as stream:
            return kind_of(stream)
    except Changed:
        return None


@dataclass(frozen=True, slots=True)
class _Body:
    """A page of `page_of` taken apart; its rows are understood when they are asked for."""

    memory: Memory
    kind: Kind
    late: bool
    seats: str
    written: list[list[str | None]]

    def rows(self) -> list[Row]:
        """Give the rows. Raises Changed when they are none."""
        try:
            return [
                Row(str(person), str(profile), date.fromisoformat(day) if day else None, company, position, str(place))
                for person, profile, day, company, position, place in self.written
            ]
        except (ValueError, TypeError) as error:
            raise Changed(DAMAGED) from error

    def seats_of_rows(self, rows: Sequence[Row]) -> Snapshot:
        """Give the snapshot of the rows. Raises Changed when it is of others."""
        seats = load(self.seats)
        if len(seats) != len(rows):
            raise Changed(DAMAGED)
        return seats


def _body(page: Page) -> _Body:
    try:
        body = json.loads(page.body)
        memory, kind, late = Memory.read(str(body["memory"])), Kind(body["kind"]), bool(body["late"])
        return _Body(memory, kind, late, str(body["seats"]), list(body["rows"]))
    except (ValueError, TypeError, KeyError, RecursionError) as error:
        raise Changed(DAMAGED) from error
