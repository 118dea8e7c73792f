"""A replay remembers what it plays in memory; its lines are those of a replay over a database."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

import config
from cli.replay import CHANNEL, WHERE, compare, play, read_items
from cli.wiring import load_rules, open_memory
from model.item import Item
from pipeline import Pipeline
from store.advance import Step
from store.store import Store
from tests.make import NOW, item
from tests.told import tell_all

DAYS = Path(__file__).parents[1] / "days"


class NoWay:
    """The way to the outside, which a replay never asks."""

    async def get(self, url: str, **_: object) -> None:
        raise AssertionError(url)


class Told(Store):
    """A database whose messages are told as soon as they are stored, as a replay's are."""

    async def advance(self, step: Step) -> None:
        await super().advance(step)
        await tell_all(self, step.at)


async def _lines(pipeline: Pipeline, items: list[Item]) -> list[dict[str, object]]:
    return [dict(line.fields) async for line in play(pipeline, items)]


@pytest.mark.slow
async def test_the_lines_are_those_of_a_replay_over_a_database(tmp_path: Path) -> None:
    items = [item for item in read_items(DAYS) if item.key.startswith("twitter")][:45]
    settings = config.Settings(companies=(config.CompanySettings(name="Twitter", employees=7500),))
    memory = open_memory(settings, load_rules(), config.defaults(settings, CHANNEL))
    async with await Told.open(f"sqlite:///{tmp_path}/replay.db") as store:
        database = Pipeline(store, NoWay(), memory.watch, random.random)
        told = await _lines(database, items)
    assert any(line.get("verdict") == "Now" for line in told)
    assert await _lines(memory, items) == told


SETTINGS = config.Settings(companies=(config.CompanySettings(name="OpenAI"),))


async def test_what_was_told_is_not_told_again_but_edited() -> None:
    watch = replace(config.defaults(SETTINGS, CHANNEL), threshold=40, story_wait=0, quiet=None)
    leaves = (
        "OpenAI CTO Mira Murati is leaving the company",
        "Mira Murati, CTO of OpenAI, resigns",
        "Mira Murati quits OpenAI",
    )
    news = [
        item(key=f"{n}", url=f"https://outlet{n}.example/", title=title, text="", site=f"outlet{n}.example")
        for n, title in enumerate(leaves)
    ]
    later = [replace(one, published=NOW + n * timedelta(hours=3)) for n, one in enumerate(news)]
    told = await _lines(open_memory(SETTINGS, load_rules(), watch), later)
    assert [line["verdict"] for line in told if "verdict" in line] == ["Now", "Update", "Update"]


def _line(channel: str, story: str, verdict: str = "Now") -> dict[str, str]:
    return {"date": "2024-09-25", "company": "OpenAI", "story": story, "verdict": verdict, WHERE: channel}


def test_alerts_gained_and_lost_are_told_by_channel() -> None:
    before = [_line("C2", "a"), _line("C1", "a"), _line("C1", "b")]
    after = [_line("C2", "a", "InDigest"), _line("C1", "a"), _line("C2", "b")]
    told = [(change["change"], change[WHERE], change["story"]) for change in compare(before, after)]
    assert told == [("alert lost", "C1", "b"), ("alert lost", "C2", "a"), ("alert gained", "C2", "b")]
