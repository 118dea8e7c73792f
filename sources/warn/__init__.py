"""WARN notices: the lay-offs that US employers tell their state of 60 days ahead, from the states' lists as CSV.

There is no federal list. Each state lays its own out differently, and warn-transformer (Big Local News) merges them
into one; all are read by the names of their columns (columns.py). Columns with people to contact are not taken. Lists
that are no download (Illinois, Georgia) are saved as CSV and dropped into `folder`; `states` knows them by file name.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Annotated, ClassVar
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, Field

from model.company import Company
from model.errors import Changed
from model.item import Item, Page
from model.poll import PollState
from sources import answers
from sources import folder as folders
from sources.asking import ask
from sources.contract import Http
from sources.contract import Source as AnySource
from sources.settings import Duration
from sources.warn.notices import Place, read

EVERY = timedelta(hours=12)
TERMS = (
    "Public records of the states (WARN Act, 29 U.S.C. 2101); lists change once a day at most, so asked twice a day."
)

NAME = "warn"
LOOK = timedelta(minutes=15)
MOST_BYTES = 20 * 2**20


class Settings(BaseModel):
    """[sources.warn]: `urls` of lists as CSV, `states` their postal codes by address where the list does not say.

    `folder` is one into which people drop lists; there `states` are by file name. Notices older than `history` are left
    alone.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    every: Duration = EVERY
    urls: tuple[str, ...] = ()
    states: Mapping[str, Annotated[str, Field(pattern=r"^[A-Z]{2}$")]] = Field(default_factory=dict)
    history: Duration = timedelta(days=90)
    folder: Path | None = None
    allow_private: bool = False


def open(settings: Settings, companies: Sequence[Company]) -> list[AnySource]:
    """One source for each list, and one for the folder if there is one."""
    lists: list[AnySource] = [Source(settings, url) for url in settings.urls]
    return lists if settings.folder is None else [*lists, Dropped(settings, settings.folder)]


@dataclass(frozen=True, slots=True)
class Source:
    """One list. Its items' keys begin with what stands for company and site, so that an amendment finds its notice."""

    settings: Settings
    url: str

    # A list may rightly hold no notice of the last three months.
    never_empty: ClassVar[bool] = False

    @property
    def id(self) -> str:
        """Its address."""
        return f"{NAME}:{self.url}"

    @property
    def every(self) -> timedelta:
        """How long between two polls."""
        return self.settings.every

    async def fetch(self, http: Http, state: PollState, now: datetime) -> Page | None:
        """Ask for the list; its length stands before it, for a CSV cut at a line's end looks whole."""
        accept = "text/csv, */*;q=0.5"
        page = await ask(http, self.url, state, now, accept=accept, allow_private=self.settings.allow_private)
        if page is None:
            return None
        return replace(page, body=b"%s %d\n%s" % (answers.MARK, len(page.body), page.body))

    def parse(self, page: Page) -> list[Item]:
        """Read the notices of the last months, one item for each version of each; raises Changed."""
        site = urlsplit(self.url).hostname or NAME
        place = Place(self.id, self.url, site, self.settings.states.get(self.url, ""))
        return read(page, place, self.settings.history)

    def advance(self, state: PollState, page: Page, items: Sequence[Item]) -> str | None:
        """A list is read whole: no cursor."""
        return None


@dataclass(frozen=True, slots=True)
class Dropped:
    """Lists that people drop into a folder, file by file, oldest first; a file that was added to is read again."""

    settings: Settings
    folder: Path

    never_empty: ClassVar[bool] = False

    @property
    def id(self) -> str:
        """All files of the folder are one source."""
        return f"{NAME}:"

    @property
    def every(self) -> timedelta:
        """How long between two looks into the folder."""
        return min(self.settings.every, LOOK)

    async def fetch(self, http: Http, state: PollState, now: datetime) -> Page | None:
        """Read the oldest unread file."""
        return await asyncio.to_thread(folders.unread, self.folder, state, now, MOST_BYTES)

    def parse(self, page: Page) -> list[Item]:
        """Read the notices of one file; raises Changed."""
        place = Place(self.id, "", page.url or NAME, self.settings.states.get(page.url, ""))
        try:
            return read(page, place, self.settings.history)
        except Changed as error:
            raise Changed(f"{page.url}: {error.detail}") from error

    def advance(self, state: PollState, page: Page, items: Sequence[Item]) -> str | None:
        """Add the file to those that were read."""
        return folders.remembered(state, page)
