"""What people say of digests as a whole, and how a digest told its stories."""

from __future__ import annotations

from model.feedback import DigestOpinion
from model.story import State
from model.subscription import InDigest
from store.advance import Step
from store.store import Store
from store.verdicts import Decided
from tests.make import DAY, NOW, story


async def test_what_is_said_of_digests_is_counted_by_channel_and_its_line_repeats_no_words(store: Store) -> None:
    for opinion in (DigestOpinion.MISSED, DigestOpinion.MISSED, DigestOpinion.USEFUL):
        await store.digests.judge("T1", "C1", opinion, "Bob left", "U1", NOW)
    assert await store.digests.judged("C1", NOW) == {DigestOpinion.MISSED: 2, DigestOpinion.USEFUL: 1}
    assert await store.digests.judged("C1", NOW + DAY) == {}
    assert await store.digests.judged("C2", NOW) == {}
    lines = await store.audited("T1")
    assert len(lines) == 3
    assert "Bob" not in repr(lines)


async def test_words_that_name_somebody_go_when_they_are_forgotten_or_old(store: Store) -> None:
    await store.digests.judge("T1", "C1", DigestOpinion.MISSED, "Ada Quill left Northwind", "U1", NOW)
    assert [(one["what"], one["source"]) for one in await store.access("Ada Quill")] == [("feedback", "U1")]
    assert (await store.forget("Ada Quill", NOW))["feedback"] == 1
    assert await store.access("Ada Quill") == []
    assert await store.digests.judged("C1", NOW) == {DigestOpinion.MISSED: 1}
    await store.digests.judge("T1", "C1", DigestOpinion.WRONG, "Bob Ford left Northwind", "U1", NOW)
    await store.purge(NOW + 4000 * DAY)
    assert await store.access("Bob Ford") == []


async def test_a_digest_remembers_how_its_stories_stood(store: Store) -> None:
    told, other = story(state=State.REPORTED), story(person="Bob McGrew")
    waiting = [Decided("C1", one.id, InDigest("x"), NOW) for one in (told, other)]
    await store.advance(Step(at=NOW, stories=[told, other], verdicts=waiting))
    await store.queue_asked("C1", [], [told.id], NOW)
    assert await store.digests.told_states("C1", [told.id, other.id]) == {told.id: State.REPORTED}
    assert await store.digests.told_states("C2", [told.id]) == {}
