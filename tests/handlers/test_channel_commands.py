"""What a channel settles by command, typed over signed HTTP on a real store: each shows its effect."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from handlers.aims import Aim, aim_at, lasting
from handlers.names import Unknown
from model.chosen import Chosen
from model.handling import Mute, Scope
from model.signal import Kind
from store.store import Store
from tests.handlers.pressing import CHANNEL, Room, pressing
from tests.make import DAY, at
from tests.pipeline.desk import CTO_LEAVES, OPENAI, Desk

pytestmark = pytest.mark.slow  # a store and a server for each: ./run.sh check leaves them out


@pytest.fixture
async def room(tmp_path: Path) -> AsyncIterator[Room]:
    async with await Store.open(f"sqlite:///{tmp_path}/signals.db") as store, pressing(Desk(store)) as running:
        yield running


async def chosen(room: Room) -> dict[str, Chosen]:
    return {place: one for place, (one, _) in (await room.desk.store.choices.of("T1")).items()}


@pytest.mark.parametrize(
    ("typed", "scope", "name"),
    [
        ("OpenAI", Scope.COMPANY, "OpenAI"),
        ("departures", Scope.KIND, Kind.DEPARTURE.value),
        ("Lay-offs", Scope.KIND, Kind.LAYOFFS.value),
        ("“news.example”", Scope.SOURCE, "news.example"),
    ],
)
async def test_a_company_a_kind_or_a_source_is_hidden_until_its_end_and_no_longer(
    room: Room, typed: str, scope: Scope, name: str
) -> None:
    said = await room.ask(f"mute {typed} 7d")
    assert said.startswith("Muted here until 11 Oct 2024")
    (mute,) = await room.desk.store.mutes.in_force(CHANNEL, room.now)
    assert (mute.scope, mute.name, mute.until - room.now) == (scope, name, timedelta(days=7))
    assert await room.desk.store.mutes.in_force(CHANNEL, mute.until) == []


async def test_what_is_muted_does_not_speak_and_what_is_unmuted_does(room: Room) -> None:
    await room.ask("mute openai 7d")
    await room.desk.print(CTO_LEAVES, at=room.now)
    await room.post()
    assert room.slack.posts == []
    assert (await room.ask("unmute OpenAI")).startswith("No longer muted here: OpenAI.")
    room.pass_by(minutes=1)
    await room.desk.pipeline.decide_again(room.now)
    await room.post()
    assert len(room.slack.posts) == 1
    actions = [line.action for line in await room.desk.store.audited(room.desk.pipeline.workspace, 9)]
    assert actions == [f"unmute company OpenAI in {CHANNEL}", f"mute company OpenAI in {CHANNEL}"]


async def test_a_mute_tells_what_it_would_have_hidden_and_needs_an_end(room: Room) -> None:
    await room.told()
    said = await room.ask("mute OpenAI")
    assert said.startswith(
        "A mute needs an end, in days, weeks or as a day (7d, until 12 Oct): /signals mute OpenAI 7d. "
    )
    assert "would have hidden 1 of 1 in the last 30 days" in said
    assert "within 90 days" in await room.ask("mute OpenAI 14w")
    assert await room.desk.store.mutes.in_force(CHANNEL, room.now) == []
    assert "would have hidden 0 of 1" in await room.ask("mute funding 1w")


async def test_a_mute_may_last_until_a_day(room: Room) -> None:
    assert (await room.ask("mute OpenAI until 12 Oct")).startswith("Muted here until 12 Oct 2024, 09:00: OpenAI.")
    assert "a day that is still to come" in await room.ask("mute funding until 2024-10-01")
    assert "within 90 days" in await room.ask("mute funding until 1 June")
    assert "A mute needs an end" in await room.ask("mute OpenAI until Friday")
    (mute,) = await room.desk.store.mutes.in_force(CHANNEL, room.now)
    assert mute.name == "OpenAI"


async def test_the_list_tells_what_is_hidden_by_whom_and_the_story_that_is(room: Room) -> None:
    assert "Nothing is muted here." in await room.ask("mutes")
    story = await room.told()
    mute = Mute(0, CHANNEL, Scope.STORY, story.id, room.now + DAY, "U0LEA", "lea", room.now)
    await room.desk.store.mutes.mute("T1", mute)
    await room.ask("mute hires 2w", "ben")
    said = await room.ask("mutes")
    assert "Mira Murati (CTO) leaves OpenAI until" in said
    assert "hire until 18 Oct 2024, 12:00, by ben" in said


async def test_what_is_not_known_is_not_muted(room: Room) -> None:
    assert "Did you mean OpenAI?" in await room.ask("mute Opnai 7d")
    assert "Say what to hide" in await room.ask("mute")
    assert "Say what you want" in await room.ask("unmute")
    assert "Nothing here mutes “OpenAI”" in await room.ask("unmute OpenAI")


def test_a_company_comes_before_a_kind_and_a_source() -> None:
    assert aim_at("openai.com", [OPENAI]) == Aim(Scope.COMPANY, "OpenAI")
    assert aim_at("hirs", [OPENAI]) == Unknown("hirs", ("hire",))


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("OpenAI 7d", ("OpenAI", 7)),
        ("Open AI 2W", ("Open AI", 14)),
        ("OpenAI", ("OpenAI", None)),
        ("7d", ("7d", None)),
        ("OpenAI ٧d", ("OpenAI ٧d", None)),
        ("OpenAI 99999d", ("OpenAI 99999d", None)),
        ("OpenAI 0d", ("OpenAI", 0)),
    ],
)
def test_how_long_is_read_off_the_end(typed: str, read: tuple[str, int | None]) -> None:
    name, time = lasting(typed)
    assert (name, None if time is None else time.days) == read


async def test_a_digest_is_scheduled_in_the_channels_zone_and_ended(room: Room) -> None:
    said = await room.ask("digest weekly mon 9:00")
    assert said == "Done: the next digest of this channel comes on 7 Oct 2024, 09:00 (UTC)."
    assert await room.desk.store.schedule(CHANNEL) == at("2024-10-07 09:00")
    assert await chosen(room) == {CHANNEL: Chosen(digest="mon 09:00")}
    assert (await room.ask("digest off", "ben")).startswith("Done: no digest comes here by itself")
    assert await room.desk.store.schedule(CHANNEL) is None
    off, weekly = await room.desk.store.audited("T1", 5)
    assert (weekly.actor, weekly.action, weekly.before) == ("U0LEA", f"settings of {CHANNEL}", None)
    assert (off.actor, off.before, off.after) == ("U0BEN", weekly.after, None), "no digest is what the set-up says too"


async def test_a_rhythm_that_is_none_changes_nothing(room: Room) -> None:
    assert "/signals digest daily 9:00" in await room.ask("digest every full moon")
    assert await chosen(room) == {}
