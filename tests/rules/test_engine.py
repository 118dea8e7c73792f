"""Two numbers a company, each the sum of its reasons."""

from __future__ import annotations

import pytest

from model.score import Axis, Confidence, NotEnough, Score
from model.signal import Certainty, Kind, Seniority, SourceClass
from model.story import State, Story
from rules.engine import score
from tests.make import DAY, NOW, ago, amount, at, company, signal, story
from tests.rules.pack import pack

OPENAI = company()
TWO = ("a.com", "b.com")
CTO = story(outlets=TWO, seen=ago(1))
ROUND = story(kind=Kind.FUNDING, amount=amount(6.6e9), outlets=TWO, seen=ago(1))


def note(number: int) -> Story:
    seen = ago(number / 2)
    return story(id=f"note-{number}", kind=Kind.INBOUND_NOTE, source_class=SourceClass.NOTE, confidence=0.5, seen=seen)


def scored(*stories: Story, employees: int | None = None) -> Score:
    found = score(company(employees=employees), stories, pack(), NOW)
    assert isinstance(found, Score)
    return found


def missing(*stories: Story) -> str:
    found = score(OPENAI, stories, pack(), NOW)
    assert isinstance(found, NotEnough)
    return found.reason


def test_one_confirmed_exit_of_a_technology_chief_gives_fifty_for_six_weeks_and_less_after_two_months() -> None:
    window = [scored(story(outlets=TWO, seen=ago(days))).window for days in (0.1, 10, 45, 61)]

    assert window == [56, 57, 55, 41]


def test_the_reason_reads_as_a_sentence_and_walks_back_to_the_story() -> None:
    (points,) = scored(story(outlets=("a.com", "b.com", "c.com"))).points

    assert points.reason == "Mira Murati (CTO) left on 25 Sep · confirmed by 3 outlets"
    assert (points.rule, points.axis, points.story) == ("departure.c_suite", Axis.WINDOW, points.stories[0])
    assert points.advice.startswith("Write to their direct reports")


def test_a_founder_and_two_chiefs_within_a_week_pass_75() -> None:
    founder = story(person="Greg Brockman", seniority=Seniority.FOUNDER, seen=ago(4))
    research = story(person="Bob McGrew", role="chief research officer", seen=ago(3))
    found = scored(CTO, founder, research)

    assert found.window >= 75
    assert found.window == sum(p.value for p in found.points if p.axis is Axis.WINDOW)
    assert {p.rule for p in found.points} >= {"departure.exodus", "departure.founder", "departure.together"}


def test_a_round_alone_opens_no_window_and_presses() -> None:
    found = scored(ROUND)

    assert found.window == 0
    assert found.pressure > 50


def test_a_round_narrows_a_window_and_says_so() -> None:
    found = scored(CTO, ROUND)

    held = next(p for p in found.points if p.rule == "funding.equity_holds")
    assert held.value < 0
    assert found.window < scored(CTO).window
    assert found.window == sum(p.value for p in found.points if p.axis is Axis.WINDOW)


def test_the_size_of_the_company_counts() -> None:
    leaver = story(person="Ben Ode", role="engineer", seniority=Seniority.IC, seen=ago(1))

    assert scored(leaver, employees=40).window > scored(leaver).window > scored(leaver, employees=180_000).window


def test_private_and_denied_stories_count_nothing() -> None:
    private = story(private=True, owner="U1", person="Ben Ode")
    denied = story(state=State.DENIED, person="Bob McGrew")

    assert missing(private, denied) == "Nothing was heard of OpenAI in the last 90 days."
    assert scored(CTO, private, denied) == scored(CTO)


def test_a_silent_story_counts() -> None:
    assert scored(story(silent=True)).window == scored(story()).window > 0


def test_what_lies_ahead_is_not_known_yet() -> None:
    assert missing(story(seen=NOW + DAY)) == "Nothing was heard of OpenAI in the last 90 days."


def test_a_past_score_forgets_what_came_later() -> None:
    late = signal(site="b.com", published=NOW + DAY, title="Told later")
    grown = story(evidence=(signal(site="a.com", published=ago(1)), late), outlets=TWO, state=State.CONFIRMED)

    found = scored(grown)

    assert found == scored(story(evidence=grown.evidence[:1], id=grown.id))
    assert found.points[0].reason.endswith("reported by a.com")


def test_a_story_that_only_background_knew_then_did_not_exist_then() -> None:
    before = signal(site="a.com", published=ago(2), certainty=Certainty.BACKGROUND)
    after = signal(site="b.com", published=NOW + DAY)

    assert missing(story(evidence=(before, after), first_seen=ago(2)))


@pytest.mark.parametrize("days", [91, 400])
def test_after_90_quiet_days_there_is_no_number(days: int) -> None:
    assert missing(story(seen=ago(days))) == "Nothing was heard of OpenAI in the last 90 days."


def test_one_uncertain_report_without_a_name_is_not_enough() -> None:
    faint = story(person=None, role=None, confidence=0.4)

    assert missing(faint) == "Only one uncertain report about OpenAI, and it names nobody and no figure."
    assert scored(faint, CTO).window > 0


def test_a_bare_filing_is_not_enough() -> None:
    filing = story(person=None, role=None, confidence=0.3, source_class=SourceClass.FILING, state=State.CONFIRMED)

    assert missing(filing).startswith("Only one uncertain report")


def test_a_note_of_the_team_is_enough() -> None:
    assert 0 < scored(note(0)).window < 25


def test_many_notes_that_tell_no_event_are_worth_little() -> None:
    assert scored(*(note(number) for number in range(6))).window < 40
    assert scored(CTO, *(note(number) for number in range(6))).window < scored(CTO).window + 15


@pytest.mark.parametrize(
    ("told", "axis", "reason"),
    [
        (
            story(person="Tim Brooks", role="lead", seniority=Seniority.IC, to_company="Anthropic", seen=ago(1)),
            Axis.WINDOW,
            "Tim Brooks (lead) went to Anthropic on 3 Oct",
        ),
        (
            story(kind=Kind.LAYOFFS, headcount=900, seen=ago(1)),
            Axis.WINDOW,
            "Cuts 900 jobs, reported on 3 Oct",
        ),
        (
            story(kind=Kind.HIRE, seniority=Seniority.FOUNDER, from_company="Anthropic", seen=ago(1)),
            Axis.PRESSURE,
            "Mira Murati (CTO) joined from Anthropic on 3 Oct",
        ),
        (ROUND, Axis.PRESSURE, "Raised $6.6bn, enough to outbid others, reported on 3 Oct"),
    ],
)
def test_one_event_is_one_reason_a_side(told: Story, axis: Axis, reason: str) -> None:
    (points,) = [p for p in scored(told).points if p.axis is axis]

    assert points.reason.split(" · ")[0] == reason


def test_what_other_rules_see_in_an_event_adds_to_its_one_reason() -> None:
    there = story(person="Ada Quill", seniority=Seniority.FOUNDER, to_company="Anthropic", seen=ago(1))
    elsewhere = story(person="Ada Quill", seniority=Seniority.FOUNDER, to_company="Elsewhere", seen=ago(1))

    assert scored(elsewhere).window < scored(there).window < scored(elsewhere).window + 10


def test_what_no_rule_counts_still_covers() -> None:
    found = scored(story(kind=Kind.TENURE_MARK, seen=ago(5)))

    assert (found.window, found.pressure, found.points) == (0, 0, ())
    assert found.oldest == found.newest == ago(5)


def test_a_rule_gives_no_more_than_its_cap() -> None:
    many = [story(person=f"Ben Ode{n}", role=None, seniority=Seniority.IC, seen=ago(n)) for n in range(12)]
    few = many[:5]

    staff = [sum(p.value for p in scored(*part).points if p.rule == "departure.staff") for part in (few, many)]

    assert staff[1] <= 50
    assert staff[0] <= staff[1] + 25


def test_one_who_came_back_is_gone_no_longer() -> None:
    left = story(person="Sam Altman", role="CEO", seniority=Seniority.FOUNDER, seen=ago(9))
    back = story(kind=Kind.HIRE, person="Sam Altman", role="CEO", seniority=Seniority.FOUNDER, seen=ago(4))

    assert {p.rule for p in scored(left, back).points} == {"hire.chief_executive", "hire.senior"}
    assert scored(left, story(kind=Kind.HIRE, person="Emmett Shear", seen=ago(4))).window > 40


@pytest.mark.parametrize(
    ("outlets", "expected"),
    [
        (("a.com",), Confidence.LOW),
        (("a.com", "www.a.com"), Confidence.LOW),
        (TWO, Confidence.FAIR),
        (("a.com", "b.com", "c.com", "d.com"), Confidence.HIGH),
    ],
)
def test_confidence_grows_with_independent_outlets(outlets: tuple[str, ...], expected: Confidence) -> None:
    assert scored(story(outlets=outlets)).confidence is expected


def test_a_second_class_of_source_raises_confidence() -> None:
    filed = signal(site="sec.gov", source_class=SourceClass.FILING)
    told = story(evidence=(signal(site="a.com"), signal(site="b.com"), filed), state=State.CONFIRMED)

    assert scored(told).confidence is Confidence.HIGH


def test_oldest_and_newest_are_of_the_evidence_that_counts() -> None:
    found = scored(CTO, story(kind=Kind.TENURE_MARK, seen=at("2024-10-04")))

    assert (found.oldest, found.newest) == (CTO.first_seen, CTO.last_seen)
