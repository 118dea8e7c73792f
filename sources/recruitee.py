"""Recruitee: the job boards of watched companies, for what they open and close.

A company's board is read whole: `boards = { recruitee = "acme" }`.
"""

from __future__ import annotations

from collections.abc import Sequence

from model.company import Company
from sources.boards.board import EVERY as EVERY
from sources.boards.board import NAME_OF_A_HOST, BoardSettings, Provider, open_boards
from sources.boards.posting import Posting, cities, listed, moment, postings, rows_of, under, web, words
from sources.contract import Source

TERMS = (
    "https://docs.recruitee.com, Careers Site API: made for careers sites, without a key; "
    "we ask once in four hours a board."
)


class Settings(BoardSettings):
    """[sources.recruitee]: each company's board is in its `boards`."""

    base_url: str = "https://{board}.recruitee.com"


def open(settings: Settings, companies: Sequence[Company]) -> list[Source]:
    """Return a source for each company that has a board here."""
    return open_boards(PROVIDER, settings, companies)


def read(bodies: Sequence[bytes]) -> list[Posting]:
    """Read the posts of a board."""
    return postings((row for body in bodies for row in rows_of(body, "Recruitee", "offers")), "Recruitee", _post)


def _post(row: dict[str, object]) -> Posting | None:
    if row.get("status", "published") != "published":
        return None
    places = [under(place, "city") for place in listed(row.get("locations"))] or [row.get("city")]
    return Posting(
        id=words(row.get("id")),
        title=words(row.get("title")),
        department=words(row.get("department")),
        cities=() if row.get("remote") is True else cities(places),
        url=web(row.get("careers_url")),
        published=moment(row.get("published_at")) or moment(row.get("created_at")),
    )


PROVIDER = Provider(
    name="recruitee",
    path="/api/offers/",
    shown="https://{board}.recruitee.com/",
    read=read,
    pattern=NAME_OF_A_HOST,
)
