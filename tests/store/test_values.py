"""Every noun that is stored comes back as it was."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from model.company import Company
from model.errors import StoreError
from model.item import (
    Article,
    BoardChange,
    Filing,
    Note,
    Notice,
    OfficerChange,
    OwnProfile,
    Post,
    ProfileChange,
    Round,
    Shape,
)
from model.message import Drawn
from model.score import NotEnough, Points, Score
from model.signal import Amount, Signal
from model.story import Story
from store import values
from store.columns import micros, moment, storable
from tests.make import signal

ZONES = st.sampled_from([UTC, timezone(timedelta(hours=-7)), timezone(timedelta(hours=5, minutes=30))])
FIRST, LAST = datetime(1990, 1, 1), datetime(2100, 1, 1)  # noqa: DTZ001  the zone is drawn
MOMENTS = st.datetimes(min_value=FIRST, max_value=LAST, timezones=ZONES)
WORDS = st.text(max_size=20)
NAMES = st.none() | WORDS
PARTS = st.lists(WORDS, max_size=3).map(tuple)
COUNTS = st.integers(-(2**31), 2**31)
SHAPES = st.one_of(
    st.just(Article()),
    st.builds(Filing, items=st.lists(WORDS, max_size=3).map(tuple)),
    st.builds(ProfileChange),
    st.builds(BoardChange),
    st.builds(Notice, effective=st.none() | MOMENTS, official=st.booleans()),
    st.builds(Round, amount=st.none() | st.floats(allow_nan=False)),
    st.builds(OfficerChange, day=st.none() | MOMENTS),
    st.builds(Note),
    st.builds(OwnProfile, left=PARTS, joined=PARTS, employers=PARTS),
    st.builds(Post, known=PARTS),
)
AMOUNTS = st.none() | st.builds(Amount, value=st.floats(allow_nan=False))
SIGNALS = st.builds(Signal, published=MOMENTS, amount=AMOUNTS, confidence=st.floats(0, 1))


def in_order(evidence: list[Signal]) -> tuple[Signal, ...]:
    once = {one.item: one for one in evidence}
    return tuple(sorted(once.values(), key=lambda one: (one.published, one.item)))


STORIES = st.builds(Story, first_seen=MOMENTS, last_seen=MOMENTS, evidence=st.lists(SIGNALS, max_size=3).map(in_order))
SCORES = st.builds(
    Score,
    at=MOMENTS,
    oldest=MOMENTS,
    newest=MOMENTS,
    points=st.lists(st.builds(Points, stories=st.lists(WORDS, max_size=3).map(tuple)), max_size=3).map(tuple),
) | st.builds(NotEnough, at=MOMENTS)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | WORDS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(WORDS, inner, max_size=3),
    max_leaves=8,
)
FEW = settings(max_examples=30)
DRAWN = st.builds(Drawn, blocks=st.lists(st.dictionaries(WORDS, JSON, max_size=3), max_size=3).map(tuple))


@FEW
@given(SHAPES)
def test_a_shape_comes_back(shape: Shape) -> None:
    assert values.read_shape(values.write_shape(shape)) == shape


@FEW
@given(SIGNALS)
def test_a_signal_comes_back(one: Signal) -> None:
    assert values.read_signal(values.write_signal(one)) == one


@FEW
@given(STORIES)
def test_a_story_comes_back_with_its_evidence_in_order(story: Story) -> None:
    assert values.read_story(values.write_story(story), reversed(story.evidence)) == story


@FEW
@given(SCORES)
def test_a_score_comes_back(score: Score | NotEnough) -> None:
    assert values.read_score(values.write_score(score)) == score


@FEW
@given(DRAWN)
def test_a_drawn_message_comes_back(drawn: Drawn) -> None:
    assert values.read_drawn(values.write_drawn(drawn)) == drawn


@FEW
@given(st.builds(Company, **{name: st.lists(WORDS).map(tuple) for name in ("aliases", "must", "never", "rivals")}))
def test_a_company_comes_back(company: Company) -> None:
    assert values.read_company(values.write_company(company)) == company


@FEW
@given(MOMENTS)
def test_a_moment_comes_back_to_the_microsecond_and_in_utc(when: datetime) -> None:
    back = moment(micros(when))
    assert back == when
    assert back.tzinfo is UTC


@FEW
@given(MOMENTS, MOMENTS)
def test_moments_sort_as_their_numbers_do(one: datetime, other: datetime) -> None:
    assert (one < other) == (micros(one) < micros(other))


def test_a_moment_without_a_zone_is_refused() -> None:
    with pytest.raises(TypeError):
        micros(datetime(2024, 10, 4))  # noqa: DTZ001  that it has none is the point


@FEW
@given(st.text(st.characters()))
def test_whatever_a_stranger_writes_can_be_stored(text: str) -> None:
    kept = storable(text)
    assert "\0" not in kept
    assert kept.encode().decode() == kept
    assert storable(kept) == kept


def test_half_a_letter_does_not_stop_a_signal() -> None:
    written = values.write_signal(signal(quote="\ud83d left \0"))
    assert values.read_signal(written).quote == "? left \0"


@FEW
@given(st.tuples(WORDS, WORDS), st.tuples(WORDS, WORDS))
def test_two_items_share_an_identity_only_when_they_are_one(one: tuple[str, str], other: tuple[str, str]) -> None:
    same = tuple(map(storable, one)) == tuple(map(storable, other))
    assert (values.identity(*one) == values.identity(*other)) == same


def test_values_of_a_newer_release_are_refused_with_advice() -> None:
    newer = json.dumps({**json.loads(values.write_signal(signal())), "v": 2})
    with pytest.raises(StoreError, match="newer release"):
        values.read_signal(newer)


def test_everything_of_a_signal_is_written() -> None:
    plain = signal()
    assert values.read_signal(values.write_signal(replace(plain, private=True, owner="U1"))) != plain
    assert set(json.loads(values.write_signal(plain))) == {"v", *Signal.__dataclass_fields__}
