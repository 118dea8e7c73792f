"""Stories are found by their words and by who moved, on both databases as if every story had been read."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import text

from digests.found import holds
from model.company import Company
from model.poll import Harvest, PollState
from model.signal import Kind
from model.story import State, Story
from store.store import Step, Store
from stories.house import Houses
from stories.moves import moves_of
from tests.make import NOW, ago, item, signal, story

WATCHED = (Company("OpenAI", domain="openai.com", aliases=("Open AI",)), Company("Anthropic"))
LEFT = story(person="Ada Quill", to_company="Anthropic", seen=ago(40))
LEFT_FOR_NOWHERE = story(person="Ana Botín Sanz", seen=ago(50))
HIRED = story(kind=Kind.HIRE, company="Mistral AI", person="Ana Botín", from_company=None, seen=ago(20))
ELSEWHERE = story(kind=Kind.HIRE, company="Mistral AI", person="Ben Ode", from_company="Northwind", seen=ago(10))
BY_ALIAS = story(kind=Kind.HIRE, company="Mistral AI", person="Cy Roe", from_company="Open AI", seen=ago(9))
DENIED = story(person="Dan Poe", to_company="Anthropic", state=State.DENIED, seen=ago(8))
SECRET = story(person="Eve Secret", to_company="Anthropic", private=True, owner="U1", seen=ago(7))
ROUND = story(kind=Kind.FUNDING, company="Anthropic", person=None, title="Anthropic’s ROUND is 100% done_", seen=ago(6))
ALL = (LEFT, LEFT_FOR_NOWHERE, HIRED, ELSEWHERE, BY_ALIAS, DENIED, SECRET, ROUND)


@pytest.fixture
async def stocked(store: Store) -> Store:
    await store.advance(Step(stories=ALL, at=NOW))
    return store


@pytest.mark.parametrize("asked", ["OpenAI", "openai.com", "Anthropic", "Mistral AI", "Northwind", "Nobody"])
async def test_the_moves_of_a_company_are_those_of_the_whole_ledger(stocked: Store, asked: str) -> None:
    houses = Houses(WATCHED)
    found = await stocked.index.moving(houses.keys(asked), ago(100))

    key = houses.key(asked)
    looked_up, whole = (
        [m for m in moves_of(stories, WATCHED) if key in {houses.key(m.from_company), houses.key(m.to_company)}]
        for stories in (found, [one for one in ALL if not one.private])
    )
    assert looked_up == whole
    assert bool(whole) is (asked != "Nobody")
    assert len(found) < len(ALL)


@pytest.mark.parametrize(
    "words",
    [
        ["ada"],
        ["quill", "OPENAI"],
        ["leaves", "anthropic"],
        ["100%"],
        ["done_"],
        ["100_"],
        ["anthropic’s"],
        ["BOTÍN"],
        ["x"],
    ],
)
async def test_a_search_finds_what_reading_every_story_would_find(stocked: Store, words: list[str]) -> None:
    found = await stocked.index.said(words, ago(100), 500)

    assert {one.id for one in found if holds(one, words)} == {s.id for s in ALL if not s.private and holds(s, words)}
    assert SECRET not in found


async def test_a_search_gives_the_latest(stocked: Store) -> None:
    assert await stocked.index.said(["openai"], ago(100), 2) == [DENIED, ROUND]
    assert await stocked.index.said(["openai"], ago(5), 9) == []


async def test_a_story_that_changes_is_found_by_what_it_says_now(stocked: Store) -> None:
    renamed = replace(LEFT, people=("Gil Ash",), evidence=tuple(replace(s, person="Gil Ash") for s in LEFT.evidence))
    await stocked.advance(Step(stories=[renamed], at=NOW))

    assert await stocked.index.said(["gil"], ago(100), 9) == [renamed]
    assert LEFT.id not in {
        one.id for one in await stocked.index.said(["quill"], ago(100), 9) if "Quill" in str(one.people)
    }
    await stocked.advance(Step(stories=[replace(renamed, state=State.DENIED)], at=NOW))
    assert renamed.id not in {one.id for one in await stocked.index.moving({"anthropic"}, ago(100))}


async def test_who_is_forgotten_is_found_no_more(stocked: Store) -> None:
    await stocked.forget("Ada Quill", NOW)

    assert await stocked.index.said(["quill"], ago(100), 9) == []
    assert LEFT.id not in {one.id for one in await stocked.index.moving({"anthropic"}, ago(100))}


async def test_what_was_stored_by_an_older_release_is_found_by_reading_it(stocked: Store) -> None:
    async with stocked._database.write() as connection:
        await connection.execute(text("UPDATE stories SET words = NULL"))
        await connection.execute(text("DELETE FROM sides"))

    def ids(stories: list[Story]) -> set[str]:
        return {one.id for one in stories}

    assert ids(await stocked.index.said(["botín"], ago(100), 9)) == ids([s for s in ALL if not s.private])
    assert LEFT.id in ids(await stocked.index.moving({"anthropic"}, ago(100)))


async def test_what_each_source_gave_is_counted_without_what_is_private(store: Store) -> None:
    fresh = [item(key=key, published=ago(1)) for key in ("a", "b", "c")]
    old = item(key="d", published=ago(9))
    await store.keep([Harvest(PollState(old.source), (*fresh, old), frozenset(), frozenset())])
    told = signal(item=(old.source, "a"), published=ago(1))
    stories = [
        replace(LEFT, evidence=(told,)),
        replace(SECRET, evidence=(replace(told, item=(old.source, "b"), private=True),)),
    ]
    await store.advance(Step(stories=stories, at=NOW))

    profile = item(source="github:users/3f", key="looking", published=ago(1))
    await store.keep([Harvest(PollState(profile.source), (profile,), frozenset(), frozenset())])

    assert await store.index.gave(ago(7)) == {old.source: (2, 1)}
    assert await store.index.gave(ago(30)) == {old.source: (3, 1)}
    assert await store.index.gave(NOW) == {}
