"""Teamtailor: the job boards of watched companies, for what they open and close.

A company's board is the JSON Feed of its careers site, read whole: `boards = { teamtailor = "career.acme.com" }`.
"""

from __future__ import annotations

from collections.abc import Sequence

from model.company import Company
from sources.boards.board import EVERY as EVERY
from sources.boards.board import NAME_OF_A_HOST, Ask, BoardSettings, Provider, open_boards
from sources.boards.posting import Posting, cities, moment, postings, read_json, rows_of, under, web, words
from sources.contract import Source

NAME = "Teamtailor"
TERMS = (
    "https://support.teamtailor.com: careers sites offer their posts as a feed, to be polled; "
    "we ask once in four hours a board."
)


class Settings(BoardSettings):
    """[sources.teamtailor]: each company's board is in its `boards`."""

    base_url: str = "https://{board}"


def open(settings: Settings, companies: Sequence[Company]) -> list[Source]:
    """Return a source for each company that has a board here."""
    return open_boards(PROVIDER, settings, companies)


def read(bodies: Sequence[bytes]) -> list[Posting]:
    """Read the posts of a board."""
    return postings((row for body in bodies for row in rows_of(body, NAME, "items")), NAME, _post)


def following(body: bytes, pages: int) -> Ask | None:
    """Follow the feed's own link to what is older."""
    rest = web(under(read_json(body, NAME), "next_url"))
    return Ask(rest) if rest else None


def _post(row: dict[str, object]) -> Posting:
    told = row.get("_jobposting")
    where = under(told, "jobLocation")
    places = where if isinstance(where, list) else [where]
    department = under(told, "department")
    remote = under(told, "jobLocationType") == "TELECOMMUTE"
    return Posting(
        id=words(row.get("id")) or web(row.get("url")),
        title=words(row.get("title")),
        department=words(department) or words(under(department, "name")),
        cities=() if remote else cities([under(place, "address", "addressLocality") for place in places]),
        url=web(row.get("url")),
        published=moment(row.get("date_published")),
    )


PROVIDER = Provider(
    name="teamtailor",
    path="/jobs.json",
    shown="https://{board}/jobs",
    read=read,
    following=following,
    pattern=NAME_OF_A_HOST,
    example="career.acme.com",
    accept="application/feed+json, application/json",
)
