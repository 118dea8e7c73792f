"""A person sees everything that names them, and is forgotten for good when they ask (P6, P7, P8)."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from model.item import Note, OfficerChange, OwnProfile, Post, ProfileChange
from model.message import Drawn, Message
from model.poll import Harvest, PollState
from model.signal import Kind
from model.subscription import InDigest, MessageKind
from store.naming import Person, key
from store.store import Decided, Step, Store
from store.values import identity
from tests.make import DAY, NOW, ago, item, points, receipt, score, signal, story

CHANNEL = "C0123456789"
CHANGE = ProfileChange("U1", "José Núñez-Lüthi", "https://in/jose", "OpenAI", "Mistral AI", "CTO", "CTO")
EXPORTED = item(
    source="connections:U1", key="a1b2", title="José Núñez-Lüthi: OpenAI → Mistral AI", text="", shape=CHANGE
)
PRIVATE = story(
    person="José Núñez-Lüthi", private=True, owner="U1", quote="José Núñez-Lüthi: OpenAI → Mistral AI", id="private"
)
BOTH = signal(person="Barret Zoph", quote="Barret Zoph and José Núñez-Lüthi leave", published=ago(3))
TOGETHER = story(evidence=(signal(published=ago(4)), BOTH), id="together", people=("Mira Murati", "Jose Nunez Luthi"))


async def fill(store: Store) -> None:
    news = item(key="n1", title="Jose Nunez-Luthi\nleaves OpenAI", published=ago(3), fetched=ago(3))
    for one in (EXPORTED, news, item()):
        await store.keep([Harvest(PollState(one.source), (one,), frozenset({one.key}), frozenset())])
    spoken = score(points=(points(reason="José Núñez-Lüthi (CTO) left", value=30), points(value=46)))
    await store.advance(
        Step(
            stories=[PRIVATE, TOGETHER],
            scores=[spoken],
            verdicts=[Decided(CHANNEL, "together", InDigest("JOSÉ NÚÑEZ-LÜTHI left."), NOW)],
            messages=[
                Message(CHANNEL, MessageKind.ALERT, "sent", "together", Drawn("José Núñez-Lüthi leaves", ())),
                Message(CHANNEL, MessageKind.UPDATE, "waits", "together", Drawn("See\nJosé Núñez-Lüthi", ())),
                Message("U1", MessageKind.ALERT, "private", "private", Drawn("Somebody you know moved", ())),
                Message("C2", MessageKind.ALERT, "other", "together", Drawn("Mira Murati leaves", ())),
            ],
            at=NOW,
        )
    )
    posting = await store.claim(NOW, 60)
    assert posting is not None
    await store.settle_sent(posting.id, receipt(story="together"))


async def test_a_person_sees_every_row_with_its_source_and_date(store: Store) -> None:
    await fill(store)
    found = await store.access("jose nunez luthi")
    told = sorted((entry["what"], entry["source"]) for entry in found)
    assert told == [
        ("item", "connections:U1"),
        ("item", "feed:https://news.example/rss"),
        ("message", CHANNEL),
        ("message", CHANNEL),
        ("score", "OpenAI"),
        ("signal", "news.example"),
        ("signal", "news.example"),
        ("verdict", CHANNEL),
    ]
    assert all(entry["date"] and entry["text"] for entry in found)
    assert [entry["date"] for entry in found] == sorted(entry["date"] for entry in found)


async def test_a_forgotten_person_is_nowhere(store: Store) -> None:
    await fill(store)
    counted = {"items": 2, "signals": 2, "stories": 1, "scores": 1, "verdicts": 1, "messages": 3, "posted": 1}
    counted["feedback"] = 0
    assert await store.forgettable("José Núñez-Lüthi", NOW) == counted
    assert await store.suppressed({"José Núñez-Lüthi"}) == set()
    assert await store.forget("José Núñez-Lüthi", NOW) == counted
    assert await store.access("José Núñez-Lüthi") == []
    assert await store.forget("José Núñez-Lüthi", NOW) == dict.fromkeys(
        ("items", "signals", "stories", "scores", "verdicts", "messages", "posted", "feedback"), 0
    )


async def test_what_others_did_stays_when_one_person_is_forgotten(store: Store) -> None:
    await fill(store)
    await store.forget("José Núñez-Lüthi", NOW)
    (left,) = await store.stories(["private", "together"])
    assert left.people == ("Mira Murati",)
    assert left.evidence == TOGETHER.evidence[:1]
    (mended,) = (await store.standings.latest_scores(["OpenAI"])).values()
    assert mended == score(points=(points(reason="(removed at a person's request)", value=30), points(value=46)))
    assert len(await store.receipts(CHANNEL, ["together"])) == 1
    waits = await store.claim(NOW, 60)
    assert waits is not None
    assert waits.message.key == "other"
    erasing = await store.claim(NOW, 60)
    assert erasing is not None
    assert (erasing.message.kind, erasing.target_ts) == (MessageKind.ERASURE, receipt().ts)
    assert erasing.message.drawn == Drawn("(removed at a person's request)", ())
    assert await store.claim(NOW, 60) is None
    assert [one.item.title for one in await store.pending(10)] == [item().title]


async def test_a_forgotten_person_does_not_come_back_with_the_next_import(store: Store) -> None:
    await fill(store)
    await store.forget("José Núñez-Lüthi", NOW)
    again = Harvest(PollState("connections:U1"), (EXPORTED,), frozenset({EXPORTED.key}), frozenset())
    assert await store.keep([again]) == {"connections:U1": 0}
    assert await store.suppressed({"JOSE NUNEZ-LUTHI", "Mira Murati", ""}) == {"JOSE NUNEZ-LUTHI"}


async def test_a_forgotten_person_is_known_within_a_longer_name_and_in_no_shorter_one(store: Store) -> None:
    await store.forget("Ada Fontaine", NOW)
    held = {"Ada Fontaine, PhD", "Dr. ADA FONTAINE", "Ada Fontaine-Roy"}
    assert await store.suppressed({*held, "Ada", "Fontaine", "Ada Roy Fontaine", "Fontaine Ada"}) == held


async def test_what_an_export_says_of_a_forgotten_person_is_dropped_and_the_rest_stays(store: Store) -> None:
    other = replace(EXPORTED, key="c3", shape=replace(CHANGE, person="Jo Doe"))
    said = (EXPORTED, other, item())
    assert await store.unforgotten(said) == said
    await store.forget("José Núñez-Lüthi", NOW)
    assert await store.unforgotten(said) == (other, item())


async def test_what_a_register_says_of_a_forgotten_person_is_dropped_too(store: Store) -> None:
    officer = item(key="o1", shape=OfficerChange("OpenAI", "José Núñez-Lüthi", "director", False, NOW))
    other = item(key="o2", shape=OfficerChange("OpenAI", "Jo Doe", "director", True, None))
    await store.forget("José Núñez-Lüthi", NOW)
    assert await store.unforgotten((officer, other)) == (other,)


async def test_what_a_forgotten_person_says_of_themselves_is_dropped_too(store: Store) -> None:
    theirs = (
        OwnProfile("José Núñez-Lüthi (he/him)", "jnl"),
        OwnProfile("jnl", "jose-nunez-luthi"),
        Post("José Núñez-Lüthi", "@jnl@pond.example"),
        Post("", "@jose.nunez.luthi"),
    )
    others = (OwnProfile("Jo Doe", "jo-doe"), Post("Jo Doe", "@jo@pond.example"), Post("", ""))
    said = tuple(item(key=f"s{n}", shape=shape) for n, shape in enumerate((*theirs, *others)))
    await store.forget("José Núñez-Lüthi", NOW)
    assert [one.shape for one in await store.unforgotten(said)] == list(others)


async def test_what_is_remembered_of_a_profile_that_nobody_lists_any_more_goes(store: Store) -> None:
    states = [
        PollState("github:users/1", cursor='{"id": 1}', etag='"a"', polled=NOW - 91 * DAY),
        PollState("github:users/2", cursor='{"id": 2}', polled=NOW - 89 * DAY),
        PollState("github:users/3", cursor="forgotten", polled=NOW - 91 * DAY),
    ]
    await store.save_polls(states)
    await store.purge(NOW)
    found = await store.states_of("github")
    assert [state.cursor for state in found] == [None, '{"id": 2}', "forgotten"]
    assert found[0].etag is None


async def test_the_states_of_a_kind_of_source_are_found_by_their_beginning(store: Store) -> None:
    ids = ("connections:U2", "connections:U1", "connections_old:U3", "feed:connections:U4")
    await store.save_polls([PollState(source) for source in ids])
    assert [state.source for state in await store.states_of("connections")] == ["connections:U1", "connections:U2"]


async def test_nobody_is_suppressed_before_somebody_asked(store: Store) -> None:
    assert await store.suppressed({"Mira Murati"}) == set()


async def test_a_message_on_its_way_is_not_posted_again_and_may_still_be_settled(store: Store) -> None:
    mine = Message(CHANNEL, MessageKind.ALERT, "k", "s", Drawn("Jo Doe leaves", ()))
    await store.advance(Step(messages=[mine], at=NOW))
    posting = await store.claim(NOW, 60)
    assert posting is not None
    await store.forget("Jo Doe", NOW)
    assert await store.in_doubt(NOW + DAY) == []
    await store.settle_sent(posting.id, receipt(story="s"))
    assert await store.receipts(CHANNEL, ["s"]) == [receipt(story="s")]


def bytes_of(folder: Path) -> bytes:
    return b"".join(part.read_bytes() for part in folder.iterdir())


async def test_nothing_of_a_forgotten_person_is_left_in_the_file(made: Path, tmp_path: Path) -> None:
    path = tmp_path / "signals.db"
    shutil.copy(made, path)
    many = tuple(item(key=f"Zzyzx Qwortle {n}", title=f"Zzyzx Qwortle leaves {n}", text="é" * n) for n in range(300))
    async with await Store.open(f"sqlite:///{path}") as store:
        await store.keep([Harvest(PollState("feed:x"), many, frozenset(), frozenset())])
        told = [story(person="Zzyzx Qwortle", id=f"s{n}", quote="Zzyzx Qwortle" + "." * n) for n in range(300)]
        await store.advance(Step(stories=told, at=NOW))
        assert b"Qwortle" in bytes_of(tmp_path)
        await store.forget("Zzyzx Qwortle", NOW)
        assert b"Qwortle" not in bytes_of(tmp_path)


async def test_old_words_are_erased_and_their_identity_kept(store: Store) -> None:
    await fill(store)
    assert await store.purge(NOW + 80 * DAY) == {"items": 0, "signals": 0, "stories": 0, "messages": 0}
    assert await store.purge(NOW + 85 * DAY) == {"items": 2, "signals": 0, "stories": 0, "messages": 0}
    assert await store.purge(NOW + 91 * DAY) == {"items": 1, "signals": 0, "stories": 0, "messages": 1}
    assert await store.pending(10) == []
    assert [page async for page in store.items_since(ago(999))] == []
    old = Harvest(PollState(item().source), (item(),), frozenset({item().key}), frozenset())
    assert await store.keep([old]) == {item().source: 0}


async def test_private_signals_are_dropped_after_their_days_and_public_ones_stay(store: Store) -> None:
    await fill(store)
    found = await store.purge(NOW + 175 * DAY, raw_days=9_999)
    assert found == {"items": 0, "signals": 1, "stories": 1, "messages": 1}
    assert [one.id for one in await store.stories(["private", "together"])] == ["together"]


async def test_p4_that_somebody_looks_around_is_kept_for_thirty_days_with_all_its_words(store: Store) -> None:
    said = item(source="linkedin_mail:", key="note:1", title="Jo Doe is open to work", shape=Note("U1", "OpenAI", True))
    told = signal(
        kind=Kind.OPEN_TO_WORK,
        person="Jo Doe",
        private=True,
        owner="U1",
        item=(said.source, said.key),
        published=ago(0),
    )
    moved = replace(told, kind=Kind.DEPARTURE, item=("connections:U1", "1"))
    public = replace(told, person=None, private=False, owner=None, item=("feed:x", "1"))
    stories = [
        story(id=id, evidence=(one,), private=one.private)
        for id, one in (("looks", told), ("moved", moved), ("press", public))
    ]
    await store.keep([Harvest(PollState(said.source), (said,), frozenset(), frozenset())])
    await store.advance(Step(stories=stories, at=NOW))

    assert (await store.purge(NOW + 29 * DAY))["signals"] == 0
    assert await store.purge(NOW + 31 * DAY) == {"items": 1, "signals": 1, "stories": 1, "messages": 0}
    assert [one.id for one in await store.stories(["looks", "moved", "press"])] == ["moved", "press"]
    assert [page async for page in store.items_since(ago(999))] == []


def test_the_identity_of_an_item_tells_nobody_who_it_is_about() -> None:
    assert b"Jos" not in identity(EXPORTED.source, EXPORTED.key)


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("José Núñez-Lüthi left", True),
        ("jose NUNEZ luthi left", True),
        ("JOSÉ\nNÚÑEZ-LÜTHI’s team", True),
        ("Jose\u0301 Nu\u0301n\u0303ez Lu\u0308thi", True),
        ("José Núñez-Lüthison left", False),
        ("Núñez-Lüthi left", False),
        ("", False),
    ],
)
def test_a_name_is_found_however_it_is_spelled(text: str, named: bool) -> None:
    assert Person("José Núñez-Lüthi").is_in(text) is named


def test_a_name_without_a_word_is_refused() -> None:
    with pytest.raises(ValueError, match="not a name"):
        Person("…")
    assert key("  Mira   MURATI ") == "mira murati"
