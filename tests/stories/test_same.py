"""Two signals, one event."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from model.signal import Kind, Seniority, Signal
from stories.same import A_MONTH, same_event
from tests.make import DAY, amount, at, signal, unnamed

START = at("2024-09-25 19:30")


def later(days: float) -> dict[str, object]:
    return {"published": START + timedelta(days=days)}


LEAVES = signal(published=START)
CUTS = unnamed(Kind.LAYOFFS, published=START, headcount=1500, title="OpenAI cuts 1,500 jobs")
ROUND = unnamed(Kind.FUNDING, published=START, amount=amount(6.6e9), title="OpenAI raises $6.6bn")
BOUGHT = unnamed(Kind.ACQUISITION, published=START, to_company="Meta", title="Meta buys OpenAI")
UNNAMED_CTO = signal(person=None, title="OpenAI's technology chief quits", published=START)


@pytest.mark.parametrize(
    ("a", "b"),
    [
        (LEAVES, signal(person="Murati", site="b.example", **later(29))),
        (LEAVES, signal(person="M. Murati", title="La directrice technique s'en va", lang="fr", **later(2))),
        (LEAVES, signal(person=None, role="chief technology officer", title="Exit at the top", **later(1))),
        (LEAVES, signal(person=None, role=None, title="CTO of OpenAI leaves company", **later(6))),
        (signal(kind=Kind.HIRE), signal(kind=Kind.PROMOTION)),
        (CUTS, unnamed(Kind.LAYOFFS, headcount=1490, title="Job losses in the valley", **later(5))),
        (CUTS, unnamed(Kind.LAYOFFS, title="Der Konzern spart", lang="de", **later(2))),
        (CUTS, unnamed(Kind.LAYOFFS, title="A tenth of all staff must go", **later(2))),
        (ROUND, unnamed(Kind.FUNDING, amount=amount(6.5e9), title="Investors back the lab", **later(6))),
        (ROUND, unnamed(Kind.FUNDING, amount=amount(6e9, "EUR"), title="OpenAI raises a giant sum", **later(1))),
        (BOUGHT, unnamed(Kind.ACQUISITION, to_company="Meta Platforms", title="A deal is struck", **later(6))),
    ],
)
def test_one_event(a: Signal, b: Signal) -> None:
    assert same_event(a, b)
    assert same_event(b, a)


@pytest.mark.parametrize(
    ("a", "b"),
    [
        (LEAVES, signal(company="Anthropic")),
        (LEAVES, signal(kind=Kind.LEAVE)),
        (LEAVES, signal(**later(31))),
        (LEAVES, signal(person="Bob McGrew")),
        (LEAVES, signal(private=True, owner="U1")),
        (LEAVES, signal(person=None, seniority=Seniority.GROUP, title="OpenAI CTO Mira Murati leaves the company")),
        (LEAVES, signal(person=None, role="CFO", title="OpenAI CFO leaves the company")),
        (LEAVES, signal(person=None, role=None, title="CTO of OpenAI leaves company", **later(8))),
        (LEAVES, signal(person=None, role=None, title="Chip designer walks out in anger")),
        (LEAVES, signal(person=None, role=None, to_company="Meta", title="A star goes", lang="fr", **later(4))),
        (signal(to_company="Meta"), signal(person=None, to_company="Anthropic")),
        (CUTS, unnamed(Kind.LAYOFFS, headcount=700, title="OpenAI cuts 700 jobs")),
        (CUTS, unnamed(Kind.LAYOFFS, title="A tenth of all staff must go", **later(5))),
        (ROUND, unnamed(Kind.FUNDING, amount=amount(1e8), title="OpenAI raises $100m")),
        (BOUGHT, unnamed(Kind.ACQUISITION, to_company="Microsoft", title="Microsoft buys OpenAI")),
        (unnamed(Kind.TURMOIL, title="Board sues founder"), unnamed(Kind.TURMOIL, title="Strike at the plant")),
    ],
)
def test_two_events(a: Signal, b: Signal) -> None:
    assert not same_event(a, b)
    assert not same_event(b, a)


def test_the_company_name_does_not_make_words_alike() -> None:
    board, strike = (
        unnamed(Kind.TURMOIL, company="Acme Rockets Group", title=title, quote=title)
        for title in ("Acme Rockets Group board fights", "Acme Rockets Group workers strike")
    )

    assert not same_event(board, strike)


def test_unrest_told_in_other_words_is_one_when_the_words_it_rests_on_share_two() -> None:
    report = unrest("Investors press the founders to go", quote="Investors press the founders to go")
    comment = unrest("Time to let go", quote="large investors want both founders out")
    lawsuit = unrest("A lawsuit", quote="former investors sue")

    assert same_event(report, comment)
    assert not same_event(report, lawsuit)


def test_titles_without_a_common_word_are_not_alike() -> None:
    assert not same_event(unrest("Aaab cccd", quote="x"), unrest("Aaac cccb", quote="y"))


@pytest.mark.parametrize(("days", "same"), [(-7, True), (-8, False), (0, True), (29, True), (37, True), (38, False)])
def test_a_date_known_by_its_month_is_near_to_all_of_the_month(days: float, same: bool) -> None:
    month = signal(person=None, role=None, title="CTO of OpenAI leaves company", published=START, spread=A_MONTH)
    day = signal(person=None, role=None, title="OpenAI CTO leaves", **later(days + (days > 29)))

    assert same_event(month, day) is same_event(day, month) is same


def test_cuts_of_an_unknown_day_of_the_year_need_more_than_a_near_day() -> None:
    year = unnamed(Kind.LAYOFFS, title="Der Konzern spart", published=at("2024-01-01"), spread=365 * DAY)

    assert not same_event(CUTS, year)
    assert same_event(
        CUTS, unnamed(Kind.LAYOFFS, title="Der Konzern spart", published=at("2024-09-01"), spread=A_MONTH)
    )
    assert same_event(CUTS, replace(year, headcount=1500))


def test_a_founder_may_hold_any_other_office() -> None:
    founder = signal(person=None, role="co-founder", title="OpenAI co-founder leaves the company")

    assert same_event(LEAVES, founder)


def unrest(title: str, quote: str) -> Signal:
    return unnamed(Kind.TURMOIL, title=title, quote=quote, published=START)


def test_near_in_time_is_inclusive() -> None:
    assert same_event(LEAVES, signal(published=START + 30 * DAY))


def test_somebody_without_a_name_is_known_by_the_house_they_come_from() -> None:
    taps = unnamed(Kind.HIRE, role="executive", from_company="Apple", title="OpenAI taps Apple executive")
    hires = unnamed(Kind.HIRE, role="exec", from_company="Apple", title="Software effort gets a leader", **later(1))
    other = unnamed(Kind.HIRE, role="exec", from_company="Meta", title="Software effort gets a leader", **later(1))

    assert same_event(taps, hires)
    assert not same_event(taps, other)


def test_two_groups_that_leave_within_days_are_one() -> None:
    board = unnamed(Kind.DEPARTURE, role="board members", seniority=Seniority.GROUP, title="All but one resign")
    later_on = unnamed(Kind.DEPARTURE, role="directors", seniority=Seniority.GROUP, title="Dismay", **later(1))
    weeks_on = unnamed(Kind.DEPARTURE, role="directors", seniority=Seniority.GROUP, title="Dismay", **later(6))

    assert same_event(board, later_on)
    assert not same_event(board, weeks_on)


def test_a_leave_is_so_seldom_that_two_reports_within_days_are_one() -> None:
    named = signal(kind=Kind.LEAVE, role=None, title="A pause for the founder")
    unnamed_one = unnamed(Kind.LEAVE, role="chief", title="Time off", **later(1))

    assert same_event(named, unnamed_one)
