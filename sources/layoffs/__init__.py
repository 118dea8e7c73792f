"""Lists of lay-offs in the layout of layoffs.fyi, as CSV that the team has: never asked for, only handed in.

Such lists have no clear licence, so no address is polled: give a file to `bot.py import`, or drop it into `folder`.
What a row says is the word of the outlet that it links to, and no official notice; a row without a link is hearsay.
Rows of one company and day are one event, whatever is edited later; of a row that is edited the newest number holds
(one that goes back to a number it had before is known already, and the one between stays).
Rows older than a week count in scores and are told nowhere. Columns, by their names: company, location,
total_laid_off, date (m/d/yyyy), percentage_laid_off, source.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import ClassVar

from pydantic import BaseModel, ConfigDict

from model.company import Company
from model.errors import Changed
from model.item import Item, Page
from model.poll import PollState
from sources import folder as folders
from sources.contract import Http
from sources.contract import Source as AnySource
from sources.layoffs.rows import MOST_BYTES, items_of, read_rows
from sources.settings import Duration

NAME = "layoffs"
ID = f"{NAME}:"
EVERY = timedelta(minutes=15)
TERMS = "A list without a clear licence: only files that your team has and may use; no address of it is ever asked."
SHOWN = 10

log = logging.getLogger(__name__)


class Settings(BaseModel):
    """[sources.layoffs]: the `folder` into which people drop lists; none is needed for `bot.py import`."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    every: Duration = EVERY
    folder: Path | None = None


def open(settings: Settings, companies: Sequence[Company]) -> list[AnySource]:
    """Watch the folder, if one is set."""
    return [] if settings.folder is None else [Source(settings.folder, settings.every)]


@dataclass(frozen=True, slots=True)
class Source:
    """All files of the folder, oldest first; a file that was added to is read again. `bot.py import` has the same id.

    One id for both ways in: what the folder told is told again by no import.
    """

    folder: Path
    every: timedelta = EVERY

    never_empty: ClassVar[bool] = False

    @property
    def id(self) -> str:
        """Every list, however it came."""
        return ID

    async def fetch(self, http: Http, state: PollState, now: datetime) -> Page | None:
        """Read the oldest unread file, once nobody writes to it any more."""
        page = await asyncio.to_thread(folders.unread, self.folder, state, now, MOST_BYTES)
        changed = int(page.headers["changed"]) if page else 0
        return page if page and folders.settled(folders.Dropped(changed, page.url), now) else None

    def parse(self, page: Page) -> list[Item]:
        """Read the rows of one file; raises Changed. Lines that cannot be read are told by number in the log."""
        try:
            read = read_rows(page.body, page.fetched)
        except Changed as error:
            raise Changed(f"{page.url}: {error.detail}") from error
        if read.bad_lines:
            told = "; ".join(f"{bad.number}: {bad.reason}" for bad in read.bad_lines[:SHOWN])
            log.warning("%s: %d lines could not be read (%s)", page.url, len(read.bad_lines), told)
        return items_of(read.rows, ID, page.url, page.fetched)

    def advance(self, state: PollState, page: Page, items: Sequence[Item]) -> str | None:
        """Add the file to those that were read."""
        return folders.remembered(state, page)
