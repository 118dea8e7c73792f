"""What comes back by itself: each thing once, on its day, for as long as it holds."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from model.signal import Certainty, Kind, Seniority
from model.story import State, Story
from rules.due import Due, coming_back
from tests.make import ago, at, company, story
from tests.rules.pack import pack

TOLD = at("2024-09-25 19:30")
DAY = timedelta(days=1)


def coming(*stories: Story, since: datetime = TOLD, now: datetime = TOLD + 400 * DAY) -> list[Due]:
    return coming_back(company(), stories, pack(), since, now)


def days(found: list[Due]) -> list[int]:
    return [one.days for one in found]


def test_an_executives_exit_comes_back_on_day_45_with_the_rules_advice() -> None:
    (one,) = coming(story(seen=TOLD))
    assert (one.days, one.rule, one.recheck) == (45, "departure.c_suite", True)
    assert one.advice.startswith("Write to their direct reports")


@pytest.mark.parametrize(
    ("rank", "told", "rule"),
    [
        (Seniority.FOUNDER, Certainty.REPORTED, "departure.founder"),
        (Seniority.C_SUITE, Certainty.REPORTED, "departure.c_suite"),
        (Seniority.C_SUITE, Certainty.PLANNED, "departure.handover"),
        (Seniority.VP, Certainty.REPORTED, "departure.senior"),
        (Seniority.DIRECTOR, Certainty.REPORTED, "departure.senior"),
    ],
)
def test_every_leaders_exit_comes_back_on_day_45(rank: Seniority, told: Certainty, rule: str) -> None:
    found = coming(story(seen=TOLD, seniority=rank, role="head of sales", certainty=told))
    assert [(one.rule, one.days) for one in found] == [(rule, 45)]


def test_no_other_rule_brings_anything_back_after_so_many_days() -> None:
    again = {rule.id for rule in pack().rules if rule.recheck}
    assert again == {"departure.founder", "departure.c_suite", "departure.handover", "departure.senior"}


def test_every_digest_after_it_asks_for_its_own_time_and_so_it_comes_once() -> None:
    exit_ = story(seen=TOLD)
    daily = [days(coming(exit_, since=TOLD + n * DAY, now=TOLD + (n + 1) * DAY)) for n in range(60)]
    assert [n for n, found in enumerate(daily) if found] == [44]
    assert days(coming(exit_, since=TOLD + 40 * DAY, now=TOLD + 50 * DAY)) == [45]


def test_a_notice_comes_back_on_the_day_on_which_it_takes_effect() -> None:
    notice = story(kind=Kind.LAYOFFS, seen=TOLD, headcount=80, effective=TOLD + 60 * DAY)
    (one,) = coming(notice)
    assert (one.days, one.rule, one.recheck) == (60, "layoffs.notice", False)


def test_a_lock_up_comes_back_half_a_year_after_the_listing() -> None:
    listing = story(kind=Kind.IPO_OR_LIQUIDITY, seen=TOLD, certainty=Certainty.REPORTED)
    assert days(coming(listing)) == [180]


def test_an_engineers_exit_does_not_come_back() -> None:
    assert coming(story(seen=TOLD, seniority=Seniority.IC, role="engineer")) == []


def test_what_is_rumoured_denied_or_private_does_not_come_back() -> None:
    for state in (State.RUMOURED, State.DENIED):
        assert coming(story(seen=TOLD, state=state)) == []
    assert coming(story(seen=TOLD, private=True, owner="U1")) == []


def test_an_exit_that_was_taken_back_does_not_come_back() -> None:
    back = story(kind=Kind.HIRE, seen=TOLD + 4 * DAY, outlets=("a.com", "b.com"))
    assert coming(story(seen=TOLD), back) == []


def test_a_day_that_lay_before_the_news_is_not_due() -> None:
    late = story(kind=Kind.LAYOFFS, seen=TOLD, effective=ago(40))
    assert coming(late, since=ago(100)) == []
