"""Where companies stand, read out of stored scores by the database itself: the same on both."""

from __future__ import annotations

from model.message import Message
from model.score import NotEnough, Score
from model.subscription import MessageKind, Receipt
from store.advance import Step
from store.store import Store
from tests.handlers.shelf import message
from tests.make import DAY, NOW, not_enough, score, story


async def test_the_latest_window_of_every_company_or_of_some_now_or_then(store: Store) -> None:
    old: list[Score | NotEnough] = [score(window=20, at=NOW - 9 * DAY), not_enough(company="Glean", at=NOW - 2 * DAY)]
    await store.advance(Step(at=NOW, scores=[*old, score(company="Acme", window=7, at=NOW)]))
    await store.advance(Step(at=NOW, scores=[score(window=84, at=NOW - DAY)]))
    everybody = {"OpenAI": (NOW - DAY, 84), "Glean": (NOW - 2 * DAY, None), "Acme": (NOW, 7)}
    assert await store.standings.latest("") == everybody
    assert await store.standings.latest("", ["Glean", "nobody"]) == {"Glean": everybody["Glean"]}
    assert await store.standings.latest("", ["OpenAI", "Acme"], NOW - 7 * DAY) == {"OpenAI": (NOW - 9 * DAY, 20)}


async def test_a_history_has_each_change_in_order_and_the_whole_scores_begin_with_what_held_then(store: Store) -> None:
    numbers = [score(window=n, at=NOW - (9 - n) * DAY) for n in range(4)]
    for one in numbers:
        await store.advance(Step(at=NOW, scores=[one]))
    found = await store.standings.histories("", ["OpenAI", "nobody"], NOW - 8 * DAY)
    assert found == {"OpenAI": [(NOW - 8 * DAY, 1), (NOW - 7 * DAY, 2), (NOW - 6 * DAY, 3)]}
    whole = await store.standings.score_histories("", ["OpenAI", "nobody"], NOW - 7 * DAY)
    assert whole == {"OpenAI": numbers[2:]}
    assert (await store.standings.score_histories("", ["OpenAI"], NOW - 7.5 * DAY))["OpenAI"] == numbers[1:]


async def test_what_was_told_at_once_is_listed_for_ones_channels_without_what_is_private(store: Store) -> None:
    told, private = story(), story(person="Jo Doe", private=True)
    alerts = [_alert(told.id, "C1"), _alert(told.id, "C2"), _alert(private.id, "C1")]
    await store.advance(Step(at=NOW, stories=[told, private], messages=alerts))
    while posting := await store.claim(NOW, 60):
        said = posting.message
        receipt = Receipt(said.channel, f"1.{posting.id}", said.kind, said.story, said.state, said.score, NOW)
        await store.settle_sent(posting.id, receipt)
    assert await store.standings.alerted(["C1", "C9"], NOW - DAY) == [("C1", NOW, told)]
    assert await store.standings.alerted(["C1"], NOW + DAY) == []
    assert await store.standings.spoken_of(NOW - 30 * DAY) == {"OpenAI"}
    assert await store.standings.spoken_of(NOW) == set()


def _alert(story: str, channel: str) -> Message:
    return message(f"{channel} {story}", channel, MessageKind.ALERT, story=story)
