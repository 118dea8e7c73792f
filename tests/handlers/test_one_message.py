"""Whatever the news does and people do, a story is one message in its channel, edited, with a thread (slack.md 6.1)."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path
from random import Random

import pytest

from model.story import State, Story
from store.store import Store
from tests.handlers.pressing import CHANNEL, Room, pressing
from tests.pipeline.desk import CTO_DENIED, CTO_LEAVES_TOO, Desk

pytestmark = pytest.mark.slow  # a store and a server for each: ./run.sh check leaves them out

MANY = 40
Step = Callable[[Room, Story, Random, int], Awaitable[object]]


@pytest.fixture
async def room(tmp_path: Path) -> AsyncIterator[Room]:
    async with await Store.open(f"sqlite:///{tmp_path}/signals.db") as store, pressing(Desk(store)) as running:
        yield running


async def another_outlet(room: Room, story: Story, chance: Random, number: int) -> None:
    await room.desk.print(f"{CTO_LEAVES_TOO}, says {number}", site=f"paper{number}.example", at=room.now)


async def denial(room: Room, story: Story, chance: Random, number: int) -> None:
    await room.desk.print(CTO_DENIED, site="openai.com", at=room.now)


async def other_news(room: Room, story: Story, chance: Random, number: int) -> None:
    await room.desk.print(f"OpenAI lays off {number + 2}00 people", site=f"wire{number}.example", at=room.now)


async def button(room: Room, story: Story, chance: Random, number: int) -> None:
    user = chance.choice(["lea", "ben", "kim"])
    await room.press(
        chance.choice(["claim", "release", "follow", "unfollow", "unmute", "useful", "unremind"]), story, user
    )
    await room.said(user)


FILLED: dict[str, dict[str, dict[str, object]]] = {
    "assign": {"to": {"selected_user": "U0BEN"}},
    "mute": {"scope": {"selected_option": {"value": "story"}}, "until": {"selected_date": "2024-10-20"}},
    "not_relevant": {"reason": {"selected_option": {"value": "too_weak"}}},
    "note": {"words": {"value": "They look around."}},
    "remind": {"when": {"selected_option": {"value": "change"}}},
}


async def modal(room: Room, story: Story, chance: Random, number: int) -> None:
    verb = chance.choice(sorted(FILLED))
    await room.press(verb, story)
    await room.submit(await room.opened(), values=FILLED[verb])
    await room.whispered()


STEPS: list[Step] = [another_outlet, another_outlet, denial, other_news, button, button, button, modal, modal]


@pytest.mark.parametrize("seed", [1, 2, 3])
async def test_a_story_stays_one_message_through_forty_updates_and_actions(room: Room, seed: int) -> None:
    chance = Random(seed)  # noqa: S311  repeatable chance, not a secret
    story = await room.told()
    for number in range(MANY):
        room.pass_by(minutes=chance.choice([1, 5, 70]))
        await chance.choice(STEPS)(room, story, chance, number)
        if chance.random() < 0.5:
            await room.post()
    await room.post()

    about = [post for post in room.slack.posts if post["channel"] == CHANNEL and not post.get("thread_ts")]
    (alert,) = [post for post in about if f"story:{story.id}" in str(post["blocks"])]
    edits = [edit for edit in room.slack.edits if f"story:{story.id}" in str(edit["blocks"])]
    assert len(edits) > 5
    assert {edit["ts"] for edit in edits} == {alert["ts"]}
    assert (await room.desk.store.outbox_counts())["dead"] == 0
    await agrees_with_the_store(room, story, await_last=edits[-1])


async def agrees_with_the_store(room: Room, story: Story, await_last: dict[str, object]) -> None:
    """The last edit shows what is stored: who has it, how many follow, what is muted, what is believed."""
    deeds, shown = room.desk.store.deeds, str(await_last["blocks"])
    (known,) = await room.desk.store.stories([story.id])
    claim = (await deeds.claims("T1", [story.id])).get(story.id)
    followers = (await deeds.followers("T1", [story.id])).get(story.id, 0)
    assert ("👤" in shown, "'action_id': 'release'" in shown) == (claim is not None,) * 2
    assert ("followed by" in shown) == (followers > 0)
    assert ("muted until" in shown) == bool(await room.desk.store.mutes.in_force(CHANNEL, room.now))
    assert ("Denied: " in shown) == (known.state is State.DENIED)
