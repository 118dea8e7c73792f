"""Who may do what: every row of the table for every role, over signed HTTP on a real store, by its effect."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator
from itertools import count
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio

from handlers.actions import actions
from handlers.app import open_slack
from handlers.asker import Asker
from handlers.clock import Clock
from handlers.commands import commands
from handlers.events import events
from handlers.gate import Gate, NotAllowed
from handlers.metrics import Tally
from handlers.modals import modals
from handlers.press import write_about
from handlers.roles import Role, Surface, rights
from handlers.roster import Roster
from handlers.shortcuts import shortcuts
from model.chosen import NOTHING
from model.story import Story
from sources.feed import Feed
from store.store import Audited, Store
from tests.fake_slack import fake_slack
from tests.handlers.pressing import CHANNEL, Room, member, pressing
from tests.handlers.rows import BEFORE, CARRIED, FILLED, PRESSED, SEEN, TYPED, carried, numbered
from tests.handlers.running import FastClock, hearing, settings_for
from tests.handlers.shelf import ShelfBooks
from tests.handlers.test_feed_setup import Wire
from tests.handlers.test_import import BEFORE as CONNECTIONS
from tests.make import NOW
from tests.pipeline.desk import OPENAI, Desk
from tests.signed import home_opened, link_shared, mentioned, press_body, send_event, send_slash, shortcut, submission
from tests.waiting import WITHIN, until

pytestmark = pytest.mark.asyncio(loop_scope="module")

PEOPLE: dict[str, dict[str, Any]] = {
    "U0ADA": {"is_admin": True},
    "U0LEA": {"is_admin": False},
    "U0MAX": {"is_admin": False},
    "U0GUS": {"is_restricted": True},
    "U0ULA": {"is_ultra_restricted": True},
}
WHO = {Role.ADMIN: "ada", Role.MEMBER: "lea", Role.GUEST: "gus"}
REFUSALS = (
    "Only an admin may do that",
    "Guests may look and follow",
    "Nobody may do that",
    "That is about single people",
)
FOUND = {
    Surface.COMMAND: commands,
    Surface.PRESS: actions,
    Surface.FORM: modals,
    Surface.EVENT: events,
    Surface.SHORTCUT: shortcuts,
}
CELLS = [(surface, name, role) for surface, name in rights() for role in Role]


class Drawer:
    """Keeps what people handed in."""

    async def read(self, file: str, workspace: str) -> bytes:
        return CONNECTIONS


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def room(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Room]:
    file: Path = tmp_path_factory.mktemp("roles") / "signals.db"
    async with await Store.open(f"sqlite:///{file}") as store, pressing(Desk(store)) as running:
        running.slack.members = PEOPLE
        assert running.books is not None
        running.books.files = Drawer()
        running.desk.pipeline.http = Wire()
        yield running


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def story(room: Room) -> Story:
    return await room.told()


async def lines(room: Room) -> list[Audited]:
    """What the audit log holds."""
    return [*await room.desk.store.audited("T1", 1000), *await room.desk.store.audited("", 1000)]


async def start_over(room: Room, story: Story) -> None:
    """Undo what a row did before."""
    store, workspace = room.desk.store, "T1"
    for claim in (await store.deeds.claims(workspace, [story.id])).values():
        await store.deeds.release(workspace, story.id, claim.by, NOW)
    for follow in await store.deeds.follows(workspace, ["OpenAI"]):
        await store.deeds.unfollow(workspace, story.id, follow.by, NOW)
    for reminder in await store.deeds.awaiting(workspace, ["OpenAI"]):
        await store.deeds.unremind(workspace, story.id, reminder.by, NOW)
    for one in await store.mutes.in_force(CHANNEL, NOW):
        await store.mutes.unmute(workspace, one.id, "U0BEN", NOW)
    for feed in await store.feeds.of(""):
        await store.feeds.remove("", feed.url, Feed(feed.url).id, feed.url, "U0BEN", NOW)
    for change in await store.lessons.overrides():
        await store.lessons.undo(workspace, change.id, "U0BEN", NOW)
    for place in await store.choices.of(workspace):
        await store.choices.choose(workspace, place, NOTHING, None, "U0BEN", NOW)
    await store.watch("", CHANNEL, OPENAI, "U0BEN", NOW)
    assert room.books is not None
    await room.books.renew()


async def answered(room: Room) -> list[dict[str, Any]]:
    """Wait for what is posted."""
    posts = len(room.slack.posts)
    async with asyncio.timeout(WITHIN):
        while len(room.slack.posts) == posts:
            await asyncio.sleep(0.005)
            await room.post()
    return room.slack.posts[posts:]


async def settled(room: Room, kept: int) -> int:
    """Wait for a line of the log; count those that came."""
    async with asyncio.timeout(WITHIN):
        while len(await lines(room)) == kept:  # noqa: ASYNC110  (the bot writes it by and by)
            await asyncio.sleep(0.005)
    return len(await lines(room)) - kept


async def heard(room: Room, user: str) -> str:
    """Wait for what somebody is answered: at the response_url, ephemerally, or in a modal."""
    async with asyncio.timeout(WITHIN):
        while True:
            if room.slack.replies.get(user):
                return await room.said(user)
            if room.slack.whispers:
                return await room.whispered()
            if room.slack.views:
                view = room.slack.views.pop()[1]["view"]
                return str(view)
            await asyncio.sleep(0.005)


# --- how each row is asked: typed, pressed or submitted as Slack sends it ---------------------------------------------


async def do(room: Room, story: Story, surface: Surface, name: str, user: str, number: int) -> str:
    """Do it as somebody, and return what they are answered."""
    if surface is Surface.COMMAND:
        return await room.ask(TYPED.get(name, name).format(fresh=f"Fresh{number}"), user)
    if surface is Surface.FORM:
        about = write_about(**{"story": story.id, "channel": CHANNEL, "person": "Ada Quill", **carried(name, number)})
        view = {"type": "modal", "callback_id": name, "private_metadata": about, "blocks": []}
        filled = {field: numbered(value, number) for field, value in FILLED[name].items()}
        body = submission(view, id=f"V{number}", **filled)
        ack = await room.send({**body, "user": member(user)})
        if ack["response_action"] == "update":
            return str(ack["view"])
    elif surface is Surface.EVENT:
        if name == "link_shared":
            url = f"https://signals.example/at/c/OpenAI?{number}"
            assert await send_event(room.base, link_shared(url, id=f"Ev{number}", user=member(user)["id"])) == 200
            await until(lambda: bool(room.slack.unfurls))
            return str(room.slack.unfurls.pop())
        asked = {"app_home_opened": home_opened, "app_mention": mentioned}[name]
        assert await send_event(room.base, asked(member(user)["id"], id=f"Ev{number}")) == 200
        if name == "app_mention":
            return str(await answered(room))
    elif surface is Surface.SHORTCUT:
        message = {"ts": f"{number}.2", "text": "OpenAI CTO leaves"}
        await room.send(shortcut(name, message, trigger=room.slack.trigger(), user=member(user)))
    else:
        value = {"action_id": name, "block_id": f"story:{story.id}", "type": "button", "value": PRESSED.get(name, "")}
        inside = {"view": {"private_metadata": write_about(**CARRIED[name])}} if name in CARRIED else {}
        await room.press(name, story, user, actions=[value], message={"ts": f"{number}.1"}, container={}, **inside)
    return await heard(room, user)


NUMBERS = count(1)


@pytest.mark.parametrize(("surface", "name", "role"), CELLS, ids=lambda part: str(part))
async def test_what_the_table_says_is_what_happens(
    room: Room, story: Story, surface: Surface, name: str, role: Role
) -> None:
    right, user, number = rights()[surface, name], WHO[role], next(NUMBERS)
    for silent in (room.slack.replies, room.slack.whispers, room.slack.views):
        silent.clear()
    if right.changes:
        await start_over(room, story)
    if before := BEFORE.get((surface, name)):
        await before(room.desk.store, story, member(user)["id"])
    kept = len(await lines(room))
    said = await do(room, story, surface, name, user, number)
    refused = [refusal for refusal in REFUSALS if refusal in said]
    assert refused == ([] if right.allows(role) else [REFUSALS[right.least is Role.MEMBER]])
    if right.allows(role):
        assert SEEN.get((surface, name), "") in said
    left = len(await lines(room)) - kept
    if right.changes and right.allows(role):
        left = await settled(room, kept)
    assert left == int(right.changes and right.allows(role)), said


async def test_the_table_has_a_row_for_all_that_can_be_done_and_no_other() -> None:
    there = {(surface, name) for surface, found in FOUND.items() for name in found()}
    assert there - rights().keys() == set(), "what has no row in handlers/roles.toml is refused to everybody"
    assert rights().keys() - there == set()
    assert len(CELLS) >= 40
    assert all(right.why for right in rights().values())


async def test_what_has_no_row_is_refused_to_an_admin_too(room: Room) -> None:
    assert room.connected is not None
    gate = Gate(Roster({"U0ADA"}, room.connected.clients, Clock()))
    with pytest.raises(NotAllowed, match="Nobody may do that"):
        await gate.admit(Surface.COMMAND, "explode", Asker("T0TEAM", CHANNEL, "U0ADA"))


async def test_a_refusal_is_logged_with_who_asked(room: Room, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING, "handlers.gate"):
        assert "Guests may look and follow" in await room.ask("watch Glean", "ula")
    (line,) = [one.getMessage() for one in caplog.records if "refused" in one.getMessage()]
    assert line == f"refused: command watch, asked by U0ULA in {CHANNEL}"


async def test_who_is_not_known_to_slack_here_is_a_guest(room: Room) -> None:
    assert "Guests may look and follow" in await room.ask("watch Glean", "stranger")
    assert "OpenAI" in await room.ask("why OpenAI", "stranger")


async def test_a_person_of_another_company_may_look_and_ask_nothing_about_people(room: Room, story: Story) -> None:
    where: dict[str, Any] = {"channel": {"id": "C0EXT"}, "container": {}}
    theirs: dict[str, Any] = {**where, "user": {**member("lea"), "team_id": "T0OTHER"}}
    await room.send(press_body("claim", story.id, response_url=room.slack.response_url("lea"), **theirs))
    assert "Guests may look and follow" in await heard(room, "lea")
    await room.send(press_body("note", story.id, response_url=room.slack.response_url("lea"), **theirs))
    assert "That is about single people" in await heard(room, "lea")
    said = await room.ask("people OpenAI", channel_id="C0EXT")
    assert said.startswith("That is about single people"), "others listen there"
    assert "Guests" not in await room.ask("people OpenAI"), "and not here"
    for team, words in (("T0OTHER", "That is about single people"), ("T0TEAM", "connections yet")):
        assert words in await room.ask("people OpenAI", "max", team_id=team)


async def test_where_slack_says_that_another_company_listens_nothing_is_answered_about_people(room: Room) -> None:
    assert "connections yet" in await room.ask("people OpenAI", "max", channel_id="C0CONNECT")
    shared = {**mentioned(channel="C0CONNECT", id="Ev900"), "is_ext_shared_channel": True}
    assert await send_event(room.base, shared) == 200
    assert "OpenAI" in str(await answered(room)), "what a channel may see is answered all the same"
    for typed in ("people OpenAI", "note OpenAI somebody is looking around", "export"):
        assert "where another company listens" in await room.ask(typed, channel_id="C0CONNECT")
    assert "single people" not in await room.ask("why OpenAI", channel_id="C0CONNECT")


async def test_what_the_team_noted_is_not_answered_where_another_company_listens(room: Room) -> None:
    await room.ask("note OpenAI amber engineers look around")
    assert await send_event(room.base, mentioned(id="Ev901")) == 200
    assert "amber" in str(await answered(room))
    room.slack.posts.clear()
    shared = {**mentioned(channel="C0CONNECT", id="Ev902"), "is_ext_shared_channel": True}
    assert await send_event(room.base, shared) == 200
    said = str(await answered(room))
    assert "OpenAI" in said
    assert "amber" not in said
    assert "note of your team" not in said


async def test_whom_config_names_is_an_admin_and_everybody_else_a_member_where_slack_may_not_be_asked() -> None:
    async with fake_slack() as slack, open_slack(settings_for(slack), ShelfBooks(), Tally()) as connected:
        roster = Roster({"U0ADA"}, connected.clients, Clock())
        roles = [await roster.role(Asker("T0TEAM", CHANNEL, user)) for user in ("U0ADA", "U0LEA", "U0GUS")]
        assert roles == [Role.ADMIN, Role.MEMBER, Role.MEMBER]
        assert [method for method, _, _ in slack.calls] == ["users.info"], "it asks no more for an hour"


async def test_slack_is_asked_once_in_ten_minutes_for_each_person() -> None:
    time = FastClock()
    async with fake_slack(members=PEOPLE) as slack, open_slack(settings_for(slack), ShelfBooks(), Tally()) as connected:
        roster = Roster((), connected.clients, time.clock)
        asker = Asker("T0TEAM", CHANNEL, "U0ADA")
        assert [await roster.role(asker) for _ in range(3)] == [Role.ADMIN] * 3
        assert len(slack.calls) == 1
        time.skip(601)
        slack.members = {**PEOPLE, "U0ADA": {"is_admin": False}}
        assert await roster.role(asker) is Role.MEMBER


async def test_while_slack_does_not_answer_what_was_known_holds_and_nobody_is_let_in_unknown() -> None:
    time = FastClock()
    async with fake_slack(members=PEOPLE) as slack, open_slack(settings_for(slack), ShelfBooks(), Tally()) as connected:
        gate = Gate(Roster((), connected.clients, time.clock))
        lea, gus = Asker("T0TEAM", CHANNEL, "U0LEA"), Asker("T0TEAM", CHANNEL, "U0GUS")
        await gate.admit(Surface.COMMAND, "watch", lea)
        time.skip(601)
        slack.token = "another"  # noqa: S105  (what it says no to)
        await gate.admit(Surface.COMMAND, "watch", lea)
        with pytest.raises(NotAllowed, match="does not tell me"):
            await gate.admit(Surface.COMMAND, "watch", gus)
        await gate.admit(Surface.COMMAND, "why", gus)


async def test_nobody_is_asked_about_before_the_acknowledgement() -> None:
    async with fake_slack(members=PEOPLE) as slack, hearing(slack) as bot:
        slack.members_held = asyncio.Event()
        status, body = await send_slash(bot.base, "watch Glean", response_url=slack.response_url(), user_id="U0GUS")
        assert (status, body, slack.replies) == (200, "", {})
        slack.members_held.set()
        assert "Guests may look" in (await slack.replied())["text"]
        assert bot.books.asked.count("watch Glean None") == 0
