"""Laws of merging: neither order nor batches nor repetition matter."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from model.signal import Amount, Certainty, Kind, Seniority, Signal, SourceClass
from model.story import Story
from stories.merge import merge
from tests.make import at, signal

SEEN = at("2024-09-01")
PEOPLE = ("Mira Murati", "Murati", "M. Murati", "Bob McGrew", "McGrew", "Adam Smith", "Anna Smith", "Smith", None)
KINDS = (Kind.DEPARTURE, Kind.LAYOFFS, Kind.FUNDING, Kind.HIRE, Kind.PROMOTION, Kind.TURMOIL)
TITLES = (
    "The technology chief leaves",
    "Technology chief is leaving today",
    "Jobs go",
    "Many jobs are cut",
    "Un départ",
)


@st.composite
def _signal(draw: st.DrawFn, number: int) -> Signal:
    kind = draw(st.sampled_from(KINDS))
    one = kind in {Kind.DEPARTURE, Kind.HIRE, Kind.PROMOTION}
    site = draw(st.sampled_from(("a.com", "b.com", "c.fr", "openai.com")))
    private = draw(st.integers(0, 9)) == 0
    return signal(
        kind=kind,
        person=draw(st.sampled_from(PEOPLE)) if one else None,
        role=draw(st.sampled_from(("CTO", "chief research officer", None))) if one else None,
        seniority=draw(st.sampled_from((Seniority.C_SUITE, Seniority.GROUP, None))),
        amount=draw(st.sampled_from((None, Amount(6.6e9, "USD"), Amount(1e8, "USD"))))
        if kind is Kind.FUNDING
        else None,
        headcount=draw(st.sampled_from((None, 1500, 700))) if kind is Kind.LAYOFFS else None,
        certainty=draw(st.sampled_from((Certainty.REPORTED, Certainty.RUMOUR, Certainty.PLANNED, Certainty.DENIED))),
        title=draw(st.sampled_from(TITLES)),
        lang=draw(st.sampled_from(("en", "fr", None))),
        site=site,
        published=SEEN + timedelta(days=draw(st.integers(0, 60))),
        spread=timedelta(days=draw(st.sampled_from((0, 0, 0, 30, 365)))),
        quote=draw(st.sampled_from(TITLES)),
        source_class=draw(st.sampled_from((SourceClass.PRESS, SourceClass.PRESS, SourceClass.FILING))),
        item=(f"feed:{site}", str(number)),
        private=private,
        owner="U1" if private else None,
    )


@st.composite
def news(draw: st.DrawFn) -> list[Signal]:
    return [draw(_signal(number)) for number in range(draw(st.integers(0, 12)))]


def groupings(stories: Iterable[Story]) -> set[frozenset[Signal]]:
    return {frozenset(story.evidence) for story in stories}


def in_batches(batches: Iterable[Sequence[Signal]]) -> dict[str, Story]:
    known: dict[str, Story] = {}
    for batch in batches:
        merged = merge(batch, known.values())
        for gone in merged.absorbed:
            del known[gone]
        known |= {story.id: story for story in merged.changed}
    return known


@given(st.data())
@settings(max_examples=1500, deadline=None)
def test_order_of_news_does_not_matter(data: st.DataObject) -> None:
    told = data.draw(news())
    shuffled = data.draw(st.permutations(told))

    assert set(merge(told, []).changed) == set(merge(shuffled, []).changed)


@given(st.data())
@settings(max_examples=1500, deadline=None)
def test_batches_give_what_all_at_once_gives(data: st.DataObject) -> None:
    told = data.draw(news())
    cut = data.draw(st.integers(0, len(told)))

    parts = in_batches([told[:cut], told[cut:]])

    assert groupings(parts.values()) == groupings(merge(told, []).changed)


@given(news())
@settings(max_examples=1500, deadline=None)
def test_one_at_a_time_gives_what_all_at_once_gives(told: list[Signal]) -> None:
    parts = in_batches([one] for one in told)

    assert groupings(parts.values()) == groupings(merge(told, []).changed)


@given(news())
@settings(max_examples=1500, deadline=None)
def test_told_twice_is_told_once(told: list[Signal]) -> None:
    known = merge(told, []).changed

    assert merge(told, known).changed == ()
    assert merge(told + told, []).changed == known


@given(news())
@settings(max_examples=1500, deadline=None)
def test_every_item_stands_once_in_exactly_one_story(told: list[Signal]) -> None:
    found = [s.item for story in merge(told, []).changed for s in story.evidence]

    assert sorted(found) == sorted(s.item for s in told)


@given(news())
@settings(max_examples=1500, deadline=None)
def test_no_story_holds_two_people_two_sums_or_two_secrets(told: list[Signal]) -> None:
    for story in merge(told, []).changed:
        names = {s.person for s in story.evidence if s.person}
        assert len({name.split()[-1] for name in names}) <= 1
        assert len({s.amount for s in story.evidence if s.amount}) <= 1
        assert len({s.owner for s in story.evidence}) == 1
        assert story.private == all(s.private for s in story.evidence)
