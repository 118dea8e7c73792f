"""What a step changes is stored whole: stories with evidence, scores, verdicts; merged stories live on as one."""

from __future__ import annotations

from dataclasses import replace

import pytest

from model.message import Drawn, Message
from model.score import Axis, NotEnough, Score
from model.story import State, Story
from model.subscription import Held, InDigest, MessageKind, Now, Update, Verdict
from store.store import Decided, Step, Store
from tests.make import DAY, NOW, ago, at, not_enough, points, receipt, score, signal, story

CHANNEL = "C0123456789"
MURATI = story(outlets=("reuters.com", "nytimes.com"))


def decided(one: Story, verdict: Verdict, channel: str = CHANNEL) -> Decided:
    return Decided(channel, one.id, verdict, NOW)


def alert(one: Story, key: str = "", channel: str = CHANNEL) -> Message:
    return Message(channel, MessageKind.ALERT, key or one.id, one.id, Drawn("text", ()))


async def test_a_story_comes_back_with_its_evidence(store: Store) -> None:
    await store.advance(Step(stories=[MURATI], at=NOW))
    assert await store.stories([MURATI.id, "unknown"]) == [MURATI]


async def test_a_changed_story_replaces_the_old_one_and_its_evidence(store: Store) -> None:
    await store.advance(Step(stories=[MURATI], at=NOW))
    changed = replace(MURATI, state=State.DENIED, evidence=MURATI.evidence[1:])
    await store.advance(Step(stories=[changed], at=NOW))
    assert await store.stories([MURATI.id]) == [changed]


async def test_a_story_without_evidence_comes_back_too(store: Store) -> None:
    bare = replace(MURATI, evidence=())
    await store.advance(Step(stories=[bare], at=NOW))
    assert await store.stories([bare.id]) == [bare]


async def test_open_stories_are_those_of_the_companies_seen_since(store: Store) -> None:
    old, other = story(seen=ago(90)), story(company="Mistral AI", seen=ago(1))
    await store.advance(Step(stories=[MURATI, old, other], at=NOW))
    assert await store.open_stories({"OpenAI"}, ago(30)) == [MURATI]
    assert await store.open_stories({"OpenAI", "Mistral AI"}, ago(100)) == [old, MURATI, other]
    assert await store.open_stories((), ago(100)) == []


async def test_a_private_story_is_only_its_owners(store: Store) -> None:
    private = story(private=True, owner="U1", person="Jo Doe")
    await store.advance(Step(stories=[private], at=NOW))
    assert await store.stories_of("OpenAI", ago(30)) == []
    assert await store.stories_of("OpenAI", ago(30), owner="U2") == []
    assert await store.stories_of("OpenAI", ago(30), owner="U1") == [private]
    assert await store.open_stories(["OpenAI"], ago(30)) == [private]


async def test_private_evidence_of_a_public_story_stays_with_its_owner(store: Store) -> None:
    told = (signal(), signal(person="Jo Doe", private=True, owner="U1", published=at("2024-09-26")))
    mixed = story(evidence=told, private=False)
    await store.advance(Step(stories=[mixed], at=NOW))
    (shown,) = await store.stories_of("OpenAI", ago(30))
    assert shown.evidence == told[:1]
    assert shown.people == ("Mira Murati",)
    assert await store.stories_of("OpenAI", ago(30), owner="U1") == [mixed]
    assert await store.stories([mixed.id]) == [mixed]


async def test_a_score_is_remembered_only_when_it_says_something_else(store: Store) -> None:
    first, same = score(), score(at=NOW + DAY)
    risen = score(at=NOW + 2 * DAY, points=(points(value=60),))
    for one in (first, same, risen):
        await store.advance(Step(scores=[one], at=NOW))
    assert await store.standings.score_history("OpenAI", ago(30)) == [first, risen]
    assert await store.standings.score_history("OpenAI", NOW + DAY) == [risen]
    assert await store.standings.latest_scores(["OpenAI", "Nobody"]) == {"OpenAI": risen}
    assert await store.standings.latest_scores(["OpenAI", "Nobody"], NOW + DAY) == {"OpenAI": first}
    assert await store.standings.latest_scores(["OpenAI"], ago(1)) == {}


async def test_a_score_that_comes_back_is_a_change(store: Store) -> None:
    given: list[Score | NotEnough] = [score(), not_enough(at=NOW + DAY), score(at=NOW + 2 * DAY)]
    await store.advance(Step(scores=given, at=NOW))
    assert await store.standings.score_history("OpenAI", ago(30)) == given


async def test_the_latest_verdict_counts(store: Store) -> None:
    held = Held("Quiet hours until 07:00.", until=NOW + DAY)
    await store.advance(Step(stories=[MURATI], verdicts=[decided(MURATI, held)], at=NOW))
    assert await store.held_due(NOW) == []
    assert await store.held_due(NOW + DAY) == [(CHANNEL, MURATI.id)]
    await store.advance(Step(verdicts=[decided(MURATI, InDigest("Below 75."))], at=NOW))
    assert await store.held_due(NOW + DAY) == []
    assert await store.undigested(CHANNEL) == [(MURATI, "Below 75.")]


async def test_held_for_ever_is_never_due(store: Store) -> None:
    await store.advance(Step(stories=[MURATI], verdicts=[decided(MURATI, Held("Old news."))], at=NOW))
    assert await store.held_due(NOW + 999 * DAY) == []


async def test_a_digest_tells_a_story_once_and_again_when_its_state_changed(store: Store) -> None:
    waits = decided(MURATI, InDigest("Below 75."))
    await store.advance(Step(stories=[MURATI], verdicts=[waits], at=NOW))
    await store.set_schedule(CHANNEL, NOW)
    assert await store.queue_digest(CHANNEL, [], [MURATI.id], NOW, NOW + DAY)
    assert await store.undigested(CHANNEL) == []
    told_again = replace(MURATI, last_seen=NOW)
    await store.advance(Step(stories=[told_again], verdicts=[waits], at=NOW))
    assert await store.undigested(CHANNEL) == []
    denied = replace(told_again, state=State.DENIED)
    await store.advance(Step(stories=[denied], verdicts=[decided(denied, InDigest("Denied."))], at=NOW))
    assert await store.undigested(CHANNEL) == [(denied, "Denied.")]


async def test_a_digest_holds_nothing_private_except_its_owners_own(store: Store) -> None:
    private = story(private=True, owner="U1", person="Jo Doe")
    waits = [decided(private, InDigest("Yours."), channel) for channel in ("U1", CHANNEL)]
    await store.advance(Step(stories=[private], verdicts=waits, at=NOW))
    assert await store.undigested(CHANNEL) == []
    assert await store.undigested("U1", owner="U1") == [(private, "Yours.")]


async def test_what_spoke_since_is_known_with_its_reason(store: Store) -> None:
    now = Now("The window rose to 80.", Axis.WINDOW, None, 80)
    await store.advance(Step(stories=[MURATI], verdicts=[decided(MURATI, now)], at=NOW))
    assert await store.told_since(CHANNEL, NOW) == [(MURATI, "The window rose to 80.")]
    heard = Update("It is confirmed.", broadcast=True, log="nytimes.com")
    await store.advance(Step(verdicts=[replace(decided(MURATI, heard), at=NOW + DAY)], at=NOW))
    assert await store.told_since(CHANNEL, NOW + DAY) == [(MURATI, "It is confirmed.")]
    assert await store.told_since(CHANNEL, NOW + 2 * DAY) == []


async def test_a_further_outlet_in_the_thread_is_nothing_that_the_channel_heard(store: Store) -> None:
    thread = Update("A second outlet.", broadcast=False, log="nytimes.com")
    await store.advance(Step(stories=[MURATI], verdicts=[decided(MURATI, thread)], at=NOW))
    assert await store.told_since(CHANNEL, NOW) == []


async def test_an_absorbed_story_lives_on_in_its_survivor(store: Store) -> None:
    old, heir = story(person="M. Murati"), MURATI
    await store.advance(Step(stories=[old], verdicts=[decided(old, InDigest("Wait."))], messages=[alert(old)], at=NOW))
    posting = await store.claim(NOW, 60)
    assert posting is not None
    await store.settle_sent(posting.id, receipt(story=old.id))
    line = Message(CHANNEL, MessageKind.THREAD, "line", old.id, Drawn("more", ()))
    await store.advance(Step(stories=[heir], absorbed={old.id: heir.id}, messages=[line], at=NOW))
    assert await store.stories([old.id, heir.id]) == [heir]
    assert await store.receipts(CHANNEL, [heir.id]) == [receipt(story=heir.id)]
    assert await store.undigested(CHANNEL) == [(heir, "Wait.")]
    thread = await store.claim(NOW, 60)
    assert thread is not None
    assert (thread.message.story, thread.target_ts) == (heir.id, receipt().ts)


async def test_stories_absorbed_one_after_the_other_end_in_the_last(store: Store) -> None:
    first, second = story(person="A B"), story(person="C D")
    await store.advance(Step(stories=[first, second], messages=[alert(first)], at=NOW))
    absorbed = {first.id: second.id, second.id: MURATI.id}
    verdict = decided(first, InDigest("Wait."))
    await store.advance(Step(stories=[MURATI], absorbed=absorbed, verdicts=[verdict], at=NOW))
    posting = await store.claim(NOW, 60)
    assert posting is not None
    assert posting.message.story == MURATI.id
    assert await store.undigested(CHANNEL) == [(MURATI, "Wait.")]


async def test_two_stories_that_become_one_alert_a_channel_once(store: Store) -> None:
    old = story(person="M. Murati")
    await store.advance(
        Step(stories=[old, MURATI], messages=[alert(MURATI), alert(old), alert(old, channel="C2")], at=NOW)
    )
    await store.advance(Step(absorbed={old.id: MURATI.id}, at=NOW))
    told = [await store.claim(NOW, 60) for _ in range(3)]
    assert [one.message.channel for one in told if one] == [CHANNEL, "C2"]


async def test_a_step_that_fails_leaves_nothing_behind(store: Store) -> None:
    broken = Step(
        stories=[MURATI],
        scores=[score()],
        messages=[alert(MURATI)],
        verdicts=[decided(story(person="X Y"), InDigest("?"))],
        at=NOW,
    )
    with pytest.raises(Exception, match="contradicts"):
        await store.advance(broken)
    assert await store.stories([MURATI.id]) == []
    assert await store.standings.latest_scores(["OpenAI"]) == {}
    assert await store.claim(NOW, 60) is None


async def test_receipts_are_the_channels_own_and_in_the_order_of_telling(store: Store) -> None:
    for number, (channel, day) in enumerate([(CHANNEL, 3), (CHANNEL, 2), ("C2", 1)]):
        await store.advance(Step(messages=[alert(MURATI, f"k{number}", channel)], at=NOW))
        posting = await store.claim(NOW, 60)
        assert posting is not None
        await store.settle_sent(posting.id, receipt(channel=channel, story=MURATI.id, at=ago(day), ts=f"{number}"))
    assert [one.ts for one in await store.receipts(CHANNEL, [MURATI.id])] == ["0", "1"]
    assert await store.receipts(CHANNEL, []) == []


async def test_a_day_long_ago_is_as_exact_as_today(store: Store) -> None:
    old = story(seen=at("1996-02-29 23:59"))
    await store.advance(Step(stories=[old], at=NOW))
    assert await store.open_stories(["OpenAI"], at("1996-02-29 23:59")) == [old]
