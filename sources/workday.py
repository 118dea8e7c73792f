"""Workday: the job boards of watched companies, for what they open and close.

A company's board is asked twenty posts at a time, as its own page asks: `boards = { workday = "acme.wd5/Careers" }`
for https://acme.wd5.myworkdayjobs.com/Careers.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence

from model.company import Company
from sources.boards.board import EVERY as EVERY
from sources.boards.board import Ask, BoardSettings, Provider, open_boards
from sources.boards.posting import Posting, cities, listed, postings, rows_of, words
from sources.contract import Source

PER_PAGE = 20
NUMBER = re.compile(r"[A-Za-z]{0,6}[-_]?\d{3,}[-_\dA-Za-z]*")
TERMS = (
    "No API is documented at https://www.workday.com: this is the list that every careers page shows its "
    "visitors, without a key; look at the terms of the site that you list; "
    "we ask once in four hours a board."
)


class Settings(BoardSettings):
    """[sources.workday]: each company's board is in its `boards`."""

    base_url: str = "https://{host}.myworkdayjobs.com"


def open(settings: Settings, companies: Sequence[Company]) -> list[Source]:
    """Return a source for each company that has a board here."""
    return open_boards(PROVIDER, settings, companies)


def read(bodies: Sequence[bytes]) -> list[Posting]:
    """Read the posts of a board; what it says of their age ("Posted 3 Days Ago") is no date."""
    return postings((row for body in bodies for row in rows_of(body, "Workday", "jobPostings")), "Workday", _post)


def following(body: bytes, pages: int) -> Ask | None:
    """Ask for the next twenty after a full answer: later answers count none in `total`."""
    full = len(rows_of(body, "Workday", "jobPostings")) >= PER_PAGE
    return Ask(question=asking(pages * PER_PAGE)) if full else None


def asking(offset: int) -> bytes:
    """Write the question for twenty posts from the one numbered `offset`."""
    return json.dumps({"appliedFacets": {}, "limit": PER_PAGE, "offset": offset, "searchText": ""}).encode()


def named(board: str) -> dict[str, str]:
    """Take "acme.wd5/Careers" apart: the host, whose first word is the tenant, and the site."""
    host, _, site = board.partition("/")
    return {"host": host, "tenant": host.partition(".")[0], "site": site}


def _post(row: dict[str, object]) -> Posting:
    path = words(row.get("externalPath"))
    numbers = [words(field) for field in listed(row.get("bulletFields"))]
    return Posting(
        id=next((number for number in numbers if NUMBER.fullmatch(number)), "") or path.rpartition("_")[2],
        title=words(row.get("title")),
        cities=cities([row.get("locationsText")]),
        url=path if path.startswith("/") else "",
    )


PROVIDER = Provider(
    name="workday",
    path="/wday/cxs/{tenant}/{site}/jobs",
    shown="https://{host}.myworkdayjobs.com/{site}",
    read=read,
    following=following,
    question=asking(0),
    pattern=re.compile(r"[a-z0-9][a-z0-9-]{0,60}\.wd\d{1,3}/[A-Za-z0-9_-]{1,100}"),
    example="acme.wd5/Careers",
    slots=named,
)
