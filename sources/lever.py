"""Lever: the job boards of watched companies, for what they open and close.

A company's board is read whole: `boards = { lever = "acme" }`; for those of Lever's European service set `base_url`.
"""

from __future__ import annotations

from collections.abc import Sequence

from model.company import Company
from sources.boards.board import EVERY as EVERY
from sources.boards.board import Ask, BoardSettings, Provider, open_boards
from sources.boards.posting import Posting, cities, listed, moment, postings, rows_of, under, web, words
from sources.contract import Source

TERMS = (
    "https://github.com/lever/postings-api: published postings are open to all; we ask once in four hours a board, "
    "slower than the one second between two questions that its robots.txt wants."
)
PER_PAGE = 100


class Settings(BoardSettings):
    """[sources.lever]: each company's board is in its `boards`; Europe's service is https://api.eu.lever.co."""

    base_url: str = "https://api.lever.co"


def open(settings: Settings, companies: Sequence[Company]) -> list[Source]:
    """Return a source for each company that has a board here."""
    return open_boards(PROVIDER, settings, companies)


def read(bodies: Sequence[bytes]) -> list[Posting]:
    """Read the posts of a board; a board that does not exist answers with a table in place of a list."""
    return postings((row for body in bodies for row in rows_of(body, "Lever", None)), "Lever", _post)


def following(body: bytes, pages: int) -> Ask | None:
    """Ask for the next hundred after a full answer."""
    full = len(rows_of(body, "Lever", None)) >= PER_PAGE
    return Ask(f"?mode=json&limit={PER_PAGE}&skip={pages * PER_PAGE}") if full else None


def _post(row: dict[str, object]) -> Posting:
    where = under(row, "categories")
    department = words(under(where, "department")) or words(under(where, "team"))
    places = [under(where, "location"), *listed(under(where, "allLocations"))]
    return Posting(
        id=words(row.get("id")),
        title=words(row.get("text")),
        department=department,
        cities=() if row.get("workplaceType") == "remote" else cities(places),
        url=web(row.get("hostedUrl")),
        published=moment(row.get("createdAt")),
    )


PROVIDER = Provider(
    name="lever",
    path=f"/v0/postings/{{board}}?mode=json&limit={PER_PAGE}",
    shown="https://jobs.lever.co/{board}",
    read=read,
    following=following,
)
