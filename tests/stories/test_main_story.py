"""Which story an item is about."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pytest

from model.signal import Certainty, Kind, Seniority, Signal
from model.story import Story
from stories.main_story import main_story
from stories.merge import merge
from tests.make import DAY, at, signal, unnamed

SEEN = at("2024-09-25")
LEAVES = signal(published=SEEN)
CUTS = unnamed(Kind.LAYOFFS, item=("feed:a", "cuts"), headcount=200, title="200 jobs go", published=SEEN)
STRIKE = unnamed(Kind.TURMOIL, item=("feed:a", "strike"), title="A strike", quote="strike", published=SEEN + 10 * DAY)


def kind_of(signals: Sequence[Signal], others: Sequence[Signal] = (), followed: Kind | None = None) -> Kind | None:
    """Tell the kind of the story that the item of `signals` is about; another item is about the one `followed`."""
    stories = merge([*signals, *others], []).changed
    story = main_story(signals, stories, followers(stories, followed))
    return story.kind if story else None


def followers(stories: Sequence[Story], kind: Kind | None) -> Mapping[str, int]:
    return {story.id: 1 for story in stories if story.kind is kind}


def with_item(told: Signal, **changes: object) -> Signal:
    return signal(**{f: getattr(told, f) for f in told.__slots__} | {"item": ("feed:x", "1")} | changes)


def test_an_item_that_opens_two_stories_is_about_what_it_says_first() -> None:
    both = [with_item(LEAVES), with_item(CUTS)]

    assert kind_of(both) is Kind.DEPARTURE
    assert kind_of(both[::-1]) is Kind.LAYOFFS


def test_the_story_that_others_are_about_is_preferred() -> None:
    assert kind_of([with_item(LEAVES), with_item(CUTS)], followed=Kind.LAYOFFS) is Kind.LAYOFFS


@pytest.mark.parametrize("certainty", [Certainty.BACKGROUND, Certainty.DENIED])
def test_what_is_denied_or_long_known_is_not_the_story(certainty: Certainty) -> None:
    aside = with_item(LEAVES, certainty=certainty)

    assert kind_of([aside, with_item(CUTS)], [LEAVES], followed=Kind.DEPARTURE) is Kind.LAYOFFS


def test_a_strike_told_with_the_cuts_is_about_the_cuts() -> None:
    assert kind_of([with_item(STRIKE), with_item(CUTS)]) is Kind.LAYOFFS


def test_a_protest_told_alone_is_about_the_cuts_that_others_told_it_with() -> None:
    protest = unnamed(Kind.CULTURE_CONFLICT, item=("feed:b", "1"), title="Staff protest", published=SEEN)
    both = [with_item(protest, item=("feed:x", "1")), with_item(CUTS)]

    assert kind_of([protest], both) is Kind.LAYOFFS
    assert kind_of([protest], [CUTS]) is Kind.CULTURE_CONFLICT


@pytest.mark.parametrize(
    ("days", "person", "kind"),
    [
        (10, None, Kind.LAYOFFS),
        (14, None, Kind.LAYOFFS),
        (15, None, Kind.TURMOIL),
        (-1, None, Kind.TURMOIL),
        (10, "Mira Murati", Kind.TURMOIL),
    ],
)
def test_unrest_in_the_two_weeks_after_cuts_is_about_them(days: float, person: str | None, kind: Kind) -> None:
    unrest = with_item(STRIKE, published=SEEN + days * DAY, person=person)

    assert kind_of([unrest], [CUTS]) is kind


def test_cuts_mentioned_beside_a_strike_are_those_that_others_tell() -> None:
    mention = with_item(CUTS, headcount=None, title="A strike", published=STRIKE.published)
    strike = with_item(STRIKE)

    def story(mention: Signal, followed: bool) -> Story | None:
        stories = merge([strike, mention, CUTS], []).changed
        return main_story([strike, mention], stories, {s.id: int(CUTS in s.evidence and followed) for s in stories})

    assert [s.evidence for s in (story(mention, followed=True), story(mention, followed=False)) if s] == [
        (CUTS,),
        (mention,),
    ]
    other = with_item(mention, headcount=9_000)
    assert [s.evidence for s in [story(other, followed=True)] if s] == [(other,)]


def test_unrest_after_a_funding_is_its_own_story() -> None:
    money = unnamed(Kind.FUNDING, item=("feed:a", "money"), published=SEEN)

    assert kind_of([with_item(STRIKE)], [money]) is Kind.TURMOIL


def test_a_demand_to_resign_follows_no_departure_that_did_not_happen() -> None:
    demand = with_item(STRIKE, title="Staff want the chief to go")

    assert kind_of([demand, with_item(LEAVES, certainty=Certainty.DENIED)]) is Kind.TURMOIL


def test_leavers_without_a_name_are_about_the_one_who_is_named_in_the_same_days() -> None:
    group = with_item(LEAVES, person=None, role="executives", seniority=Seniority.GROUP, title="Leaders leave")
    stories = merge([group, LEAVES], []).changed

    near = main_story([group], stories, {})
    late = with_item(group, published=SEEN + 4 * DAY)
    later = main_story([late], merge([late, LEAVES], []).changed, {})

    assert [story.people for story in (near, later) if story] == [("Mira Murati",), ()]


def test_an_office_without_a_name_is_a_story_of_its_own() -> None:
    chief = with_item(LEAVES, person=None, role="CFO", title="Finance chief leaves")

    assert kind_of([chief, with_item(CUTS)]) is Kind.DEPARTURE


def test_the_two_sides_of_a_move_are_one() -> None:
    leaves = with_item(LEAVES, to_company="Anthropic")
    joins = with_item(LEAVES, kind=Kind.HIRE, company="Anthropic", to_company="Anthropic")

    assert kind_of([leaves, joins], followed=Kind.HIRE) is Kind.HIRE


def test_a_round_up_is_not_about_the_other_company_that_it_names() -> None:
    other = with_item(LEAVES, kind=Kind.HIRE, company="Anthropic", person="Bob McGrew")

    assert kind_of([with_item(LEAVES), other], followed=Kind.HIRE) is Kind.DEPARTURE


def test_background_alone_opens_no_story() -> None:
    assert kind_of([with_item(LEAVES, certainty=Certainty.BACKGROUND)]) is None
