"""Commands that look back, typed over signed HTTP on a real store."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from handlers.names import Unknown, several
from model.company import Company
from model.signal import Kind
from store.advance import Step
from store.store import Store
from tests.handlers.pressing import Room, pressing
from tests.handlers.shelf import ANTHROPIC, OPENAI
from tests.make import NOW, ago, signal
from tests.make import story as make
from tests.pipeline.desk import Desk


@pytest.fixture
async def room(tmp_path: Path) -> AsyncIterator[Room]:
    async with await Store.open(f"sqlite:///{tmp_path}/signals.db") as store, pressing(Desk(store)) as running:
        yield running


async def keep_a_move(room: Room) -> None:
    moved = make(id="m1", kind=Kind.DEPARTURE, company="OpenAI", to_company="Northwind")
    private = signal(private=True, owner="U0BEN", person="Sam Secret", item=("connections:U0BEN", "2"))
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


def test_several_companies_are_told_apart() -> None:
    labs = Company("Google DeepMind", aliases=("Deep Mind",))
    known = [OPENAI, ANTHROPIC, labs]
    assert several("OpenAI google deepmind, anthropic.com", known) == [OPENAI, labs, ANTHROPIC]
    assert several('Deep Mind" vs "OpenAI', known) == [labs, OPENAI]
    assert several("OpenAI Zebra Anthropic", known) == Unknown("Zebra", ())
