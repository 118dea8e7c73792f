"""Nobody is offered a button that would refuse them: neither in an answer nor in a window that they alone see."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio

from handlers.offered import offers, without
from handlers.roles import Role, Surface, rights
from model.message import Drawn
from store.store import Store
from tests.handlers.pressing import CHANNEL, Room, member, pressing
from tests.handlers.test_roles import PEOPLE, WHO
from tests.pipeline.desk import Desk
from tests.signed import SECRET, home_opened, send_event, send_slash

pytestmark = pytest.mark.asyncio(loop_scope="module")

TYPED = ("", "help", "OpenAI", "list", "why OpenAI", "mutes", "sources", "rules", "people OpenAI")
# What each role is offered, so that nothing is hidden from those who may press it.
OFFERED = {
    "": {"help": Role.GUEST, "settings": Role.MEMBER},
    "OpenAI": {"edit_company": Role.MEMBER, "share": Role.MEMBER},
    "list": {"settings": Role.MEMBER, "share": Role.MEMBER},
    "sources": {"share": Role.MEMBER, "add_feed": Role.ADMIN},
    "rules": {"share": Role.MEMBER, "edit_rule": Role.ADMIN},
}


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def room(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Room]:
    file: Path = tmp_path_factory.mktemp("offered") / "signals.db"
    async with await Store.open(f"sqlite:///{file}") as store, pressing(Desk(store)) as running:
        running.slack.members = PEOPLE
        await running.told()
        yield running


async def offered(room: Room, text: str, user: str) -> set[str]:
    """Type it, and list what the answer offers to press."""
    who = member(user)
    told = {"channel_id": CHANNEL, "user_name": user, "user_id": who["id"], "trigger_id": room.slack.trigger()}
    address = room.slack.response_url(user)
    await send_slash(room.base, text, response_url=address, session=None, secret=SECRET, **told)
    reply = await room.slack.replied(user)
    room.slack.replies[user].clear()
    return offers(Drawn(reply["text"], tuple(reply["blocks"])))


def may(role: Role, action: str) -> bool:
    return rights()[Surface.PRESS, action].allows(role)


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("text", TYPED)
async def test_every_button_of_an_answer_may_be_pressed_by_who_asked(room: Room, text: str, role: Role) -> None:
    found = await offered(room, text, WHO[role])
    assert {action for action in found if not may(role, action)} == set()
    expected = {action for action, least in OFFERED.get(text, {}).items() if may(role, action)}
    assert expected <= found


@pytest.mark.parametrize("role", Role)
async def test_the_help_lists_what_its_reader_may_type_and_nothing_else(room: Room, role: Role) -> None:
    said = await room.ask("help", WHO[role])
    for word, least in {"why": Role.GUEST, "watch": Role.MEMBER, "people": Role.MEMBER, "forget": Role.ADMIN}.items():
        assert rights()[Surface.COMMAND, word].least is least
        assert (f"/signals {word}" in said) == rights()[Surface.COMMAND, word].allows(role)


@pytest.mark.parametrize("role", Role)
async def test_the_menu_is_short_and_leads_to_the_whole_list(room: Room, role: Role) -> None:
    said = await room.ask("", WHO[role])
    assert 2 <= said.count("/signals ") <= 5
    assert "[ Everything you can ask ]" in said
    assert ("/signals watch" in said) == (role is not Role.GUEST)


async def test_a_guests_home_has_no_settings(room: Room) -> None:
    for user in ("lea", "gus"):
        await room.ask("mutes", user)
    for number, user in enumerate(("U0LEA", "U0GUS")):
        room.slack.views.clear()
        await send_event(room.base, home_opened(user, id=f"Ev{number}"))
        home = await room.slack.shown()
        assert ("import_people" in offers(home)) == (user == "U0LEA")
        assert {one for one in offers(home) if user == "U0GUS" and not may(Role.GUEST, one)} == set()


def view(*elements: str, more: Sequence[dict[str, Any]] = ()) -> dict[str, Any]:
    buttons = [{"type": "button", "action_id": one} for one in elements]
    return {"type": "modal", "blocks": [{"type": "actions", "elements": buttons}, *more]}


async def test_a_row_that_held_nothing_else_goes_and_what_is_no_row_stays() -> None:
    words = {"type": "section", "text": {"type": "mrkdwn", "text": "x"}}
    assert without(view("a", "b", more=[words]), {"a"}) == view("b", more=[words])
    assert without(view("a", more=[words]), {"a"})["blocks"] == [words]
    assert without(None, {"a"}) is None
    link = {"type": "button", "action_id": "a", "url": "https://example.com"}
    page = Drawn("x", ({"type": "actions", "elements": [link]},))
    assert (offers(page), without(page, {"a"})) == (set(), page)
