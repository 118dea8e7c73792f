"""What a change would have changed: recorded items played with and without it, channel by channel."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

import config
from cli.effects import Effect, Effects
from cli.wiring import open_kit
from model.feedback import Change, Part
from model.item import Item
from tests.make import ago, item

pytestmark = pytest.mark.slow

SETTINGS = """
database = "sqlite:///{folder}/signals.db"
[[companies]]
name = "OpenAI"
[[channels]]
id = "C0LOW"
threshold = 40
story_wait = "0s"
quiet = ""
[[channels]]
id = "C0HIGH"
threshold = 50
story_wait = "0s"
quiet = ""
"""
LEAVES = "OpenAI CTO Mira Murati is leaving the company"
HOTELS = "OpenAI CEO Sam Altman resigns and buys the Orion hotels"
ELSEWHERE = "Clopen CEO Ada Quill resigns"
RULE = "departure.c_suite"


def said(title: str, days: float) -> Item:
    return item(
        key=title, url=f"https://news.example/{days}", title=title, text="", published=ago(days), fetched=ago(days)
    )


async def effect(folder: Path, change: Change, titles: Sequence[str] = (LEAVES,)) -> Effect:
    path = folder / "config.toml"
    path.write_text(SETTINGS.format(folder=folder), "utf-8")
    items = [said(title, 5 - number) for number, title in enumerate(titles)]
    async with open_kit(config.load(path)) as kit:
        return await Effects(kit.pipeline.watch, items).of(change)


def counted(found: Effect) -> tuple[list[str], list[str]]:
    return [row["channel"] for row in found.lost], [row["channel"] for row in found.gained]


async def test_a_lower_strength_loses_the_alert_where_it_no_longer_reaches(tmp_path: Path) -> None:
    found = await effect(tmp_path, Change(Part.STRENGTH, RULE, 20, 63))
    assert counted(found) == (["C0HIGH", "C0LOW"], [])
    assert {row["company"] for row in found.rescored} == {"OpenAI"}


async def test_a_rule_that_is_off_says_nothing(tmp_path: Path) -> None:
    found = await effect(tmp_path, Change(Part.OFF, RULE, None, 63))
    assert counted(found) == (["C0HIGH", "C0LOW"], [])


async def test_a_threshold_moves_alerts_of_its_own_channel_only(tmp_path: Path) -> None:
    assert counted(await effect(tmp_path, Change(Part.THRESHOLD, "C0LOW", 90, 40))) == (["C0LOW"], [])
    found = await effect(tmp_path, Change(Part.THRESHOLD, "C0HIGH", 90, 50))
    assert counted(found) == (["C0HIGH"], [])
    assert found.rescored == ()


async def test_a_never_word_takes_its_stories_away(tmp_path: Path) -> None:
    found = await effect(tmp_path, Change(Part.NEVER, "OpenAI", "Orion"), (HOTELS,))
    assert counted(found) == (["C0HIGH", "C0LOW"], [])


async def test_an_alias_finds_stories_that_were_missed(tmp_path: Path) -> None:
    found = await effect(tmp_path, Change(Part.ALIAS, "OpenAI", "Clopen"), (ELSEWHERE,))
    assert counted(found) == ([], ["C0HIGH", "C0LOW"])


@pytest.mark.parametrize("part", [Part.STRENGTH, Part.THRESHOLD])
async def test_a_change_of_something_else_has_no_effect(tmp_path: Path, part: Part) -> None:
    assert await effect(tmp_path, Change(part, "shutdown.everybody", 1, 2)) == Effect((), (), ())
