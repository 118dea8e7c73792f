"""What admins ask of the record: typed and pressed over signed HTTP on a real store."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from store.advance import Step
from store.store import Store
from tests.handlers.pressing import CHANNEL, Room, member, pressing
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
    value = f"audit since:30d before:{45 - 19}"
    assert "[ Older ]" in seen
    for _ in range(2):
        action = {"action_id": "older", "block_id": "older", "type": "button", "value": value}
        body = press_body("older", "", response_url=room.slack.response_url("ada"))
        await room.send({**body, "actions": [action], "user": member("ada")})
        page = await room.said("ada")
        seen, value = seen + page, "audit since:30d before:6"
    assert [f"Company{n} " in seen for n in range(45)] == [True] * 45
    assert "[ Older ]" not in page


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
