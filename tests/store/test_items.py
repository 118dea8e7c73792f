"""Items are kept once, with the state of their source, and read in the order of their publication."""

from __future__ import annotations

import asyncio
from dataclasses import fields, replace
from datetime import timedelta

from model.item import Item
from model.poll import Harvest, PollState
from store.store import Step, Store
from store.tables import polls
from tests.make import DAY, NOW, ago, item, story

FEED = "feed:https://news.example/rss"
STATE = PollState(
    FEED,
    etag='"a"',
    last_modified="Fri",
    cursor="17",
    body_digest="ab",
    polled=NOW,
    next_due=NOW + DAY,
    failures=2,
    down_since=ago(1),
    trouble="503",
    gone=True,
    moved_to="https://new.example",
    moved=2,
    had_items=True,
    noticed=ago(2),
)


def harvest(*items: Item, pending: bool = True, silent: bool = False, state: PollState | None = None) -> Harvest:
    keys = frozenset(one.key for one in items)
    return Harvest(state or PollState(FEED), items, keys if pending else frozenset(), keys if silent else frozenset())


async def test_an_item_is_new_once(store: Store) -> None:
    assert [await store.keep([harvest(item())]), await store.keep([harvest(item())])] == [{FEED: 1}, {FEED: 0}]


async def test_a_changed_title_is_still_the_same_item(store: Store) -> None:
    await store.keep([harvest(item())])
    assert await store.keep([harvest(item(title="Corrected"))]) == {FEED: 0}
    assert [one.item.title for one in await store.pending(10)] == [item().title]


async def test_an_item_told_twice_in_one_round_is_kept_once(store: Store) -> None:
    other = PollState("feed:https://other.example/rss")
    twice = [harvest(item(), item()), Harvest(other, (item(source=other.source),), frozenset(), frozenset())]
    assert await store.keep(twice) == {FEED: 1, other.source: 1}


async def test_items_come_back_whole_and_oldest_first(store: Store) -> None:
    old, new = item(key="old", published=ago(9), lang=None, text="é \U0001f600"), item(key="new", published=ago(1))
    await store.keep([harvest(new, old)])
    assert [one.item for one in await store.pending(10)] == [old, new]
    assert [one.item for one in await store.pending(1)] == [old]


async def test_only_items_that_name_a_company_wait(store: Store) -> None:
    await store.keep([harvest(item(), pending=False)])
    assert await store.pending(10) == []
    assert (await store.counts(ago(30))).items == 1


async def test_a_silent_item_says_so(store: Store) -> None:
    await store.keep([harvest(item(key="a"), silent=True), harvest(item(key="b"))])
    assert {one.item.key: one.silent for one in await store.pending(10)} == {"a": True, "b": False}


async def test_what_was_read_waits_no_more_even_when_it_is_told_again(store: Store) -> None:
    await store.keep([harvest(item())])
    await store.advance(Step(read=[one.digest for one in await store.pending(10)], at=NOW))
    await store.keep([harvest(item())])
    assert await store.pending(10) == []


async def test_hostile_text_is_kept_without_what_no_database_takes(store: Store) -> None:
    hostile = item(key="k\0ey", title="a\0b", text="\ud800'; DROP TABLE items; --", url="\udfff")
    assert await store.keep([harvest(hostile)]) == {FEED: 1}
    assert await store.keep([harvest(hostile)]) == {FEED: 0}
    kept = (await store.pending(1))[0].item
    assert (kept.key, kept.title, kept.text, kept.url) == ("key", "ab", "?'; DROP TABLE items; --", "?")


async def test_the_state_of_a_source_comes_back_whole(store: Store) -> None:
    await store.keep([harvest(item(), state=STATE)])
    assert await store.poll_states([FEED, "feed:never"]) == {FEED: STATE}
    await store.save_polls([PollState(FEED)])
    assert await store.poll_states([FEED]) == {FEED: PollState(FEED)}


def test_every_field_of_a_state_has_its_column() -> None:
    assert [column.name for column in polls.columns] == [one.name for one in fields(PollState)]


async def test_a_source_that_is_down_is_listed_until_it_is_back_or_gone(store: Store) -> None:
    late, later = PollState("a", down_since=ago(1)), PollState("b", down_since=ago(2))
    await store.save_polls([late, later, PollState("c"), PollState("d", down_since=ago(3), gone=True)])
    assert await store.down() == [later, late]


async def test_nothing_to_keep_is_no_trouble(store: Store) -> None:
    assert await store.keep([]) == {}
    assert await store.keep([harvest()]) == {FEED: 0}
    await store.save_polls([])
    assert await store.poll_states([]) == {}


async def test_thousands_of_items_and_sources_go_in_at_once(store: Store) -> None:
    harvests = [
        Harvest(
            PollState(f"feed:{n}"),
            (item(source=f"feed:{n}"), item(source=f"feed:{n}", key="b")),
            frozenset(),
            frozenset(),
        )
        for n in range(1_100)
    ]
    assert sum((await store.keep(harvests)).values()) == 2_200
    assert sum((await store.keep(harvests)).values()) == 0
    assert len(await store.poll_states([f"feed:{n}" for n in range(1_100)])) == 1_100


async def test_the_same_page_kept_by_eight_at_once_is_kept_once(store: Store) -> None:
    items = [item(key=str(n)) for n in range(20)]
    await asyncio.gather(*(store.keep([harvest(*items)]) for _ in range(8)))
    assert len(await store.pending(100)) == 20


async def test_history_is_walked_page_by_page_in_order(store: Store) -> None:
    # Some share a moment: a page may end between them.
    items = [item(key=str(n), published=ago(n // 3)) for n in range(30)]
    await store.keep([harvest(*items, pending=False)])
    pages = [page async for page in store.items_since(ago(5), size=4)]
    told = [one for page in pages for one in page]
    assert max(map(len, pages)) == 4
    assert {one.key for one in told} == {str(n) for n in range(18)}
    assert len(told) == 18
    assert [one.published for one in told] == sorted(one.published for one in told)


async def test_counts_tell_what_is_since_and_what_waits(store: Store) -> None:
    await store.keep([harvest(item(key="a", published=ago(1)), item(key="b", published=ago(40)))])
    counts = await store.counts(ago(30))
    assert (counts.items, counts.pending, counts.signals, counts.stories) == (1, 2, 0, 0)


async def test_what_is_private_counts_nowhere(store: Store) -> None:
    heard, exported = item(source="note:", key="n"), item(source="connections:U1", key="c")
    profile = item(source="github:users/1", key="g")
    public = story(person="Mira Murati", item=(item().source, item().key))
    await store.advance(Step(stories=[public], at=NOW))
    await store.keep([harvest(item(), pending=False)])
    without = await store.counts(ago(30))
    told = [story(person=who, id=who, private=True, owner="U1", item=(one.source, one.key))
            for who, one in (("Jo Doe", heard), ("Ada Fontaine", exported), ("Bo Lind", profile))]  # fmt: skip
    await store.advance(Step(stories=told, at=NOW))
    await store.keep([harvest(heard, pending=False), harvest(exported), harvest(profile)])
    assert await store.counts(ago(30)) == without
    assert (without.items, without.pending, without.signals, without.stories) == (1, 0, 1, 1)


async def test_times_come_back_in_utc_whatever_their_zone_was(store: Store) -> None:
    from zoneinfo import ZoneInfo

    paris = NOW.astimezone(ZoneInfo("Europe/Paris")) + timedelta(microseconds=1)
    await store.keep([harvest(replace(item(), published=paris))])
    back = (await store.pending(1))[0].item.published
    assert back == paris
    assert str(back.tzinfo) == "UTC"
