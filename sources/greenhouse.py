"""Greenhouse: the job boards of watched companies, for what they open and close.

A company's board is read whole: `boards = { greenhouse = "acme" }`.
"""

from __future__ import annotations

from collections.abc import Sequence

from model.company import Company
from sources.boards.board import EVERY as EVERY
from sources.boards.board import Ask, BoardSettings, Provider, open_boards
from sources.boards.posting import Posting, cities, listed, moment, postings, rows_of, under, web, words
from sources.contract import Source

NAME = "Greenhouse"
TERMS = (
    "https://developers.greenhouse.io/job-board.html: needs no authentication to read; "
    "we ask once in four hours a board."
)


class Settings(BoardSettings):
    """[sources.greenhouse]: each company's board is in its `boards`."""

    base_url: str = "https://boards-api.greenhouse.io"


def open(settings: Settings, companies: Sequence[Company]) -> list[Source]:
    """Return a source for each company that has a board here."""
    return open_boards(PROVIDER, settings, companies)


def read(bodies: Sequence[bytes]) -> list[Posting]:
    """Read the posts of a board; an answer behind the first says which department each is in."""
    homes = {
        words(under(post, "id")): words(under(department, "name"))
        for body in bodies[1:]
        for department in rows_of(body, NAME, "departments")
        for post in listed(under(department, "jobs"))
    }

    def one(row: dict[str, object]) -> Posting:
        told = [words(under(department, "name")) for department in listed(row.get("departments"))]
        department = next((name for name in (*told, homes.get(words(row.get("id")), "")) if name), "")
        return Posting(
            # A job may have a post for each city or language; it is one all the same.
            id=words(row.get("internal_job_id")) or words(row.get("id")),
            title=words(row.get("title")),
            department="" if department.casefold() == "no department" else department,
            cities=cities([under(row, "location", "name")]),
            url=web(row.get("absolute_url")),
            published=moment(row.get("first_published")),  # updated_at moves with every edit in bulk
        )

    return postings(rows_of(bodies[0], NAME, "jobs"), NAME, one)


def following(body: bytes, pages: int) -> Ask | None:
    """Ask for the departments, unless the posts say theirs: they do so only with all their text, which is megabytes."""
    if pages > 1 or any("departments" in row for row in rows_of(body, NAME, "jobs") if isinstance(row, dict)):
        return None
    return Ask("departments")


PROVIDER = Provider(
    name="greenhouse",
    path="/v1/boards/{board}/jobs",
    shown="https://job-boards.greenhouse.io/{board}",
    read=read,
    following=following,
)
