"""Mass events are not counted again person by person, and older context fades after them."""

from __future__ import annotations

import pytest

from model.signal import Kind, Seniority
from model.story import State, Story
from rules.anchor import HALF_LIFE, lasting
from rules.engine import reasons
from rules.facts import facts_of
from rules.language import Rules
from tests.make import DAY, NOW, ago, company, story
from tests.rules.pack import pack, rule

OPENAI = company()
BOUGHT = story(id="bought", kind=Kind.ACQUISITION, seen=ago(20), outlets=("a.com", "b.com"))
PEOPLE = ("Ada Quill", "Ben Ode", "Cleo Park", "Dan Rao", "Eve Lind")


def exits(*days: float, seniority: Seniority = Seniority.VP) -> list[Story]:
    return [
        story(id=f"exit-{n}", person=PEOPLE[n], role="head of sales", seniority=seniority, seen=ago(day))
        for n, day in enumerate(days)
    ]


def counted(*stories: Story, rules: Rules | None = None) -> dict[str, set[str]]:
    told: dict[str, set[str]] = {}
    for one in reasons(OPENAI, stories, rules or pack(), NOW):
        told.setdefault(one.rule.id, set()).update(facts.story.id for facts in one.stories)
    return told


def test_three_leaders_who_go_in_the_week_of_a_takeover_are_no_exodus() -> None:
    found = counted(BOUGHT, *exits(19, 18, 17))

    assert found.keys() <= {"acquisition.target", "departure.senior"}
    assert len(found.get("departure.senior", ())) <= 1  # what one of them weighs more than the takeover


def test_a_founder_who_goes_is_an_event_of_its_own() -> None:
    founder = story(id="founder", person="Zoe Far", role="co-founder", seniority=Seniority.FOUNDER, seen=ago(18))

    assert "founder" in counted(BOUGHT, founder)["departure.founder"]


def test_a_chief_who_weighs_more_than_the_takeover_adds_what_is_more() -> None:
    rumour = story(id="bought", kind=Kind.ACQUISITION, seen=ago(20))
    chief = story(id="chief", role="CFO", seen=ago(18), outlets=("a.com", "b.com", "c.com"))
    (alone,) = reasons(OPENAI, [chief], pack(), NOW)

    both = reasons(OPENAI, [rumour, chief], pack(), NOW)

    assert [one.rule.id for one in both] == ["acquisition.target", "departure.c_suite"]
    assert sum(one.raw for one in both) == pytest.approx(alone.raw)


def test_who_goes_after_an_exodus_is_told_with_it() -> None:
    four = exits(12, 11, 10, 6)

    found = counted(*four)

    assert found["departure.exodus"] == {"exit-0", "exit-1", "exit-2", "exit-3"}
    assert found["departure.senior"] == {"exit-0", "exit-1", "exit-2"}


def test_three_told_in_one_moment_make_an_exodus_and_count() -> None:
    found = counted(*exits(9, 9, 9))

    assert found["departure.exodus"] == found["departure.senior"] == {"exit-0", "exit-1", "exit-2"}


@pytest.mark.parametrize("state", [State.RUMOURED, State.DENIED])
def test_what_is_not_sure_inhibits_nothing(state: State) -> None:
    cut = story(kind=Kind.LAYOFFS, headcount=900, state=state, seen=ago(10))
    (leaver,) = exits(8, seniority=Seniority.IC)

    assert "departure.staff" in counted(cut, leaver)


def test_a_child_stays_one_when_the_week_is_over() -> None:
    late = [BOUGHT, *exits(18)]

    assert {one.rule.id for one in reasons(OPENAI, late, pack(), NOW + 30 * DAY)} == {"acquisition.target"}


def test_older_context_keeps_what_it_weighed_and_halves_from_then_on() -> None:
    culture = rule("culture.conflict")
    told, anchor = facts_of(story(kind=Kind.CULTURE_CONFLICT, seen=ago(60))), ago(30)

    free = [lasting(culture, told, NOW + day * DAY, ()) for day in (-30, 0)]
    anchored = [lasting(culture, told, NOW + day * DAY, (anchor,)) for day in (-30, 0, HALF_LIFE)]

    assert anchored[0] == free[0] == 1
    assert anchored[1:] == [pytest.approx(0.5), pytest.approx(0.25)]
    assert free[1] > 0.8


def test_what_came_with_the_event_and_what_people_did_do_not_fade() -> None:
    anchor = ago(10)
    fresh, exit_ = facts_of(story(kind=Kind.TURMOIL, seen=ago(20))), facts_of(story(seen=ago(60)))

    assert lasting(rule("turmoil.top"), fresh, NOW, (anchor,)) == lasting(rule("turmoil.top"), fresh, NOW, ())
    assert lasting(rule("departure.c_suite"), exit_, NOW, (anchor,)) == lasting(
        rule("departure.c_suite"), exit_, NOW, ()
    )


def test_the_pack_marks_its_mass_events() -> None:
    assert {each.id for each in pack().rules if each.inhibits} == {
        "acquisition.target",
        "departure.exodus",
        "layoffs.deep",
        "layoffs.mass",
    }
    assert {each.id for each in pack().rules if each.reanchors} == {
        "acquisition.target",
        "hire.chief_executive",
        "layoffs.deep",
        "layoffs.mass",
        "promotion.chief_executive",
    }
