"""Laws of the engine, for any stories whatever."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from model.company import Company
from model.score import Axis, NotEnough, Score
from model.signal import Amount, Certainty, Kind, Seniority, Signal, SourceClass
from model.story import State, Story
from rules.engine import reasons, score
from tests.make import DAY, HOUR, NOW, ago, story
from tests.rules.pack import pack

PEOPLE = ("Ada Quill", "A. Quill", "Ben Ode", "Cleo Park", "Dan Rao", None)
COMPANY = Company("OpenAI", domain="openai.com", rivals=("Rival",))


@st.composite
def one_story(draw: st.DrawFn, number: int) -> Story:
    kind = draw(st.sampled_from(list(Kind)))
    return story(
        id=f"story-{number}",
        kind=kind,
        person=draw(st.sampled_from(PEOPLE)),
        role=draw(st.sampled_from((None, "CEO", "research scientist", "head of talent"))),
        seniority=draw(st.sampled_from([*Seniority, None])),
        amount=draw(st.sampled_from((None, Amount(6.6e9, "USD"), Amount(0.0, "")))),
        headcount=draw(st.sampled_from((None, 0, 3, 700))),
        to_company=draw(st.sampled_from((None, "Rival", "Elsewhere"))),
        from_company=draw(st.sampled_from((None, "Rival", "OpenAI"))),
        certainty=draw(st.sampled_from(list(Certainty))),
        confidence=draw(st.sampled_from((0.0, 0.3, 0.9))),
        source_class=draw(st.sampled_from(list(SourceClass))),
        state=draw(st.sampled_from(list(State))),
        seen=ago(draw(st.integers(-5, 200))),
        outlets=("a.com", "b.com", "c.com")[: draw(st.integers(1, 3))],
        effective=draw(st.sampled_from((None, ago(-40), ago(10), ago(90)))),
        private=draw(st.integers(0, 9)) == 0,
    )


@st.composite
def any_stories(draw: st.DrawFn) -> list[Story]:
    return [draw(one_story(number)) for number in range(draw(st.integers(0, 8)))]


companies = st.sampled_from([COMPANY, replace(COMPANY, employees=40), replace(COMPANY, employees=180_000)])
laws = settings(max_examples=25, deadline=None)


def numbers(found: Score | NotEnough) -> tuple[int, int] | None:
    return (found.window, found.pressure) if isinstance(found, Score) else None


@given(any_stories(), companies, st.data())
@laws
def test_pure_and_blind_to_order(stories: list[Story], company: Company, data: st.DataObject) -> None:
    shuffled = data.draw(st.permutations(stories))

    first = score(company, stories, pack(), NOW)

    assert first == score(company, stories, pack(), NOW)
    assert first == score(company, shuffled, pack(), NOW)


@given(any_stories(), companies)
@laws
def test_numbers_are_bounded_and_the_reasons_sum_to_them(stories: list[Story], company: Company) -> None:
    found = score(company, stories, pack(), NOW)

    if isinstance(found, Score):
        assert 0 <= found.window <= 100
        assert 0 <= found.pressure <= 100
        assert found.window == sum(p.value for p in found.points if p.axis is Axis.WINDOW)
        assert found.pressure == sum(p.value for p in found.points if p.axis is Axis.PRESSURE)
        assert all(p.value and p.reason and p.story in p.stories for p in found.points)
        assert found.oldest <= found.newest
    else:
        assert found.reason.endswith(".")


def shifted(told: Story, by: timedelta) -> Story:
    evidence = tuple(
        replace(s, published=s.published + by, effective=s.effective and s.effective + by) for s in told.evidence
    )
    return replace(told, evidence=evidence, first_seen=told.first_seen + by, last_seen=told.last_seen + by)


@given(any_stories(), st.integers(-2000, 2000))
@laws
def test_only_the_age_of_news_counts_not_its_date(stories: list[Story], hours: int) -> None:
    by = hours * HOUR

    later = score(COMPANY, [shifted(told, by) for told in stories], pack(), NOW + by)

    assert numbers(later) == numbers(score(COMPANY, stories, pack(), NOW))


def copies(told: Story, count: int) -> Story:
    first = told.evidence[0]
    more: tuple[Signal, ...] = tuple(
        replace(first, site=f"copy{n}.com", item=("feed:x", str(n)), title=f"{first.title} {n}") for n in range(count)
    )
    return replace(told, evidence=told.evidence + more, outlets=told.outlets + tuple(s.site for s in more))


@given(any_stories())
@laws
def test_ten_outlets_of_one_story_move_no_number_unless_its_state_changes(stories: list[Story]) -> None:
    # Of a story some of which is still to come, the state now is reckoned from what was told until now.
    stories = [each for each in stories if each.last_seen <= NOW]
    told = [copies(each, 10) for each in stories]

    assert numbers(score(COMPANY, told, pack(), NOW)) == numbers(score(COMPANY, stories, pack(), NOW))


@given(any_stories(), st.data())
@laws
def test_ten_outlets_of_one_story_move_no_number_by_more_than_one(stories: list[Story], data: st.DataObject) -> None:
    reported = [each for each in stories if each.state is State.REPORTED]
    if not reported:
        return
    one = data.draw(st.sampled_from(reported))
    told = [replace(copies(one, 10), state=State.CONFIRMED) if each is one else each for each in stories]

    before, after = score(COMPANY, stories, pack(), NOW), score(COMPANY, told, pack(), NOW)
    if isinstance(before, Score) and isinstance(after, Score):
        assert abs(after.window - before.window) <= 1
        assert abs(after.pressure - before.pressure) <= 1


@given(any_stories())
@laws
def test_doubling_the_evidence_changes_nothing_at_all(stories: list[Story]) -> None:
    doubled = [replace(each, evidence=each.evidence + each.evidence) for each in stories]

    assert score(COMPANY, doubled, pack(), NOW) == score(COMPANY, stories, pack(), NOW)


@given(any_stories(), companies, st.sampled_from(list(SourceClass)), st.data())
@laws
def test_an_independent_class_lowers_no_number(
    stories: list[Story], company: Company, source_class: SourceClass, data: st.DataObject
) -> None:
    if not stories:
        return
    at = data.draw(st.integers(0, len(stories) - 1))
    richer = list(stories)
    state = State.CONFIRMED if stories[at].state is State.REPORTED else stories[at].state
    richer[at] = replace(stories[at], source_classes=stories[at].source_classes | {source_class}, state=state)

    before, after = (numbers(score(company, told, pack(), NOW)) for told in (stories, richer))

    assert (before is None) == (after is None)
    if before and after:
        assert after[0] >= before[0]
        assert after[1] >= before[1]


@given(any_stories(), st.integers(-8000, 3000))
@laws
def test_a_moment_knows_only_its_past(stories: list[Story], hours: int) -> None:
    now = NOW + hours * HOUR
    past = [told for told in stories if told.first_seen <= now]

    assert score(COMPANY, stories, pack(), now) == score(COMPANY, past, pack(), now)


@given(any_stories(), companies, st.floats(0, 120))
@laws
def test_between_two_pieces_of_news_nothing_jumps(stories: list[Story], company: Company, days: float) -> None:
    before, after = NOW + days * DAY, NOW + (days + 0.02) * DAY
    if any(before < signal.published <= after for told in stories for signal in told.evidence):
        return

    raw = [sum(one.raw for one in reasons(company, stories, pack(), now)) for now in (before, after)]

    assert abs(raw[0] - raw[1]) < 1


RANKS = (Seniority.C_SUITE, Seniority.VP, Seniority.DIRECTOR, Seniority.IC, None)


@given(companies, st.lists(st.tuples(st.sampled_from(RANKS), st.integers(0, 13)), max_size=6), st.integers(8, 300))
@laws
def test_a_takeover_and_its_week_weigh_as_much_as_the_weightiest_of_them(
    company: Company, leavers: list[tuple[Seniority | None, int]], days: int
) -> None:
    bought = story(id="bought", kind=Kind.ACQUISITION, seen=ago(days), outlets=("a.com", "b.com"))
    gone = [
        story(id=f"gone-{n}", person=f"Eve Lind{n}", role=None, seniority=rank, seen=ago(days - half / 2))
        for n, (rank, half) in enumerate(leavers)
    ]

    alone = [sum(one.raw for one in reasons(company, [told], pack(), NOW)) for told in (bought, *gone)]
    together = sum(one.raw for one in reasons(company, [bought, *gone], pack(), NOW))

    assert together == pytest.approx(max(alone))


@given(any_stories())
@laws
def test_a_denied_story_takes_its_points_back(stories: list[Story]) -> None:
    denied = [*stories, story(id="denied", state=State.DENIED)]

    assert score(COMPANY, denied, pack(), NOW) == score(COMPANY, stories, pack(), NOW)
