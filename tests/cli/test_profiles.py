"""People's own profiles through the command line: who hears of what, and that who is forgotten stays so (P1-P3, P7)."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from aiohttp import web
from anyio.from_thread import start_blocking_portal

from tests.cli.newsroom import CHANNEL, Newsroom, write_config
from tests.cli.running import Desk
from tests.sources.server import serve

pytestmark = pytest.mark.slow  # seconds altogether: ./run.sh check leaves it out

LEA, SAM = "U0LEA", "U0SAM"
SECTION = """
[sources.github]
base_url = "{base}"
allow_private = true
users = ["ada-fontaine"]
owner = "{owner}"
"""


class Hub:
    """A GitHub with one account that says what a test lets it say."""

    def __init__(self) -> None:
        self.said: dict[str, object] = {"company": "@openai", "hireable": None, "name": "Ada Fontaine"}
        self.asked = 0
        self.base = ""

    def answer(self, request: web.Request) -> web.Response:
        self.asked += 1
        told = {"login": "ada-fontaine", "id": 7, "type": "User", "bio": None, "location": None, "blog": ""}
        return web.Response(text=json.dumps(told | self.said))


@pytest.fixture
def hub() -> Iterator[Hub]:
    found = Hub()
    with start_blocking_portal() as portal, portal.wrap_async_context_manager(serve(found.answer)) as server:
        found.base = server.address
        yield found


def desk_of(room: Newsroom, hub: Hub, folder: Path, owner: str = LEA, us: str = "Northwind Robotics") -> Desk:
    desk = Desk(write_config(folder, [room.feed], more=SECTION.format(base=hub.base, owner=owner)))
    config = desk.config.read_text("utf-8")
    desk.config.write_text(config.replace("Northwind Robotics", us), "utf-8")
    return desk


def poll(desk: Desk, hub: Hub, **said: object) -> str:
    hub.said |= said
    ended = desk.type("poll", "github")
    assert ended.code == 0, ended.err
    return ended.out


def told(desk: Desk, who: str) -> str:
    return desk.type("digest", who).out


def everything(desk: Desk, *who: str) -> str:
    """Tell all that these are shown, and what anybody is shown of what is stored."""
    commands = (("export",), ("score", "OpenAI"))
    return "".join([*(told(desk, one) for one in who), *(desk.type(*command).out for command in commands)])


def test_a_change_of_employer_is_told_in_the_words_of_the_profile(room: Newsroom, hub: Hub, tmp_path: Path) -> None:
    desk = desk_of(room, hub, tmp_path)
    assert poll(desk, hub).endswith(": 0 new of 0\n")
    assert "ada-fontaine" not in everything(desk, CHANNEL, LEA) + desk.type("sources").out
    poll(desk, hub, company="@Anthropic")

    shown = told(desk, CHANNEL)
    assert "Their GitHub profile now says: Ada Fontaine" in shown
    assert "github.com" in shown


def test_p1_open_to_offers_reaches_its_owner_and_nobody_else(room: Newsroom, hub: Hub, tmp_path: Path) -> None:
    desk = desk_of(room, hub, tmp_path)
    poll(desk, hub)
    before = everything(desk, CHANNEL, SAM)
    poll(desk, hub, hireable=True)

    assert "Ada Fontaine" in told(desk, LEA)
    assert everything(desk, CHANNEL, SAM) == before


@pytest.mark.parametrize("us", ["OpenAI", "Open AI", "OpenAI, Inc.", ""])
def test_p1_it_reaches_nobody_where_we_are_the_employer(room: Newsroom, hub: Hub, tmp_path: Path, us: str) -> None:
    desk = desk_of(room, hub, tmp_path, us=us)
    poll(desk, hub)
    poll(desk, hub, hireable=True)
    assert "Ada Fontaine" not in everything(desk, CHANNEL, LEA, SAM)


@pytest.mark.parametrize("company", [None, "@openai @northwind-robotics", "@openai, Nobody Knows", "Freelance"])
def test_p1_nor_where_an_employer_may_be_ours(room: Newsroom, hub: Hub, tmp_path: Path, company: str | None) -> None:
    desk = desk_of(room, hub, tmp_path)
    poll(desk, hub, company=company)
    poll(desk, hub, hireable=True)
    assert "Ada Fontaine" not in everything(desk, CHANNEL, LEA, SAM)


def test_p3_who_comes_to_us_before_the_digest_is_not_in_it(room: Newsroom, hub: Hub, tmp_path: Path) -> None:
    desk = desk_of(room, hub, tmp_path)
    poll(desk, hub)
    poll(desk, hub, hireable=True)
    assert "Ada Fontaine" in told(desk, LEA)
    poll(desk, hub, company="Northwind Robotics")
    assert "Ada Fontaine" not in told(desk, LEA)


def test_without_an_owner_it_is_not_even_stored(room: Newsroom, hub: Hub, tmp_path: Path) -> None:
    desk = desk_of(room, hub, tmp_path, owner="")
    poll(desk, hub)
    assert poll(desk, hub, hireable=True).endswith(": 0 new of 0\n")
    assert b"Fontaine" not in (desk.folder / "signals.db").read_bytes()


def test_p7_a_forgotten_person_is_not_asked_for_again(room: Newsroom, hub: Hub, tmp_path: Path) -> None:
    desk = desk_of(room, hub, tmp_path)
    poll(desk, hub)
    poll(desk, hub, company="@Anthropic", hireable=True)
    assert "Ada Fontaine" in everything(desk, CHANNEL)
    desk.type("forget", "Ada Fontaine", "--yes")
    asked = hub.asked
    poll(desk, hub, company="@openai")

    assert hub.asked == asked
    assert "Fontaine" not in everything(desk, CHANNEL, LEA)
    stored = (desk.folder / "signals.db").read_bytes()
    assert b"Fontaine" not in stored
    assert b"ada-fontaine" not in stored


def test_p7_who_was_forgotten_before_does_not_come_in_either(room: Newsroom, hub: Hub, tmp_path: Path) -> None:
    desk = desk_of(room, hub, tmp_path)
    desk.type("forget", "Ada Fontaine", "--yes")
    poll(desk, hub)
    poll(desk, hub, company="@Anthropic", hireable=True, name="Ada Fontaine (she/her)")
    assert "Fontaine" not in everything(desk, CHANNEL, LEA)
    assert b"Fontaine" not in (desk.folder / "signals.db").read_bytes()
