"""Feeds that were added by command, with a line for each change, and what they leave behind when they go."""

from __future__ import annotations

from dataclasses import replace

from model.feed import AddedFeed
from model.poll import PollState
from store.store import Store
from tests.make import DAY, NOW

FEED = AddedFeed("https://a.example/rss?key=s3cret", "U1", NOW)


async def test_a_feed_is_added_once_with_one_line_that_holds_no_key(store: Store) -> None:
    assert await store.feeds.add("T1", FEED, "a.example/rss")
    assert not await store.feeds.add("T1", replace(FEED, by="U2"), "a.example/rss")
    assert await store.feeds.of("T1") == [FEED]
    assert await store.feeds.of("T2") == []
    [line] = await store.audited("T1")
    assert (line.actor, line.action, line.after) == ("U1", "add feed", "a.example/rss")


async def test_a_removed_feed_is_late_no_more(store: Store) -> None:
    await store.feeds.add("T1", FEED, "a.example/rss")
    state = PollState(f"feed:{FEED.url}", polled=NOW, failures=9, down_since=NOW)
    await store.save_polls([state])
    assert len(await store.down()) == 1
    assert await store.feeds.remove("T1", FEED.url, state.source, "a.example/rss", "U2", NOW + DAY)
    assert not await store.feeds.remove("T1", FEED.url, state.source, "a.example/rss", "U2", NOW + DAY)
    assert (await store.feeds.of("T1"), await store.down()) == ([], [])
    last, _ = await store.audited("T1")
    assert (last.actor, last.action, last.before) == ("U2", "remove feed", "a.example/rss")
