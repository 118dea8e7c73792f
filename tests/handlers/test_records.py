"""What admins ask of the record: typed and pressed over signed HTTP on a real store."""

from __future__ import annotations

import csv
import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from books import StoreOutbox
from digests.draw import draw_said
from digests.export import as_csv, quoted
from digests.plain import as_text
from digests.sentence import sentence
from handlers.press import write_about
from model.message import Drawn, Message
from model.signal import Kind
from model.subscription import MessageKind
from store.advance import Step
from store.store import Store
from tests.fake_slack import conversation
from tests.handlers.pressing import CHANNEL, Room, member, pressing
from tests.handlers.test_looking_back import keep_a_move
from tests.make import NOW, signal
from tests.make import story as make
from tests.pipeline.desk import Desk
from tests.signed import press_body


@pytest.fixture
async def room(tmp_path: Path) -> AsyncIterator[Room]:
    async with await Store.open(f"sqlite:///{tmp_path}/signals.db") as store, pressing(Desk(store)) as running:
        running.slack.members = {"U0ADA": {"is_admin": True}, "U0LEA": {}, "U0BEN": {}}
        yield running


# --- the audit log ----------------------------------------------------------------------------------------------------


async def test_the_log_tells_who_did_what_where_the_newest_first(room: Room) -> None:
    story = await room.told()
    await room.press("claim", story)
    await room.said()
    await room.ask("mute Northwind 7d", "ben")
    await room.ask("digest weekly mon 9:00")
    lines = (await room.ask("audit", "ada")).splitlines()
    assert lines[0] == "Who changed what"
    assert [line.partition("12:00 ")[2] for line in lines[1:4]] == [
        f"@U0LEA settled when the digest comes in #{CHANNEL} (mon 09:00)",
        f"@U0BEN muted Northwind in #{CHANNEL}",
        "@U0LEA took “Mira Murati (CTO) leaves OpenAI”",
    ]


async def test_the_log_is_asked_for_a_company_a_person_or_a_time(room: Room) -> None:
    story = await room.told()
    await room.press("claim", story)
    await room.said()
    await room.ask("mute Northwind 7d", "ben")
    openai = await room.ask("audit OpenAI", "ada")
    assert ("took “Mira" in openai, "Northwind" in openai) == (True, False)
    for who in ("@ben", "@U0BEN", "@Ben"):
        bens = await room.ask(f"audit {who}", "ada")
        assert ("muted Northwind" in bens, "took" in bens) == (True, False), who
    room.pass_by(days=8)
    assert "Nothing was changed that fits." in await room.ask("audit since:1w", "ada")
    assert "took" in await room.ask("audit OpenAI @lea since:2w", "ada")
    assert "Say how far back" in await room.ask("audit since:soon", "ada")
    assert "Did you mean OpenAI?" in await room.ask("audit Opnai", "ada")


async def test_the_log_is_turned_page_by_page(room: Room) -> None:
    for number in range(45):
        await room.desk.store.deeds.did("T1", "U0LEA", NOW, f"watch Company{number} in {CHANNEL}", [])
    seen = await room.ask("audit since:30d", "ada")
    value = "audit since:30d before:31"
    assert "[ Older ]" in seen
    for _ in range(2):
        action = {"action_id": "older", "block_id": "older", "type": "button", "value": value}
        body = press_body("older", "", response_url=room.slack.response_url("ada"))
        await room.send({**body, "actions": [action], "user": member("ada")})
        page = await room.said("ada")
        seen, value = seen + page, "audit since:30d before:16"
    assert [f"Company{n} " in seen for n in range(45)] == [True] * 45
    assert "[ Older ]" not in page


async def test_the_longest_lines_fit_into_one_message_with_the_button(room: Room) -> None:
    hostile = "<!channel> & <@U1> *bold* \u202e" + "𝔘" * 300
    for number in range(31):
        action = f"digest {number} {hostile} in {CHANNEL}"
        await room.desk.store.deeds.did("T1", "U0LEAXXXXXX", NOW, action, [], hostile)
    page = await room.ask("audit", "ada")
    assert page.count("@U0LEAXXXXXX") == 15
    assert "[ Older ]" in page


async def test_a_story_that_is_private_to_somebody_is_not_told_to_an_admin(room: Room) -> None:
    hidden = signal(private=True, owner="U0BEN", person="Sam Secret", item=("connections:U0BEN", "2"))
    secret = make(id="p1", evidence=(hidden,), private=True, people=("Sam Secret",))
    await room.desk.store.advance(Step(at=NOW, stories=[secret]))
    await room.press("follow", secret, "ben")
    await room.said("ben")
    told = await room.ask("audit", "ada")
    assert "follows something that is not shown to you" in told
    assert "Secret" not in told


async def test_only_an_admin_reads_the_log(room: Room) -> None:
    assert "Only an admin may do that" in await room.ask("audit", "lea")
    room.slack.members = None
    room.pass_by(hours=2)
    said = await room.ask("audit", "ben")
    assert 'admins = ["U0BEN"]' in said, "nobody is named: it says how"


# --- somebody who wants to be forgotten -------------------------------------------------------------------------------

MURATI = "Mira Murati"


async def decide(room: Room, person: str, user: str = "ada") -> dict[str, Any]:
    """Type the command and press its button; return the window that opens."""
    said = await room.ask(f"forget {person}", user)
    assert "[ Count and decide… ]" in said
    await room.send(pressed(room, "forget", person, user))
    return await room.opened()


def pressed(room: Room, verb: str, value: str, user: str) -> dict[str, Any]:
    action = {"action_id": verb, "block_id": verb, "type": "button", "value": value}
    address, trigger = room.slack.response_url(user), room.slack.trigger()
    body = press_body(verb, "", response_url=address, trigger=trigger, channel={"id": CHANNEL}, container={})
    return {**body, "actions": [action], "user": member(user)}


async def test_who_is_forgotten_goes_from_the_store_from_slack_and_from_what_comes_later(room: Room) -> None:
    story = await room.told()
    await room.press("follow", story)
    await room.said()
    await room.desk.print("Mira Murati, CTO of OpenAI, resigns", site="other.example", at=room.now)
    await room.post()
    assert any(MURATI in str(post) for post in room.slack.posts)
    view = await decide(room, MURATI)
    shown = as_text(Drawn("", tuple(view["blocks"])))
    assert "stories that nothing else tells: 1" in shown
    assert f"messages that stand in Slack: {len(room.slack.posts)}" in shown
    assert await room.desk.store.access(MURATI) != [], "nothing goes before it is decided"
    assert await room.submit(view, "ada") == {"response_action": "clear"}
    assert (await room.whispered()).startswith("Done: ")
    await room.post()
    left = [post for post in room.slack.posts if (conversation(post["channel"]), post["ts"]) not in gone(room)]
    assert [post for post in left if MURATI in str(post)] == []
    assert await room.desk.store.access(MURATI) == []
    assert await room.desk.store.suppressed({MURATI}) == {MURATI}
    (line, *_) = await room.desk.store.audited("T1")
    assert (line.actor, line.action, line.before, line.after) == ("U0ADA", "forget somebody", None, None)
    assert "made somebody forgotten" in await room.ask("audit", "ada")


def gone(room: Room) -> set[tuple[str, str]]:
    return {(one["channel"], one["ts"]) for one in room.slack.deleted}


async def test_a_digest_keeps_what_it_says_of_others(room: Room) -> None:
    murati, cuts = make(id="m1"), make(id="c1", kind=Kind.LAYOFFS, person=None, headcount=900)
    for one in (murati, cuts):
        await room.desk.store.advance(Step(at=NOW, stories=[one]))
    told = [alike(sentence(one)) for one in (murati, cuts)]
    drawn = Drawn("two", (*told[0].blocks, *told[1].blocks))
    message = Message(CHANNEL, MessageKind.DIGEST, "d1", None, drawn)
    await room.desk.store.deeds.did("T1", "x", NOW, "digest", [message])
    await room.post()
    view = await decide(room, MURATI)
    await room.submit(view, "ada")
    await room.whispered()
    await room.post()
    (edit,) = room.slack.edits
    assert room.slack.deleted == []
    assert edit["ts"] == room.slack.posts[0]["ts"]
    assert "900 people" in str(edit)
    assert "(removed at a person's request)" in str(edit)
    assert MURATI not in str(edit)


async def test_a_message_to_a_person_is_erased_where_slack_put_it(room: Room) -> None:
    await room.desk.store.advance(Step(at=NOW, stories=[make(id="m1")]))
    message = Message("U0BEN", MessageKind.DIRECT, "d1", "m1", alike("Mira Murati leaves OpenAI"))
    await room.desk.store.deeds.did("T1", "x", NOW, "tell", [message])
    await room.post()
    await room.submit(await decide(room, MURATI), "ada")
    await room.whispered()
    await room.post()
    assert [(one["channel"], one["ts"]) for one in room.slack.deleted] == [("D0BEN", room.slack.posts[0]["ts"])]


async def test_what_was_on_its_way_to_slack_is_deleted_when_it_is_there(room: Room) -> None:
    store = room.desk.store
    message = Message(CHANNEL, MessageKind.DIGEST, "d1", None, alike("Mira Murati leaves OpenAI"))
    await store.deeds.did("T1", "x", NOW, "digest", [message])
    posting = await store.claim(NOW, 60)
    assert posting is not None
    await store.forget(MURATI, NOW)
    await StoreOutbox(store).settle_sent(posting, "17.1", NOW, CHANNEL)
    late = await store.claim(NOW, 60)
    assert late is not None
    assert (late.message.kind, late.target_ts, late.message.drawn) == (MessageKind.ERASURE, "17.1", Drawn("", ()))


def alike(words: str) -> Drawn:
    return draw_said(words)


@pytest.mark.parametrize(
    ("typed", "answer"),
    [
        ("forget", "Name a person"),
        ("forget Ada", "one word may name many people"),
        ("forget Open AI", "is a company that is watched"),
        ("forget !!! ???", "Name a person"),
    ],
)
async def test_a_name_that_may_be_anybodys_is_refused(room: Room, typed: str, answer: str) -> None:
    assert answer in await room.ask(typed, "ada")


@pytest.mark.parametrize("person", ["", "OpenAI", "Ada"])
async def test_a_window_that_was_tampered_with_removes_nothing(room: Room, person: str) -> None:
    await room.told()
    view = {**await decide(room, MURATI), "private_metadata": write_about(person=person, channel=CHANNEL)}
    await room.submit(view, "ada")
    await room.whispered()
    assert await room.desk.store.access(MURATI) != []
    assert await room.desk.store.audited("T1") == []


async def test_only_an_admin_makes_anybody_forgotten(room: Room) -> None:
    await room.told()
    view = await decide(room, MURATI)
    assert "Only an admin may do that" in await room.ask(f"forget {MURATI}")
    await room.send(pressed(room, "forget", MURATI, "lea"))
    assert "Only an admin may do that" in await room.said()
    await room.submit(view, "lea")
    assert "Only an admin may do that" in await room.whispered()
    assert await room.desk.store.access(MURATI) != []
    assert await room.desk.store.audited("T1") == []


# --- a file with what was told ----------------------------------------------------------------------------------------


async def test_what_the_channel_may_see_comes_as_a_file_to_who_asked_alone(room: Room) -> None:
    await keep_a_move(room)
    assert await room.ask("export") == "I have sent you the file by direct message."
    (file,) = room.slack.files.values()
    assert (file["title"], file["channel"]) == (f"signals-{NOW:%Y-%m-%d}.csv", "D0LEA")
    header, row = csv.reader(file["bytes"].decode().splitlines())
    assert header[2:6] == ["company", "kind", "state", "story"]
    assert row[2:6] == ["OpenAI", "departure", "reported", "Mira Murati (CTO) leaves OpenAI for Northwind"]
    assert b"Secret" not in file["bytes"]
    assert [post["channel"] for post in room.slack.posts] == ["U0LEA"]
    assert "exported what was told" in await room.ask("audit", "ada")
    await room.ask("export json")
    _, file = room.slack.files.values()
    assert file["title"] == f"signals-{NOW:%Y-%m-%d}.json"
    assert json.loads(file["bytes"])[0]["company"] == "OpenAI"


async def test_without_the_scope_or_the_news_the_answer_says_so(room: Room) -> None:
    room.slack.takes_files = False
    assert "nothing to export" in await room.ask("export")
    await keep_a_move(room)
    assert "adds the scope files:write" in await room.ask("export csv")
    assert "Say csv or json" in await room.ask("export pdf")


FORMULAS = [
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    "＝1+1",
    "＠SUM(A1)",
    "\t=1",
    "\r=1",
    '=HYPERLINK("http://x")',
    "-2+3+cmd|' /C calc'!A0",
]


@pytest.mark.parametrize("cell", FORMULAS)
def test_no_cell_starts_a_formula(cell: str) -> None:
    told = make(company=cell, quote=cell, role=cell, person=cell, outlets=(cell,))
    _, row = csv.reader(as_csv([told]).splitlines())
    assert [one for one in row if one.startswith(("=", "+", "-", "@", "\t", "\r", "＝", "＠"))] == []
    assert cell.strip() in row[2]
    assert quoted(cell) == f"'{cell}"
