"""The days on which it is best to write: those on which the story's own strongest reason weighs most."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from model.language import Language
from model.score import Axis, Score
from rules.best import NEAR, best_days, strongest
from rules.kernel import Date
from rules.language import Rule, Rules
from rules.said import translated
from tests.make import DAY, NOW, points, score, signal, story
from tests.rules.pack import pack

MURATI = story()
FOUNDER = next(rule for rule in pack().rules if rule.id == "departure.founder")
RULES = Rules((FOUNDER,))
# What an advice may say of time, and the days after the news, or around the day that it tells, that this means. What
# counts from whenever somebody happens to read it ("in six weeks") is in neither list: it is right on one day alone.
AT_ONCE = {
    Language.ENGLISH: r"this week|today|within days|is the argument now",
    Language.FRENCH: r"cette semaine|aujourd'hui|en quelques jours|maintenant",
}
LATER = {
    Language.ENGLISH: {r"half a year on": 180, r"around the day itself": 0},
    Language.FRENCH: {r"six mois plus tard": 180, r"autour de ce jour": 0},
}
# What sounds like a time and says none: what others do, what happened before, how long something lasts.
NONE = {
    Language.ENGLISH: r"peak near day 70|last year|lasts weeks|for weeks|for two years or more|plan for the year"
    r"|gone in two weeks|not next month|start date|that month|that day",
    Language.FRENCH: r"vers le jour 70|depuis un an|l'an dernier|dure des semaines|depuis des semaines|depuis deux ans"
    r"|pour l'année|en deux semaines|pas le mois prochain|après ce jour|ce mois-là",
}
TIME = {
    Language.ENGLISH: r"\b(now|today|tomorrow|soon|days?|weeks?|months?|quarters?|years?)\b",
    Language.FRENCH: r"\b(maintenant|aujourd'hui|demain|bientôt|jours?|semaines?|mois|trimestres?|ans?|années?)\b",
}


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


def good_days(rule: Rule) -> list[int]:
    """List the days of a rule on which it is best to act, counted from its news or from the day that the news tells."""
    since = -400 if isinstance(rule.kernel, Date) else 0
    start = int(rule.kernel.shift) if isinstance(rule.kernel, Date) else 0
    weights = {age: rule.kernel.weight(float(age)) for age in range(since, 400)}
    return [age + start for age, weight in weights.items() if weight >= NEAR * max(weights.values())]


# An alert or a digest may write the best days under the advice of each of these.
ADVISED = [rule for rule in pack().rules if rule.direction.axis is Axis.WINDOW]


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("rule", ADVISED, ids=lambda rule: rule.id)
def test_no_advice_names_a_time_that_its_rule_does_not_give(rule: Rule, language: Language) -> None:
    said, good = translated(rule.advice, language), good_days(rule)
    if re.search(AT_ONCE[language], said, re.IGNORECASE):
        assert good[0] == 0, f"{rule.id} urges at once, and is best from day {good[0]} on: {said}"
    for words, day in LATER[language].items():
        if re.search(words, said, re.IGNORECASE):
            assert good[0] <= day <= good[-1], f"{rule.id} names day {day}, and is best on {good[0]}-{good[-1]}: {said}"
    known = "|".join([AT_ONCE[language], *LATER[language], NONE[language]])
    rest = re.sub(known, "", said, flags=re.IGNORECASE)
    assert not re.search(TIME[language], rest, re.IGNORECASE), f"{rule.id} names a time that nobody checks: {said}"


def test_the_advice_and_the_days_are_of_one_reason() -> None:
    other = points(rule="other.rule", value=40, story="another", stories=("another", MURATI.id))
    first, second = (points(rule=id, value=20, story=MURATI.id, stories=(MURATI.id,)) for id in ("a.rule", "b.rule"))
    assert strongest(MURATI, score(points=(other, second, first)), Axis.WINDOW) == first
    assert strongest(MURATI, score(points=(other,)), Axis.WINDOW) is None
