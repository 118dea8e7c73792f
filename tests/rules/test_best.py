"""The days on which it is best to write: those on which the story's own strongest reason weighs most."""

from __future__ import annotations

from datetime import timedelta

import pytest

from model.score import Axis, Score
from rules.best import NEAR, best_days
from rules.language import Rules
from tests.make import DAY, NOW, points, score, signal, story
from tests.rules.pack import pack

MURATI = story()
FOUNDER = next(rule for rule in pack().rules if rule.id == "departure.founder")
RULES = Rules((FOUNDER,))


def own(rule: str = FOUNDER.id, value: int = 30, axis: Axis = Axis.WINDOW) -> Score:
    return score(points=(points(rule=rule, axis=axis, value=value, story=MURATI.id, stories=(MURATI.id,)),))


def test_they_lie_around_the_peak_of_the_rule() -> None:
    found = best_days(MURATI, own(), RULES, MURATI.first_seen)
    assert found is not None
    weights = [FOUNDER.kernel.weight(float(age)) for age in range(200)]
    good = [age for age, weight in enumerate(weights) if weight >= NEAR * max(weights)]
    assert found.ages == (good[0], good[-1])
    assert found.last - found.first == timedelta(days=good[-1] - good[0])


def test_what_is_past_is_not_told_again() -> None:
    late = MURATI.first_seen + 60 * DAY
    found = best_days(MURATI, own(), RULES, late)
    assert found is not None
    assert (found.first, found.ages[0]) == (late, 60)
    assert best_days(MURATI, own(), RULES, MURATI.first_seen + 300 * DAY) is None


def test_a_day_that_the_news_tells_counts_from_that_day() -> None:
    dated = next(rule for rule in pack().rules if "effective" in str(rule.kernel))
    notice = story(evidence=(signal(effective=NOW + 40 * DAY),))
    made = score(points=(points(rule=dated.id, value=30, story=notice.id, stories=(notice.id,)),))
    found = best_days(notice, made, Rules((dated,)), NOW)
    assert found is not None
    assert found.first < NOW + 40 * DAY < found.last + DAY


@pytest.mark.parametrize("made", [own("gone.rule"), own(value=-5), own(axis=Axis.PRESSURE), score(points=())], ids=str)
def test_there_are_none_where_nothing_of_its_own_says_to_source(made: Score) -> None:
    assert best_days(MURATI, made, RULES, NOW) is None
