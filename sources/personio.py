"""Personio: the job boards of watched companies, for what they open and close.

A company's board is read whole: `boards = { personio = "acme" }`; for those at personio.com set `base_url`.
"""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import quote
from xml.etree.ElementTree import Element

from model.company import Company
from model.errors import Changed
from sources.boards.board import EVERY as EVERY
from sources.boards.board import NAME_OF_A_HOST, BoardSettings, Provider, open_boards
from sources.boards.posting import Posting, cities, moment, words
from sources.contract import Source
from sources.xml_tree import read_tree

TERMS = (
    "https://developer.personio.de/docs/retrieving-open-job-positions: made for careers pages, without a key; "
    "we ask once in four hours a board."
)


class Settings(BoardSettings):
    """[sources.personio]: each company's board is in its `boards`."""

    base_url: str = "https://{board}.jobs.personio.de"


def open(settings: Settings, companies: Sequence[Company]) -> list[Source]:
    """Return a source for each company that has a board here."""
    return open_boards(PROVIDER, settings, companies)


def read(bodies: Sequence[bytes]) -> list[Posting]:
    """Read the posts of a board."""
    return [post for body in bodies for post in _posts(body)]


def _posts(body: bytes) -> list[Posting]:
    board = read_tree(body, "Personio's list of posts")
    if board.tag != "workzag-jobs":
        raise Changed("Personio gave no list of posts.")
    found = [_post(position) for position in board.iterfind("position")]
    if any(not post.id or not post.title for post in found):
        raise Changed("A post of Personio has no identity or no title.")
    return found


def _post(position: Element) -> Posting:
    places = [position.findtext("office"), *(office.text for office in position.iterfind("additionalOffices/office"))]
    id = words(position.findtext("id"))
    return Posting(
        id=id,
        title=words(position.findtext("name")),
        department=words(position.findtext("department")),
        cities=cities(places),
        url=f"/job/{quote(id, safe='')}",
        published=moment(position.findtext("createdAt")),
    )


PROVIDER = Provider(
    name="personio",
    path="/xml",
    shown="https://{board}.jobs.personio.de/",
    read=read,
    pattern=NAME_OF_A_HOST,
    accept="application/xml, text/xml",
)
