"""What other wishes would have made of the last weeks: the real decisions, made again."""

from __future__ import annotations

from dataclasses import replace
from datetime import time, timedelta

from digests.rehearsal import Turn, rehearse, turns
from digests.schedule import parse_rhythm
from model.signal import Kind
from model.story import State, Story
from model.subscription import Quiet, Subscription
from rules.lift import lift
from tests.make import DAY, HOUR, NOW, ago, company, not_enough, points, score, story
from tests.pipeline.desk import channel
from tests.rules.pack import pack

OPENAI = company(rivals=())
CALM = channel(threshold=50, digest=parse_rhythm("daily 09:00"))


def turn(told: Story, after: int = 80, before: int | None = 10) -> Turn:
    """A story that lifts its company from one number to another when it is first told."""
    mine = points(value=after, story=told.id, stories=(told.id,))
    low = not_enough() if before is None else score(points=(points(value=before, story="x", stories=("x",)),))
    return Turn(told.first_seen, told, low, score(points=(mine,)))


def told(n: int, **changes: object) -> Story:
    """The n-th story, an hour after the one before it."""
    return story(person=f"Person {n}", seen=ago(10) + n * HOUR, **changes)


def heard(wishes: Subscription, *known: Turn) -> tuple[int, int]:
    found = rehearse(known, wishes, NOW, 30)
    assert found.days == 30
    return found.alerts, found.digest


def test_a_higher_threshold_moves_alerts_into_the_digest() -> None:
    three = [turn(told(n), after) for n, after in enumerate((55, 75, 95))]
    assert heard(CALM, *three) == (3, 0)
    assert heard(replace(CALM, threshold=75), *three) == (2, 1)
    assert heard(replace(CALM, threshold=96), *three) == (0, 3)


def test_a_kind_that_is_off_is_told_nowhere() -> None:
    assert heard(replace(CALM, kinds=frozenset({Kind.LAYOFFS})), turn(told(1))) == (0, 0)
    assert heard(replace(CALM, companies=frozenset({"Northwind"})), turn(told(1))) == (0, 0)


def test_only_what_is_confirmed_speaks_where_that_is_asked() -> None:
    wishes = replace(CALM, instant_from=State.CONFIRMED)
    assert heard(wishes, turn(told(1)), turn(told(2, outlets=("a.example", "b.example")))) == (1, 1)


def test_the_cap_counts_each_local_day_anew() -> None:
    days = [turn(told(n + 24 * day)) for day in range(2) for n in range(3)]
    assert heard(replace(CALM, cap=2), *days) == (4, 2)


def test_a_night_only_puts_off_what_is_still_fresh_in_the_morning() -> None:
    night = replace(CALM, quiet=Quiet(time(20), time(7)))
    at_night = turn(story(seen=ago(10).replace(hour=23)))
    assert heard(night, at_night) == (1, 0)
    assert heard(replace(night, cap=1), at_night, turn(story(person="B", seen=ago(9).replace(hour=6)))) == (1, 1)


def test_a_story_counts_once_however_often_it_speaks() -> None:
    first = turn(told(1), 30)
    later = replace(first, at=first.at + 2 * HOUR, after=turn(told(1), 80).after)
    assert heard(CALM, first, later) == (1, 0)
    assert heard(CALM, later, replace(later, at=later.at + HOUR)) == (1, 0)


def test_while_it_waits_for_other_outlets_only_the_latest_counts() -> None:
    first = turn(told(1), 80)
    later = replace(first, at=first.at + HOUR, after=turn(told(1), 30).after)
    assert heard(replace(CALM, story_wait=2 * 3600), first, later) == (0, 1)


def test_what_would_still_wait_now_is_not_counted() -> None:
    fresh = turn(story(seen=NOW - timedelta(minutes=5)))
    assert heard(replace(CALM, story_wait=1200), fresh) == (0, 0)


def test_turns_are_the_moments_at_which_a_story_says_something_new() -> None:
    sites = [f"{n}.example" for n in range(6)]
    many = story(outlets=tuple(sites), seen=ago(5))
    old, private = story(person="Old", seen=ago(40)), story(person="P", seen=ago(3), private=True)
    silent = replace(story(person="S", seen=ago(2)), silent=True)
    found = turns(OPENAI, [old, many, private, silent], pack(), NOW - 30 * DAY, NOW)
    assert [(one.at - ago(5)) / HOUR for one in found] == [0, 1, 3]
    assert [one.story.state for one in found] == [State.REPORTED, State.CONFIRMED, State.CONFIRMED]
    assert [len(one.story.outlets) for one in found] == [1, 2, 4]


def test_the_numbers_of_a_turn_are_those_that_the_pipeline_would_have_seen() -> None:
    first, second = story(seen=ago(9)), story(person="Bob McGrew", seen=ago(8))
    stories = [first, second]
    known = turns(OPENAI, stories, pack(), NOW - 30 * DAY, NOW)
    assert [(one.before, one.after) for one in known] == [
        lift(OPENAI, stories, one, pack(), one.first_seen) for one in stories
    ]
    assert known[1].after.window > known[1].before.window  # type: ignore[union-attr]  # both are scores
