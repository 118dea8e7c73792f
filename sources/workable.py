"""Workable: the job boards of watched companies, for what they open and close.

A company's board is read whole: `boards = { workable = "acme" }`.
"""

from __future__ import annotations

from collections.abc import Sequence

from model.company import Company
from sources.boards.board import EVERY as EVERY
from sources.boards.board import BoardSettings, Provider, open_boards
from sources.boards.posting import Posting, cities, listed, moment, postings, rows_of, under, web, words
from sources.contract import Source

TERMS = "https://help.workable.com: the widget of careers pages, without a key; we ask once in four hours a board."


class Settings(BoardSettings):
    """[sources.workable]: each company's board is in its `boards`."""

    base_url: str = "https://apply.workable.com"


def open(settings: Settings, companies: Sequence[Company]) -> list[Source]:
    """Return a source for each company that has a board here."""
    return open_boards(PROVIDER, settings, companies)


def read(bodies: Sequence[bytes]) -> list[Posting]:
    """Read the posts of a board."""
    return postings((row for body in bodies for row in rows_of(body, "Workable", "jobs")), "Workable", _post)


def _post(row: dict[str, object]) -> Posting:
    shown = [place for place in listed(row.get("locations")) if under(place, "hidden") is not True]
    places = [under(place, "city") for place in shown] or [row.get("city")]
    return Posting(
        id=words(row.get("shortcode")),
        title=words(row.get("title")),
        department=words(row.get("department")),
        cities=() if row.get("telecommuting") is True else cities(places),
        url=web(row.get("url")),
        published=moment(row.get("published_on")),
    )


PROVIDER = Provider(
    name="workable",
    path="/api/v1/widget/accounts/{board}?details=true",
    shown="https://apply.workable.com/{board}/",
    read=read,
)
