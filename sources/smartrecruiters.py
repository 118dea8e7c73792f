"""SmartRecruiters: the job boards of watched companies, for what they open and close.

A company's board is read a hundred posts at a time: `boards = { smartrecruiters = "Acme" }`.
"""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import quote

from model.company import Company
from sources.boards.board import EVERY as EVERY
from sources.boards.board import Ask, BoardSettings, Provider, open_boards
from sources.boards.posting import Posting, cities, moment, postings, read_json, rows_of, under, words
from sources.contract import Source

NAME = "SmartRecruiters"
PER_PAGE = 100
TERMS = (
    "https://developers.smartrecruiters.com, Posting API: published posts are open to all; "
    "we ask once in four hours a board."
)


class Settings(BoardSettings):
    """[sources.smartrecruiters]: each company's board is in its `boards`."""

    base_url: str = "https://api.smartrecruiters.com"


def open(settings: Settings, companies: Sequence[Company]) -> list[Source]:
    """Return a source for each company that has a board here."""
    return open_boards(PROVIDER, settings, companies)


def read(bodies: Sequence[bytes]) -> list[Posting]:
    """Read the posts of a board."""
    return postings((row for body in bodies for row in rows_of(body, NAME, "content")), NAME, _post)


def following(body: bytes, pages: int) -> Ask | None:
    """Ask for the next hundred until all that the board counts are read."""
    total, posts = under(read_json(body, NAME), "totalFound"), len(rows_of(body, NAME, "content"))
    so_far = pages * PER_PAGE
    more = posts == PER_PAGE and isinstance(total, int) and total > so_far
    return Ask(f"?limit={PER_PAGE}&offset={so_far}") if more else None


def _post(row: dict[str, object]) -> Posting | None:
    if row.get("defaultJobAd") is False:  # the same job in another language
        return None
    id, company = words(row.get("id")), words(under(row, "company", "identifier"))
    remote = under(row, "location", "remote") is True
    return Posting(
        id=id,
        title=words(row.get("name")),
        department=words(under(row, "department", "label")) or words(under(row, "function", "label")),
        cities=() if remote else cities([under(row, "location", "city")]),
        url=f"https://jobs.smartrecruiters.com/{quote(company, safe='')}/{quote(id, safe='')}" if company else "",
        published=moment(row.get("releasedDate")),
    )


PROVIDER = Provider(
    name="smartrecruiters",
    path=f"/v1/companies/{{board}}/postings?limit={PER_PAGE}",
    shown="https://jobs.smartrecruiters.com/{board}",
    read=read,
    following=following,
    example="Acme",
)
