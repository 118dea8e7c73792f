"""What a replay remembers answers as a database does, whatever was folded, denied, held or asked before."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from model.errors import StoreError
from model.message import Drawn, Message
from model.poll import Harvest, PollState
from model.score import Axis
from model.story import State, Story
from model.subscription import Held, InDigest, MessageKind, Now, Verdict
from store.memory import MemoryStore
from store.store import Decided, Step, Store
from tests.make import NOW, ago, item, story
from tests.told import tell_all

ALPHA, BETA = "C0000000001", "C0000000002"
ONE, TWO = story(person="Ada Quill", seen=ago(3)), story(person="Ben Ode", seen=ago(2), outlets=("b.com", "a.com"))
PRIVATE = story(private=True, owner="U1", person="Jo Doe")
OTHER = story(company="Mistral AI", seen=ago(80))
SOON = NOW + timedelta(minutes=20)
NOW_VERDICT = Now("It lifts the window.", Axis.WINDOW, 10, 80)


def told(one: Story, verdict: Verdict, channel: str = ALPHA) -> Decided:
    return Decided(channel, one.id, verdict, NOW)


def alert(one: Story, channel: str = ALPHA) -> Message:
    return Message(channel, MessageKind.ALERT, one.id, one.id, Drawn("text", ()))


ALL = Step(
    stories=[TWO, ONE, PRIVATE, OTHER],
    verdicts=[told(ONE, Held("wait", SOON)), told(TWO, Held("wait", NOW)), told(ONE, Held("night", NOW), BETA)],
    messages=[alert(ONE), alert(TWO), alert(ONE, BETA)],
    at=NOW,
)
LATER: list[Step] = [
    Step(at=NOW),
    Step(stories=[ONE], verdicts=[told(ONE, NOW_VERDICT), told(TWO, InDigest("weak"))], messages=[alert(ONE)], at=SOON),
    Step(stories=[TWO], absorbed={ONE.id: TWO.id}, at=SOON),
    Step(stories=[OTHER], absorbed={TWO.id: OTHER.id, ONE.id: TWO.id}, verdicts=[told(ONE, NOW_VERDICT)], at=SOON),
    Step(stories=[replace(ONE, state=State.DENIED)], messages=[alert(ONE)], at=SOON),
    Step(stories=[replace(ONE, last_seen=NOW, evidence=ONE.evidence[:1])], at=SOON),
]


async def _answers(store: Store) -> list[object]:
    companies = ["OpenAI", "Mistral AI"]
    answers: list[object] = [await store.open_stories(companies, ago(days)) for days in (1, 30, 100)]
    answers += [await store.stories_of(name, ago(100), who) for name in companies for who in (None, "U1", "U2")]
    answers += [await store.stories([ONE.id, TWO.id, "unknown"])]
    answers += [await store.held_due(moment) for moment in (ago(1), NOW, SOON)]
    answers += [await store.alerts_since(channel, since) for channel in (ALPHA, BETA) for since in (NOW, SOON)]
    ids = [ONE.id, TWO.id, OTHER.id, "unknown"]
    answers += [await store.receipts(channel, some) for channel in (ALPHA, BETA) for some in (ids, ids[:1], [])]
    answers += [await store.suppressed(["Ada Quill"])]
    return answers


@pytest.mark.parametrize("later", LATER)
async def test_it_answers_as_a_database_does(store: Store, later: Step) -> None:
    memory = MemoryStore()
    for step in (ALL, later):
        await memory.advance(step)
        await store.advance(step)
        await tell_all(store, step.at)
    assert await _answers(memory) == await _answers(store)


async def test_what_waits_to_be_read_is_read_once(store: Store) -> None:
    items = tuple(item(key=key, published=ago(days)) for key, days in (("a", 1), ("b", 2), ("c", 3)))
    harvest = Harvest(PollState("feed:x"), items, frozenset({"a", "b"}), frozenset({"b"}))
    memory = MemoryStore()
    for each in (store, memory):
        assert await each.keep([harvest]) == {"feed:x": 3}
        assert await each.keep([harvest]) == {"feed:x": 0}
    waiting = await memory.pending(10)
    assert waiting == await store.pending(10)
    assert await memory.pending(1) == waiting[:1]
    for each in (store, memory):
        await each.advance(Step(read=[waiting[0].digest], at=NOW))
        assert await each.pending(10) == waiting[1:]


async def test_what_no_replay_asks_is_refused() -> None:
    async with MemoryStore() as memory:
        with pytest.raises(StoreError):
            await memory.paused()
