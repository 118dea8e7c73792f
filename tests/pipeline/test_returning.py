"""What comes back is found among very many stories as if each of them had been read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import pytest

from cli.wiring import load_rules
from digests.us import Us
from model.company import Company
from model.signal import Kind
from model.story import State, Story
from returning import Returning
from rules.due import coming_back, days_of
from rules.language import Rules
from store.store import Step, Store
from tests.make import NOW, ago, signal, story

DAY = timedelta(days=1)
NAMES = ("OpenAI", "Northwind")


@dataclass(frozen=True, slots=True)
class Watch:
    """What is watched here."""

    rules: Rules
    us: Us = Us()  # noqa: RUF009 - it is frozen
    everybody: str | None = None

    def company(self, name: str) -> Company:
        """Find a company by its name."""
        return Company(name)


def left(person: str, days: float, **changes: object) -> Story:
    """Make the story of a chief who left so many days ago."""
    return story(person=person, seen=ago(days), **changes)


def cut(takes_effect: datetime, days: float) -> Story:
    """Make the story of a notice of a lay-off."""
    return story(kind=Kind.LAYOFFS, person=None, seen=ago(days), headcount=200, effective=takes_effect)


LEFT = left("Ada Quill", 45.5)
TOO_EARLY = left("Ben Ode", 44.5)
OTHER_HOUSE = left("Cy Roe", 45.2, company="Northwind", from_company="Northwind")
DENIED = left("Dan Poe", 45.4, state=State.DENIED)
SECRET = left("Eve Secret", 45.3, private=True, owner="U1")
RETURNED = left("Fay Ash", 45.6)
CAME_BACK = story(kind=Kind.HIRE, person="Fay Ash", from_company=None, to_company="OpenAI", seen=ago(20))
TAKES_EFFECT = cut(ago(0.3), 60)
TOOK_EFFECT = cut(ago(9), 70)
ALL = (LEFT, TOO_EARLY, OTHER_HOUSE, DENIED, SECRET, RETURNED, CAME_BACK, TAKES_EFFECT, TOOK_EFFECT)


def read_in_full(watch: Watch, stories: Sequence[Story], since: datetime) -> set[tuple[str, str, datetime]]:
    """List what comes back by reading every story of every company."""
    return {
        (one.story.id, one.rule, one.day)
        for name in NAMES
        for one in coming_back(watch.company(name), [s for s in stories if s.company == name], watch.rules, since, NOW)
    }


@pytest.mark.parametrize("days", [1, 7, 30])
async def test_what_comes_back_is_what_reading_everything_finds(store: Store, days: int) -> None:
    await store.advance(Step(stories=ALL, at=NOW))
    watch, since = Watch(load_rules()), NOW - days * DAY
    found = await Returning(store, watch, NOW).since(since, NAMES)
    assert {(one.story.id, one.rule, one.day) for one in found} == read_in_full(watch, ALL, since)


async def test_the_look_after_45_days_and_the_day_of_a_cut_come_back_and_what_was_undone_does_not(store: Store) -> None:
    await store.advance(Step(stories=ALL, at=NOW))
    found = await Returning(store, Watch(load_rules()), NOW).since(NOW - DAY, NAMES)
    assert {one.story.id for one in found} == {LEFT.id, OTHER_HOUSE.id, TAKES_EFFECT.id}


async def test_only_companies_that_are_asked_for_come_back(store: Store) -> None:
    await store.advance(Step(stories=ALL, at=NOW))
    back = Returning(store, Watch(load_rules()), NOW)
    assert {one.story.id for one in await back.since(NOW - DAY, {"Northwind"})} == {OTHER_HOUSE.id}


async def test_of_one_hour_each_channel_hears_what_came_after_its_own_last_digest(store: Store) -> None:
    await store.advance(Step(stories=ALL, at=NOW))
    back = Returning(store, Watch(load_rules()), NOW)
    [early] = [one for one in await back.since(NOW - DAY, NAMES) if one.story.id == LEFT.id]
    assert LEFT.id in {one.story.id for one in await back.since(early.day - timedelta(minutes=1), NAMES)}
    assert LEFT.id not in {one.story.id for one in await back.since(early.day, NAMES)}


async def test_a_company_that_nobody_tells_anything_of_is_not_read(store: Store) -> None:
    await store.advance(Step(stories=ALL, at=NOW))
    rules = load_rules()
    candidates = await store.index.coming(days_of(rules, NOW - DAY, NOW), ago(400))
    assert {TOO_EARLY.id, TOOK_EFFECT.id, CAME_BACK.id}.isdisjoint({one.id for one in candidates})
    assert SECRET.id not in {one.id for one in candidates}


def test_the_days_that_matter_are_those_of_the_rules() -> None:
    days = days_of(load_rules(), NOW - DAY, NOW)
    assert (ago(46), ago(45)) in days.told
    assert days.effective == ((ago(1), NOW),)
    assert signal().effective is None
