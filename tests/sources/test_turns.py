"""Whose turn it is: every source once, few of a place at a time, and no place waits for another."""

from __future__ import annotations

from collections import Counter
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from sources.feed import Feed
from sources.polling import Turns, place

HOSTS = st.sampled_from(["a.example", "b.example", "c.example"])


@given(st.lists(HOSTS, max_size=40), st.integers(1, 4), st.integers(1, 12), st.randoms(use_true_random=False))
def test_each_is_asked_once_and_few_of_a_place_at_a_time(
    hosts: list[str], lanes: int, askers: int, chance: Random
) -> None:
    feeds = [Feed(f"https://{host}/{number}") for number, host in enumerate(hosts)]
    turns, done = Turns(feeds, lanes), list[str]()
    working = [source for _ in range(min(turns.free, askers)) if (source := turns.take()) is not None]
    while working:
        assert max(Counter(place(source.id) for source in working).values()) <= lanes
        source = working.pop(chance.randrange(len(working)))
        done.append(source.id)
        turns.give_back(source)
        if (following := turns.take()) is not None:
            working.append(following)
    assert sorted(done) == sorted(feed.id for feed in feeds)


def test_a_slow_place_holds_up_no_other() -> None:
    turns = Turns([*(Feed(f"https://slow.example/{number}") for number in range(30)), Feed("https://b.example/")], 2)
    asked = [source.id for _ in range(turns.free) if (source := turns.take()) is not None]
    assert asked == ["feed:https://slow.example/0", "feed:https://b.example/", "feed:https://slow.example/1"]
    assert turns.take() is None, "two of the slow place are asked already"
