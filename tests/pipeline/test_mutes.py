"""What a channel does not want to hear of: held with its reason, counted, and told when the mute ends."""

from __future__ import annotations

from datetime import datetime

from digests.plain import as_text
from model.handling import Scope
from model.subscription import Held, InDigest
from tests.make import DAY, NOW
from tests.pipeline.desk import CTO_LEAVES, HOUR, Desk, Paper, channel
from tests.pipeline.test_handling import BEN, HERE, LEA, WEEK, stories, the_story, told


async def muted(desk: Desk, scope: Scope, until: datetime = WEEK, *, stronger: bool = False) -> str | None:
    murati = await the_story(desk)
    return await stories(desk).mute(murati.id, LEA, scope, until, stronger, "too noisy", NOW)


async def test_a_mute_is_shown_and_said(desk: Desk) -> None:
    await told(desk)
    said = await muted(desk, Scope.COMPANY)
    assert said == "Muted here until 11 Oct 2024, 12:00: OpenAI. Nothing is lost, the digest counts what is hidden."
    edit, line = await desk.post()
    assert "🔕 OpenAI: muted until" in as_text(edit.drawn)
    assert as_text(line.drawn) == "12:00 · lea mutes OpenAI until 11 Oct 2024, 12:00"


async def test_what_is_muted_does_not_speak_and_is_told_when_the_mute_ends(desk: Desk) -> None:
    await told(desk)
    await muted(desk, Scope.COMPANY)
    await desk.post()
    later = NOW + 6 * DAY
    await desk.print("OpenAI lays off 900 people, a fifth of its staff", at=later)
    assert await desk.post(later) == []
    (step,) = await desk.start().decide_again(WEEK)
    assert [type(one.verdict) for one in step.verdicts] == [InDigest]
    assert any("lays off" in title for title in await desk.waiting_for_digest())


async def test_a_verdict_names_the_mute_and_its_end(desk: Desk) -> None:
    await told(desk)
    await muted(desk, Scope.COMPANY)
    paper = Paper(news=[("OpenAI lays off 900 people, a fifth of its staff", NOW + HOUR)])
    (step,) = await desk.hear(paper, now=NOW + HOUR)
    (decided,) = step.verdicts
    assert isinstance(decided.verdict, Held)
    assert decided.verdict.until == WEEK
    assert decided.verdict.reason == "OpenAI: muted here until 11 Oct 2024, 12:00 by lea (too noisy)"


async def test_another_channel_hears_what_one_has_muted(desk: Desk) -> None:
    there = channel(channel="C0000000002")
    await told(desk, channel(), there)
    await muted(desk, Scope.COMPANY)
    await desk.post()
    await desk.print("OpenAI lays off 900 people, a fifth of its staff", site="second.example", at=NOW + DAY)
    waiting = {place: await desk.store.undigested(place) for place in (HERE, there.channel)}
    assert [len(pairs) for pairs in waiting.values()] == [0, 1]


async def test_the_digest_counts_what_is_hidden_and_tells_it_after_the_mute(desk: Desk) -> None:
    place = channel(threshold=99)
    desk.start(place)
    await desk.print(CTO_LEAVES)
    await muted(desk, Scope.COMPANY)
    await desk.print("OpenAI lays off 900 people, a fifth of its staff", site="second.example", at=NOW + HOUR)
    messages, held = await desk.pipeline.editions.draw(place, NOW + HOUR, NOW + HOUR)
    assert "muted 2" in as_text(messages[0].drawn)
    assert held == ()
    murati = (await desk.store.stories_of("OpenAI", NOW - DAY))[0]
    assert "No longer muted" in (await stories(desk).unmute(murati.id, BEN, NOW + 2 * HOUR) or "")
    await desk.pipeline.decide_again(NOW + 2 * HOUR)
    _, shown = await desk.pipeline.editions.draw(place, NOW + 2 * HOUR, NOW + 2 * HOUR)
    assert len(shown) == 2


async def test_a_mute_ends_within_ninety_days_whatever_was_asked(desk: Desk) -> None:
    await told(desk)
    await muted(desk, Scope.KIND, NOW + 400 * DAY)
    (mute,) = await desk.store.mutes.in_force(HERE, NOW)
    assert mute.until == NOW + 90 * DAY


async def test_a_preview_counts_the_stories_that_the_channel_was_told(desk: Desk) -> None:
    await told(desk)
    await desk.print("Northwind CEO Ada Holm steps down", "OpenAI lays off 900 people", site="second.example")
    murati = next(one for one in await desk.store.stories_of("OpenAI", NOW - DAY) if one.people)
    found = await stories(desk).hidden(murati.id, LEA, NOW)
    assert found is not None
    assert {scope: one.hidden for scope, one in found.items()} == {
        Scope.STORY: 1,
        Scope.KIND: 2,
        Scope.COMPANY: 2,
        Scope.SOURCE: 1,
    }
    assert {one.told for one in found.values()} == {3}
