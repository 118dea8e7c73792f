"""Ashby: the job boards of watched companies, for what they open and close.

A company's board is read whole, posts that are not listed left out: `boards = { ashby = "acme" }`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from model.company import Company
from sources.boards.board import EVERY as EVERY
from sources.boards.board import BoardSettings, Provider, open_boards
from sources.boards.posting import Posting, cities, listed, moment, postings, rows_of, under, web, words
from sources.contract import Source

TERMS = (
    "https://developers.ashbyhq.com/docs/public-job-posting-api: made for careers pages, without a key; "
    "we ask once in four hours a board."
)


class Settings(BoardSettings):
    """[sources.ashby]: each company's board is in its `boards`."""

    base_url: str = "https://api.ashbyhq.com"


def open(settings: Settings, companies: Sequence[Company]) -> list[Source]:
    """Return a source for each company that has a board here."""
    return open_boards(PROVIDER, settings, companies)


def read(bodies: Sequence[bytes]) -> list[Posting]:
    """Read the posts of a board."""
    return postings((row for body in bodies for row in rows_of(body, "Ashby", "jobs")), "Ashby", _post)


def _post(row: dict[str, object]) -> Posting | None:
    if row.get("isListed") is False:
        return None
    places = [row.get("location"), *(under(one, "location") for one in listed(row.get("secondaryLocations")))]
    remote = row.get("workplaceType") == "Remote"
    return Posting(
        # Some answers are trimmed of their ids; the address holds the same one.
        id=words(row.get("id")) or web(row.get("jobUrl")).rpartition("/")[2],
        title=words(row.get("title")),
        department=words(row.get("department")) or words(row.get("team")),
        cities=() if remote else cities(places),
        url=web(row.get("jobUrl")),
        published=moment(row.get("publishedAt")),
    )


PROVIDER = Provider(
    name="ashby",
    path="/posting-api/job-board/{board}",
    shown="https://jobs.ashbyhq.com/{board}",
    read=read,
    # Names of boards here may hold spaces, "Acme Labs".
    pattern=re.compile(r"[A-Za-z0-9][A-Za-z0-9 ._-]{0,99}"),
)
