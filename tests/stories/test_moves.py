"""Who moved from where to where: each move once, whoever told it."""

from __future__ import annotations

from datetime import timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from model.company import Company
from model.signal import Certainty, Kind, Seniority
from model.story import State, Story
from stories.moves import SOON, Flow, Move, flows_of, moves_of
from tests.make import DAY, at, signal, story

OPENAI = Company("OpenAI", domain="openai.com", aliases=("Open AI",))
ANTHROPIC = Company("Anthropic")
WATCHED = (OPENAI, ANTHROPIC)
LEFT, STARTED = at("2024-08-05 10:00"), at("2024-09-02 10:00")


def left(**changes: object) -> Story:
    return story(**{"person": "John Schulman", "seen": LEFT, "seniority": Seniority.FOUNDER, **changes})


def hired(**changes: object) -> Story:
    hire: dict[str, object] = {
        "kind": Kind.HIRE,
        "company": "Anthropic",
        "person": "John Schulman",
        "seniority": Seniority.IC,
        "from_company": None,
        "to_company": "Anthropic",
        "seen": STARTED,
    }
    return story(**{**hire, **changes})


def pairs(*stories: Story) -> list[tuple[str, str, str]]:
    return [(move.person, move.from_company, move.to_company) for move in moves_of(stories, WATCHED)]


SCHULMAN = ("John Schulman", "OpenAI", "Anthropic")


def test_a_departure_that_says_where_to_is_a_move() -> None:
    [move] = moves_of([left(to_company="Anthropic")], WATCHED)
    assert move == Move(*SCHULMAN, Seniority.FOUNDER, LEFT, (left(to_company="Anthropic").id,))


def test_a_hire_that_says_where_from_is_a_move() -> None:
    assert pairs(hired(from_company="Open AI")) == [SCHULMAN]


def test_a_move_told_from_both_ends_counts_once() -> None:
    here, there = left(to_company="Anthropic"), hired(from_company="OpenAI")
    [move] = moves_of([here, there], WATCHED)
    assert (move.at, move.seniority, set(move.stories)) == (LEFT, Seniority.FOUNDER, {here.id, there.id})


def test_one_end_completes_what_the_other_leaves_open() -> None:
    assert pairs(left(), hired(from_company="OpenAI")) == [SCHULMAN]
    assert pairs(left(to_company="Anthropic"), hired()) == [SCHULMAN]
    assert pairs(left(), hired()) == [SCHULMAN]


def test_who_leaves_for_nowhere_and_who_comes_from_nowhere_has_not_moved() -> None:
    assert pairs(left()) == []
    assert pairs(hired()) == []
    assert pairs(left(), hired(person="Ada Quill")) == []


def test_the_ends_of_a_move_lie_within_half_a_year() -> None:
    assert pairs(left(), hired(seen=LEFT + SOON)) == [SCHULMAN]
    assert pairs(left(), hired(seen=LEFT + SOON + DAY)) == []


def test_a_hire_takes_the_departure_that_lies_nearest() -> None:
    first = left(company="Anthropic", from_company="Anthropic", seen=LEFT)
    back = hired(company="OpenAI", to_company="OpenAI", seen=LEFT + 20 * DAY)
    again = left(seen=LEFT + 90 * DAY)
    home = hired(seen=LEFT + 100 * DAY)
    assert pairs(first, back, again, home) == [("John Schulman", "Anthropic", "OpenAI"), SCHULMAN]


def test_what_is_denied_rumoured_or_background_is_no_move() -> None:
    assert pairs(left(to_company="Anthropic", state=State.DENIED, certainty=Certainty.DENIED)) == []
    assert pairs(left(to_company="Anthropic", state=State.RUMOURED, certainty=Certainty.RUMOUR)) == []
    background = signal(person="John Schulman", to_company="Anthropic", certainty=Certainty.BACKGROUND)
    assert pairs(left(evidence=(signal(person="John Schulman"), background))) == []


def test_private_people_are_in_no_flow() -> None:
    assert pairs(left(to_company="Anthropic", private=True)) == []
    known = signal(person="John Schulman")
    own = signal(person="John Schulman", to_company="Anthropic", private=True, owner="U1", site="linkedin")
    assert pairs(left(evidence=(known, own))) == []


def test_groups_without_a_name_are_in_no_flow() -> None:
    assert pairs(left(person=None, to_company="Anthropic", seniority=Seniority.GROUP)) == []


def test_a_company_has_one_name_however_it_is_written() -> None:
    told = [
        left(to_company="Thinking Machines, Inc.", person="Ada Quill"),
        left(to_company="Thinking Machines", person="Ben Ode"),
        left(to_company="Thinking Machines", person="Cleo Park"),
        hired(company="OpenAI", from_company="anthropic", to_company="OpenAI", person="Dan Rao"),
    ]
    assert {(origin, goal) for _, origin, goal in pairs(*told)} == {
        ("OpenAI", "Thinking Machines"),
        ("Anthropic", "OpenAI"),
    }


def test_flows_count_by_month_pair_and_seniority() -> None:
    told = [
        left(to_company="Anthropic"),
        left(to_company="Anthropic", person="Ada Quill"),
        left(to_company="Anthropic", person="Ben Ode", seniority=Seniority.IC),
        left(to_company="Anthropic", person="Cleo Park", seniority=None, seen=at("2024-09-01 00:00")),
    ]
    assert flows_of(moves_of(told, WATCHED)) == [
        Flow("2024-09", "OpenAI", "Anthropic", None, ("Cleo Park",)),
        Flow("2024-08", "OpenAI", "Anthropic", Seniority.FOUNDER, ("Ada Quill", "John Schulman")),
        Flow("2024-08", "OpenAI", "Anthropic", Seniority.IC, ("Ben Ode",)),
    ]


# --- laws ------------------------------------------------------------------------------------------------------------


@st.composite
def one_story(draw: st.DrawFn, number: int) -> Story:
    private = draw(st.integers(0, 5)) == 0
    leaves = draw(st.booleans())
    other = draw(st.sampled_from((None, "OpenAI", "Anthropic", "Elsewhere", "Elsewhere GmbH")))
    return (left if leaves else hired)(
        id=f"story-{number}",
        person="Paula Privé" if private else draw(st.sampled_from(("Ada Quill", "A. Quill", "Ben Ode", None))),
        private=private,
        state=draw(st.sampled_from(list(State))),
        seen=LEFT + timedelta(days=draw(st.integers(0, 400))),
        **{"to_company" if leaves else "from_company": other},
    )


@st.composite
def any_stories(draw: st.DrawFn) -> list[Story]:
    return [draw(one_story(number)) for number in range(draw(st.integers(0, 8)))]


@given(any_stories(), st.data())
@settings(max_examples=60, deadline=None)
def test_the_order_of_stories_does_not_matter(stories: list[Story], data: st.DataObject) -> None:
    assert moves_of(data.draw(st.permutations(stories)), WATCHED) == moves_of(stories, WATCHED)


@given(any_stories())
@settings(max_examples=60, deadline=None)
def test_no_move_is_told_of_a_private_person_or_within_a_company(stories: list[Story]) -> None:
    moves = moves_of(stories, WATCHED)
    assert not [move for move in moves if "Paula" in move.person]
    assert not [move for move in moves if move.from_company == move.to_company]
    assert len({one for move in moves for one in move.stories}) == sum(len(move.stories) for move in moves)
