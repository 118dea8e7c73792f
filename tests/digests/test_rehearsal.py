"""What other wishes would have made of the last weeks: the real decisions, made again."""

from __future__ import annotations

from dataclasses import replace
from datetime import time, timedelta
from random import Random

from hypothesis import given

from digests.decide import decide
from digests.rehearsal import Turn, rehearse, turns
from digests.schedule import parse_rhythm
from model.score import NotEnough, Score
from model.signal import Kind
from model.story import State, Story
from model.subscription import InDigest, Now, Quiet, Subscription
from tests.digests.invent import chances, score_of, story_of
from tests.make import DAY, HOUR, NOW, ago, company, not_enough, points, score, story
from tests.pipeline.desk import channel

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


def rows(*stories: Story, each: int = 30) -> list[Score | NotEnough]:
    """The numbers that were stored as each of the stories came, half an hour after its first report."""
    reasons = [points(value=each, story=one.id, stories=(one.id,)) for one in stories]
    return [score(points=tuple(reasons[: n + 1]), at=one.first_seen + HOUR / 2) for n, one in enumerate(stories)]


def test_turns_are_the_moments_at_which_a_story_says_something_new() -> None:
    sites = [f"{n}.example" for n in range(6)]
    many = story(outlets=tuple(sites), seen=ago(5))
    old, private = story(person="Old", seen=ago(40)), story(person="P", seen=ago(3), private=True)
    silent = replace(story(person="S", seen=ago(2)), silent=True)
    found = turns(OPENAI, [old, many, private, silent], [], NOW - 30 * DAY, NOW)
    assert [(one.at - ago(5)) / HOUR for one in found] == [0, 1, 3]
    assert [one.story.state for one in found] == [State.REPORTED, State.CONFIRMED, State.CONFIRMED]
    assert [len(one.story.outlets) for one in found] == [1, 2, 4]


def test_a_turn_has_the_numbers_that_were_stored_when_its_story_came() -> None:
    first, second = story(seen=ago(9)), story(person="Bob McGrew", seen=ago(8))
    history = rows(first, second)
    one, two = turns(OPENAI, [second, first], history, NOW - 30 * DAY, NOW)
    assert (one.at, one.after, two.at) == (ago(9) + HOUR / 2, history[0], ago(8) + HOUR / 2)
    assert isinstance(one.before, NotEnough)
    assert (two.before, two.after) == (history[0], history[1])


def test_of_two_stories_that_came_together_each_has_its_own_rise() -> None:
    first, second = story(seen=ago(9)), story(person="Bob McGrew", seen=ago(9) + HOUR)
    together = replace(rows(first, second)[1], at=ago(7.9))
    turned = turns(OPENAI, [second, first], [together], NOW - 30 * DAY, NOW)
    assert [one.after.window for one in turned if isinstance(one.after, Score)] == [30, 60]
    assert turned[1].before == turned[0].after
    assert heard(replace(CALM, threshold=25), *turned) == (0, 2), "found a day late, both are old news"
    soon = turns(OPENAI, [second, first], [replace(together, at=ago(9) + HOUR)], NOW - 30 * DAY, NOW)
    assert heard(replace(CALM, threshold=25), *soon) == (1, 1)


def test_what_raised_nothing_is_left_to_the_digest() -> None:
    first, second = story(seen=ago(9)), story(person="Bob McGrew", seen=ago(8))
    found = turns(OPENAI, [first, second], rows(first, each=70), NOW - 30 * DAY, NOW)
    assert heard(CALM, *found) == (1, 1)


@given(chances())
def test_what_goes_over_no_threshold_is_left_to_the_digest_by_the_real_decision_too(chance: Random) -> None:
    known = replace(story_of(chance), silent=False, private=False)
    before, after = score_of(chance, [known.id], 6), score_of(chance, [known.id], 12)
    number: Score | NotEnough = chance.choice((after, not_enough()))
    low: Score | NotEnough = chance.choice((before, not_enough()))
    wishes = replace(CALM, companies=frozenset(), threshold=chance.randint(1, 100), kinds=frozenset({known.kind}))
    told_ = Turn(known.first_seen, known, low, number)
    verdict = decide(known, told_.before, told_.after, wishes, (), told_.at, 0)
    if not told_.crosses(wishes.threshold):
        assert isinstance(verdict, InDigest) == (known.state is not State.DENIED)
    assert told_.crosses(wishes.threshold) or not isinstance(verdict, Now)
