"""Commands that look back, typed over signed HTTP on a real store."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest

from books.archive import faring
from digests.us import Us
from handlers.names import Unknown, several
from model.company import Company
from model.errors import Busy
from model.poll import PollState
from model.signal import Kind
from store.advance import Step
from store.store import Store
from tests.handlers.pressing import Room, pressing
from tests.handlers.shelf import ANTHROPIC, OPENAI
from tests.make import DAY, NOW, ago, signal
from tests.make import story as make
from tests.pipeline.desk import PERSON, Desk, Paper, channel, watch

pytestmark = pytest.mark.slow  # a store and a server for each: ./run.sh check leaves them out


@pytest.fixture
async def room(tmp_path: Path) -> AsyncIterator[Room]:
    async with await Store.open(f"sqlite:///{tmp_path}/signals.db") as store, pressing(Desk(store)) as running:
        yield running


async def keep_a_move(room: Room) -> None:
    moved = make(id="m1", kind=Kind.DEPARTURE, company="OpenAI", to_company="Northwind")
    private = signal(
        private=True, owner="U0BEN", person="Sam Secret", to_company="Glean", item=("connections:U0BEN", "2")
    )
    hidden = make(id="p1", company="OpenAI", evidence=(private,), private=True, people=("Sam Secret",))
    await room.desk.store.advance(Step(at=NOW, stories=[moved, hidden]))


async def test_companies_are_compared_with_who_moved_between_them(room: Room) -> None:
    await keep_a_move(room)
    said = await room.ask("compare openai.com Northwind")
    assert said.splitlines()[0] == "OpenAI · Northwind"
    assert "OpenAI  sourcing window" in said
    assert "Northwind  No numbers yet" in said
    assert "OpenAI → Northwind  1: Mira Murati" in said


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("compare", "Name two to five companies"),
        ("compare OpenAI", "Name two to five companies"),
        ("compare OpenAI openai.com", "Name two to five companies"),
        ("compare OpenAI Nortwind", "Did you mean Northwind?"),
        ("flow", "Say which company"),
        ("flow Opnai", "Did you mean OpenAI?"),
        ("flow Northwind", "No move is known"),
        ("note", "Say which company, and what you heard"),
        ("note OpenAI", "Say which company, and what you heard"),
        ("note Zebra they look around", "No company called “Zebra”"),
        ("rules tset", "Only “rules” and “rules test”"),
        ("sources", "No source is configured."),
        ("people", "You have not imported your connections yet"),
        ("people Opnai", "Did you mean OpenAI?"),
        ("search", "Say what to look for"),
        ("search murati since:soon", "Say what to look for"),
        ("search zebra", "Nothing that may be shown here."),
    ],
)
async def test_what_is_asked_wrongly_or_is_not_there_gets_a_sentence(room: Room, typed: str, said: str) -> None:
    assert said in await room.ask(typed)


async def test_the_flow_tells_both_ends_by_month_and_seniority(room: Room) -> None:
    await keep_a_move(room)
    for typed in ("flow OpenAI", "flow northwind.example"):
        assert "2024-09  OpenAI → Northwind  1: Mira Murati (chief officer)" in await room.ask(typed)


async def test_words_are_found_in_what_was_told_within_the_time_and_nothing_private_is(room: Room) -> None:
    await keep_a_move(room)
    old = make(id="o1", company="OpenAI", person="Ada Byron", first_seen=ago(80), last_seen=ago(80))
    await room.desk.store.advance(Step(at=NOW, stories=[old]))
    assert "Mira Murati (CTO) leaves OpenAI" in await room.ask("search MURATI openai")
    assert "Ada Byron" in await room.ask("search byron")
    assert "Ada Byron" not in await room.ask("search openai since:4w")
    assert "Nothing" in await room.ask("search secret", "ben")


async def test_a_note_becomes_a_signal_and_is_on_record(room: Room) -> None:
    said = await room.ask("note “openai.com” several designers at OpenAI are looking around")
    assert said == "Noted about OpenAI."
    (story,) = await room.desk.store.stories_of("OpenAI", room.now - DAY)
    assert story.evidence[0].item[0] == "note:"
    (line,) = await room.desk.store.audited("T1", 5)
    assert (line.actor, line.action) == ("U0LEA", "note on OpenAI")


async def test_a_note_that_names_somebody_is_its_authors_alone(room: Room) -> None:
    said = await room.ask("note OpenAI Jo Doe, designer at OpenAI, is open to work")
    assert said == "Noted about OpenAI. It names a person: nobody but you will see it."
    assert await room.desk.store.stories_of("OpenAI", room.now - DAY) == []


async def test_sources_tell_how_they_fare_and_no_key(room: Room) -> None:
    fine, ill = Paper("fine.example"), Paper("ill.example/feed?key=s3cret&x=", trouble=Busy("it is down."))
    room.papers += [fine, ill, Paper("new.example")]
    await room.desk.poll(fine, ill, now=NOW)
    said = (await room.ask("sources")).splitlines()
    assert said[1] == "3 sources, in trouble: 1"
    assert said[2].startswith("  • ⚠️ ill.example/feed  no answer yet, silent since")
    assert any("✅ fine.example/rss  last answer 4 Oct 2024, 12:00, next" in line for line in said)
    assert any("new.example/rss  no answer yet" in line for line in said)
    assert sum("; in 7 days 0 entries and 0 signals" in line for line in said) == 3
    assert not any("resting" in line for line in said)
    for _ in range(2):
        await room.desk.poll(ill, now=NOW)
    assert ", resting after failures; in 7 days" in await room.ask("sources")
    assert "s3cret" not in "".join(said)


def test_the_trouble_of_a_source_repeats_no_key() -> None:
    state = PollState("feed:https://a.example/rss?key=s3cret", trouble="https://a.example/rss?key=s3cret is gone.")
    assert faring(state, NOW).trouble == "a.example/rss is gone."


async def test_the_rules_are_listed_and_tried_on_what_is_stored(room: Room) -> None:
    await keep_a_move(room)
    listed = await room.ask("rules")
    assert "Rules in force" in listed
    assert "departure.c_suite, strength" in listed
    tried = await room.ask("rules test")
    assert "Rules that gave points in the last 30 days" in tried
    assert "departure.c_suite: on 9 days, 1 company" in tried
    assert "gave none." in tried


async def test_people_are_told_to_whoever_imported_them_and_to_nobody_else(room: Room) -> None:
    await keep_a_move(room)
    await room.desk.store.save_polls([PollState("connections:U0BEN", polled=NOW)])
    person = replace(PERSON, channel="U0BEN")
    room.desk.pipeline.watch = watch(channel(), person)
    assert "of nobody who may be told" in await room.ask("people OpenAI", "ben"), "nobody knows who we are"
    room.desk.pipeline.watch = replace(watch(channel(), person), us=Us.of(("Acme",), ""))
    assert "Sam Secret" in await room.ask("people OpenAI", "ben")
    assert "Sam Secret" not in await room.ask("people OpenAI", "lea")
    room.desk.pipeline.watch = replace(watch(channel(), person), us=Us.of(("OpenAI",), ""))
    assert "Sam Secret" not in await room.ask("people OpenAI", "ben"), "they are our own people"
    assert "Say at which company" in await room.ask("people", "ben")


def test_several_companies_are_told_apart() -> None:
    labs = Company("Google DeepMind", aliases=("Deep Mind",))
    known = [OPENAI, ANTHROPIC, labs]
    assert several("OpenAI google deepmind, anthropic.com", known) == [OPENAI, labs, ANTHROPIC]
    assert several('Deep Mind" vs "OpenAI', known) == [labs, OPENAI]
    assert several("OpenAI Zebra Anthropic", known) == Unknown("Zebra", ())
