"""What somebody does not want to hear of here is held with a reason, wakes when it gets stronger, and is counted."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digests.decide import decide
from digests.mutes import covers, hidden, muting, sifted, subject
from digests.stronger import grown
from model.handling import Mark, Mute, Scope
from model.signal import Kind
from model.story import State, Story
from model.subscription import Held, Now, Update, Verdict
from tests.make import DAY, HOUR, NOW, points, receipt, score, story, subscription

STORY = story(outlets=("reuters.com",), seen=NOW - HOUR, state=State.REPORTED)
OWN = points(story=STORY.id, stories=(STORY.id,), value=70)
BEFORE, AFTER = score(points=(points(value=12),)), score(points=(points(value=12), OWN))
SUB = subscription(threshold=60)
END = NOW + 7 * DAY


def mute(scope: Scope = Scope.COMPANY, name: str = "OpenAI", mark: Mark | None = None, **changes: object) -> Mute:
    made = Mute(7, SUB.channel, scope, name, END, "U1", "lea", NOW - DAY, mark=mark)
    return replace(made, **changes)  # type: ignore[arg-type]  # names of fields


def decided(*mutes: Mute, told: Story = STORY, **changes: object) -> Verdict:
    receipts = changes.get("receipts", ())
    return decide(told, BEFORE, AFTER, SUB, receipts, NOW, 0, mutes)  # type: ignore[arg-type]  # a list of receipts


@pytest.mark.parametrize(
    ("scope", "name"),
    [
        (Scope.STORY, STORY.id),
        (Scope.KIND, "departure"),
        (Scope.COMPANY, "OpenAI"),
        (Scope.SOURCE, "reuters.com"),
    ],
)
def test_what_is_muted_is_held_until_the_mute_ends(scope: Scope, name: str) -> None:
    assert isinstance(decided(), Now)
    verdict = decided(mute(scope, name))
    assert isinstance(verdict, Held)
    assert (verdict.until, verdict.mute) == (END, 7)


@pytest.mark.parametrize(
    ("scope", "name"),
    [
        (Scope.STORY, "another"),
        (Scope.KIND, "hire"),
        (Scope.COMPANY, "Anthropic"),
        (Scope.SOURCE, "ft.com"),
    ],
)
def test_a_mute_of_something_else_holds_nothing(scope: Scope, name: str) -> None:
    assert isinstance(decided(mute(scope, name)), Now)


def test_the_reason_names_the_mute_its_end_who_and_why() -> None:
    verdict = decided(mute(why="we  know\nthem"))
    assert verdict.reason == "OpenAI: muted here until 11 Oct 2024, 05:00 by lea (we know them)"
    assert decided(mute(Scope.KIND, "departure")).reason == "departure: muted here until 11 Oct 2024, 05:00 by lea"
    assert decided(mute(Scope.STORY, STORY.id)).reason.startswith("this story: muted here until")


def test_of_several_the_one_that_ends_last_is_named() -> None:
    sooner = mute(id=8, until=NOW + DAY)
    verdict = decided(mute(), sooner)
    assert isinstance(verdict, Held)
    assert verdict.mute == 7


def test_a_source_is_muted_only_where_nobody_else_tells_the_story() -> None:
    both = story(outlets=("reuters.com", "ft.com"), seen=NOW - HOUR)
    assert not covers(mute(Scope.SOURCE, "reuters.com"), both)
    assert subject(both, Scope.SOURCE) is None


# --- unless it gets stronger ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("mark", "wakes"),
    [
        (None, False),
        (Mark(State.REPORTED, 82), False),
        (Mark(State.REPORTED, 73), False),
        (Mark(State.REPORTED, 72), True),
        (Mark(State.REPORTED, 41), True),
        (Mark(State.REPORTED, None), True),
        (Mark(State.RUMOURED, 82), True),
        (Mark(State.CONFIRMED, 82), False),
    ],
)
def test_a_mute_lets_through_what_has_become_stronger_when_it_was_asked_to(mark: Mark | None, wakes: bool) -> None:
    assert isinstance(decided(mute(Scope.STORY, STORY.id, mark)), Now if wakes else Held)


def test_that_another_story_is_believed_more_wakes_no_mute_of_its_company() -> None:
    assert isinstance(decided(mute(mark=Mark(State.RUMOURED, 82))), Held)
    assert isinstance(decided(mute(mark=Mark(State.RUMOURED, 70))), Now)


@given(st.none() | st.integers(0, 100), st.none() | st.integers(0, 100))
def test_a_number_that_did_not_rise_has_not_grown(number: int | None, known: int | None) -> None:
    assert not (number is None and grown(number, Mark(State.REPORTED, known)))
    if number is not None and known is not None and number <= known:
        assert not grown(number, Mark(State.REPORTED, known)) or number == known == 0


# --- what is told already ---------------------------------------------------------------------------------------------

TOLD = receipt(channel=SUB.channel, story=STORY.id, score=82, at=NOW - HOUR / 2)


def test_a_message_that_is_there_stays_true_but_the_channel_is_left_alone() -> None:
    confirmed = replace(STORY, state=State.CONFIRMED)
    loud = decided(told=confirmed, receipts=[TOLD])
    quiet = decided(mute(), told=confirmed, receipts=[TOLD])
    assert isinstance(loud, Update)
    assert loud.broadcast
    assert quiet == replace(loud, broadcast=False)


def test_a_told_story_that_does_not_change_says_nothing_muted_or_not() -> None:
    assert decided(mute(), receipts=[TOLD]) == decided(receipts=[TOLD])


def test_what_people_did_with_a_message_does_not_count_as_telling_it() -> None:
    deed = replace(TOLD, state=None, score=None, at=NOW)
    confirmed = replace(STORY, state=State.CONFIRMED)
    assert decided(told=confirmed, receipts=[TOLD, deed]) == decided(told=confirmed, receipts=[TOLD])


# --- digests and previews ---------------------------------------------------------------------------------------------


def test_a_digest_is_sifted_by_the_mutes() -> None:
    other = story(company="Anthropic", person="Ada", kind=Kind.HIRE)
    assert sifted([mute()], [STORY, other], {"OpenAI": AFTER}) == ({other.id}, {STORY.id})
    assert sifted([mute(mark=Mark(State.REPORTED, 70))], [STORY], {"OpenAI": AFTER}) == ({STORY.id}, set())
    assert sifted([], [STORY], {}) == ({STORY.id}, set())


def test_a_preview_counts_what_each_scope_would_have_hidden() -> None:
    told = [
        STORY,
        story(person="Bob", outlets=("reuters.com",)),
        story(company="Anthropic", person="Cy", outlets=("ft.com",)),
        story(kind=Kind.FUNDING, outlets=("ft.com", "wsj.com")),
    ]
    assert {scope: hidden(told, STORY, scope) for scope in Scope} == {
        Scope.STORY: 1,
        Scope.KIND: 3,
        Scope.COMPANY: 3,
        Scope.SOURCE: 2,
    }
    assert hidden(told, told[3], Scope.SOURCE) == 0


@given(st.sampled_from(list(Scope)), st.integers(-3, 10))
def test_a_mute_never_holds_what_it_is_not_about(scope: Scope, days: int) -> None:
    one = mute(scope, subject(STORY, scope) or "", until=NOW + timedelta(days=days))
    other = story(company="Glean", person="Ada", kind=Kind.HIRE, outlets=("ft.com",))
    assert muting([one], other, 90) is None
    assert muting([one], STORY, 90) == one
