"""What opinions propose: enough of them, of enough people, and never anything about a private person."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from learning.change import companies_with, rules_with, subscriptions_with, told
from learning.propose import BACK, Ground, proposals
from model.company import Company
from model.feedback import Change, Feedback, Opinion, Override, Part, Proposal
from model.story import Story
from tests.make import DAY, HOUR, NOW, ago, story, subscription
from tests.rules.pack import pack

RULE = "departure.c_suite"
STRENGTH = next(rule.strength for rule in pack().rules if rule.id == RULE)
CHANNEL = subscription().channel
COMPANIES = (Company("OpenAI", aliases=("Open AI",), rivals=("Anthropic",)), Company("Anthropic"))


def ground(*stories: Story) -> Ground:
    return Ground(COMPANIES, pack(), (subscription(),), stories)


def said(opinion: Opinion, by: str = "U1", story: str = "s1", **changes: object) -> Feedback:
    return replace(Feedback(story, "OpenAI", opinion, by, ago(1), rules=(RULE,)), **changes)  # type: ignore[arg-type]  # tests name fields


def three(opinion: Opinion, **changes: object) -> list[Feedback]:
    """Three opinions of two people."""
    return [said(opinion, by, name, **changes) for by, name in (("U1", "s1"), ("U2", "s1"), ("U1", "s2"))]


def found(feedback: Sequence[Feedback], *stories: Story, overrides: Sequence[Override] = ()) -> list[Proposal]:
    return proposals(ground(*stories), feedback, overrides, NOW)


def changes(feedback: Sequence[Feedback], *stories: Story) -> list[Change]:
    return [one.change for one in found(feedback, *stories)]


def test_a_rule_that_is_no_talent_signal_counts_half() -> None:
    [proposal] = found(three(Opinion.NOT_A_SIGNAL))
    assert proposal.change == Change(Part.STRENGTH, RULE, STRENGTH // 2, STRENGTH)
    assert (proposal.verdicts, proposal.people, proposal.stories) == (3, 2, ("s1", "s2"))
    assert proposal.reason.startswith("3 opinions of 2 people say that “")
    assert told(proposal.change) == f"strength of {RULE}: {STRENGTH} → {STRENGTH // 2}"


def test_few_opinions_or_one_person_change_nothing() -> None:
    assert found(three(Opinion.NOT_A_SIGNAL)[:2]) == []
    assert found([said(Opinion.NOT_A_SIGNAL, "U1", f"s{number}") for number in range(9)]) == []


def test_what_is_useful_to_as_many_stays() -> None:
    against = three(Opinion.NOT_A_SIGNAL)
    assert found([*against, *(said(Opinion.USEFUL, "U3", f"t{number}") for number in range(2))]) != []
    assert found([*against, *(said(Opinion.USEFUL, "U3", f"t{number}") for number in range(3))]) == []


def test_a_rule_without_a_friend_is_switched_off() -> None:
    many = [said(Opinion.NOT_A_SIGNAL, f"U{number % 3}", f"s{number}") for number in range(6)]
    assert changes(many) == [Change(Part.OFF, RULE, None, STRENGTH)]
    assert changes([*many, said(Opinion.USEFUL, "U9")])[0].part is Part.STRENGTH


def test_alerts_that_were_too_weak_raise_the_threshold_of_their_channel() -> None:
    weak = three(Opinion.TOO_WEAK, channel=CHANNEL, told=78)
    assert changes(weak) == [Change(Part.THRESHOLD, CHANNEL, 79, 75)]
    assert changes([replace(one, channel="C0OTHER") for one in weak]) == []
    assert changes([replace(one, told=None) for one in weak]) == []


def test_a_threshold_is_not_raised_above_what_was_useful() -> None:
    weak = three(Opinion.TOO_WEAK, channel=CHANNEL, told=78)
    assert changes([*weak, said(Opinion.USEFUL, "U3", channel=CHANNEL, told=79)])[0].value == 79
    assert changes([*weak, said(Opinion.USEFUL, "U3", channel=CHANNEL, told=78)]) == []


@pytest.mark.parametrize("opinion", [Opinion.OLD, Opinion.DUPLICATE, Opinion.USEFUL])
def test_some_opinions_are_counted_and_propose_nothing(opinion: Opinion) -> None:
    assert found(three(opinion, channel=CHANNEL, told=78)) == []


def hotel(number: int, **more: object) -> Story:
    words = ("opens", "sells", "renovates")[number - 1]
    return story(
        **{"id": f"s{number}", "title": f"Chief of OpenAI Orion hotels {words}", "quote": "", "person": None, **more}
    )


RIGHT = story(id="right", title="Chief scientist leaves", quote="leaves")


def test_a_word_that_only_the_wrong_stories_have_is_a_never_word() -> None:
    wrong = [replace(one, rules=()) for one in three(Opinion.WRONG_COMPANY)]
    [proposal] = found(wrong, hotel(1), hotel(2), RIGHT)
    assert proposal.change == Change(Part.NEVER, "OpenAI", "Orion")
    assert "“Orion” stands in them and in no other story" in proposal.reason
    assert changes(wrong, hotel(1), hotel(2), RIGHT, hotel(3)) == []


def test_one_story_alone_makes_no_word() -> None:
    wrong = [said(Opinion.WRONG_COMPANY, f"U{number}") for number in range(5)]
    assert found(wrong, hotel(1), RIGHT) == []


def test_who_says_whose_story_it_is_proposes_an_alias() -> None:
    wrong = three(Opinion.WRONG_COMPANY, text="this is Anthropic!", rules=())
    assert set(changes(wrong, hotel(1), hotel(2), RIGHT)) == {
        Change(Part.NEVER, "OpenAI", "Orion"),
        Change(Part.ALIAS, "Anthropic", "Orion"),
    }


def test_what_was_applied_is_not_proposed_again_by_the_same_opinions() -> None:
    against = three(Opinion.NOT_A_SIGNAL)
    [proposal] = found(against)
    applied = Override(proposal.id, proposal.change, proposal.reason, "U1", ago(0.5))
    assert found(against, overrides=[applied]) == []
    assert found(against, overrides=[replace(applied, undone_at=NOW, undone_by="U1")]) == [proposal]
    later = [replace(one, at=ago(0.1)) for one in against]
    assert found([*against, *later], overrides=[applied]) == [proposal]
    word = Override("p", Change(Part.NEVER, "OpenAI", "Orion"), "", "U1", ago(0.5))
    assert (
        found([replace(one, rules=()) for one in three(Opinion.WRONG_COMPANY)], hotel(1), hotel(2), overrides=[word])
        == []
    )


def test_opinions_of_long_ago_propose_nothing() -> None:
    assert found([replace(one, at=NOW - BACK - HOUR) for one in three(Opinion.NOT_A_SIGNAL)]) == []


# --- laws ------------------------------------------------------------------------------------------------------------

PRIVATE = ("Paula Privé", "Quentin Quiet")
TITLES = ("Paula Privé sells Orion hotels", "Orion hotels and Quentin Quiet", "Chief leaves Orion", "Rain")


@st.composite
def one_story(draw: st.DrawFn, number: int) -> Story:
    private = draw(st.booleans())
    return story(
        id=f"s{number}",
        person=draw(st.sampled_from(PRIVATE)) if private else None,
        private=private,
        title=draw(st.sampled_from(TITLES)),
        quote=draw(st.sampled_from(TITLES)),
        seen=ago(draw(st.integers(1, 60))),
    )


@st.composite
def one_opinion(draw: st.DrawFn) -> Feedback:
    return Feedback(
        story=f"s{draw(st.integers(0, 4))}",
        company="OpenAI",
        opinion=draw(st.sampled_from((Opinion.WRONG_COMPANY, *Opinion))),
        by=draw(st.sampled_from(("U1", "U2", "U3"))),
        at=NOW - draw(st.integers(0, 120)) * DAY,
        channel=draw(st.sampled_from(("", CHANNEL))),
        text=draw(st.sampled_from(("", "Anthropic, says Paula Privé"))),
        rules=draw(st.sampled_from(((), (RULE,)))),
        told=draw(st.sampled_from((None, 75, 80, 99))),
    )


opinions = st.lists(one_opinion(), max_size=40)
known = st.tuples(*(one_story(number) for number in range(5)))
laws = settings(max_examples=60, deadline=None)


@pytest.mark.slow
@given(opinions, known, st.data())
@laws
def test_the_same_feedback_twice_proposes_once_in_any_order(
    feedback: list[Feedback], stories: tuple[Story, ...], data: st.DataObject
) -> None:
    once = found(feedback, *stories)
    assert found([*feedback, *feedback], *stories) == once
    assert found(data.draw(st.permutations(feedback)), *data.draw(st.permutations(stories))) == once
    assert len({one.id for one in once}) == len(once)


@pytest.mark.slow
@given(opinions, known)
@laws
def test_every_proposal_rests_on_enough_opinions_of_enough_people(
    feedback: list[Feedback], stories: tuple[Story, ...]
) -> None:
    assert all(one.verdicts >= 3 and one.people >= 2 for one in found(feedback, *stories))


@given(opinions, known)
@laws
def test_no_proposal_names_a_private_person(feedback: list[Feedback], stories: tuple[Story, ...]) -> None:
    # They are known to the store, whether or not a story among these is theirs.
    theirs = [story(id=f"own{number}", person=name, private=True) for number, name in enumerate(PRIVATE)]
    for one in found(feedback, *stories, *theirs):
        spoken = f"{one.reason} {told(one.change)}"
        assert not [name for whole in PRIVATE for name in whole.split() if name in spoken]


@pytest.mark.slow
@given(opinions, known)
@laws
def test_what_is_applied_changes_what_it_says_and_nothing_else(
    feedback: list[Feedback], stories: tuple[Story, ...]
) -> None:
    here = ground(*stories)
    for one in found(feedback, *stories):
        companies = companies_with(here.companies, [one.change])
        rules = rules_with(here.rules, [one.change])
        channels = subscriptions_with(here.subscriptions, [one.change])
        part = one.change.part
        assert (companies != here.companies) == (part in {Part.ALIAS, Part.NEVER})
        assert (rules != here.rules) == (part in {Part.STRENGTH, Part.OFF})
        assert (channels != here.subscriptions) == (part is Part.THRESHOLD)
        assert sum(a != b for a, b in zip(companies, here.companies, strict=True)) <= 1
        assert set(rules.rules) <= set(here.rules.rules) or part is Part.STRENGTH
    nothing: list[Change] = []
    assert companies_with(here.companies, nothing) == here.companies
    assert rules_with(here.rules, nothing) == here.rules
    assert subscriptions_with(here.subscriptions, nothing) == here.subscriptions
