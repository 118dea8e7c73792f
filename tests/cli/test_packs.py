"""`bot.py sources packs` and `sources add --pack`: once is enough, and a running bot asks what was added."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import config
from cli.wiring import open_kit
from model.address import HOME
from model.feed import AddedFeed
from model.poll import PollState
from sources.catalogue import read_packs
from store.store import Store
from tests.cli.running import Desk

PACKS = read_packs()
FRENCH = PACKS["press-fr"]
LABS = PACKS["ai-labs-boards"]


def desk(folder: Path, companies: str = '[[companies]]\nname = "openai"\n') -> Desk:
    path = folder / "config.toml"
    path.write_text(f'database = "sqlite:///{folder}/signals.db"\n{companies}', "utf-8")
    return Desk(path)


def test_packs_are_listed_with_their_counts_before_there_is_anything(tmp_path: Path) -> None:
    rows = {row["pack"]: row for row in Desk(tmp_path / "config.toml").type("sources", "packs", "--json").rows}

    assert list(rows) == list(PACKS)
    assert rows["press-fr"]["feeds"] == len(FRENCH.feeds)
    assert rows["ai-labs-boards"]["boards"] == len(LABS.boards)
    assert rows["press-fr"]["verified"] == sum(feed.verified is not None for feed in FRENCH.feeds)


def test_a_dry_run_tells_what_would_be_added_and_adds_nothing(tmp_path: Path) -> None:
    desk_ = desk(tmp_path)
    rows = desk_.type("sources", "add", "--pack", "press-fr", "--dry-run", "--json").rows

    assert [row["source"] for row in rows if row["added"]] == [feed.source for feed in FRENCH.feeds]
    assert not (tmp_path / "signals.db").exists()
    said = desk_.type("sources", "add", "--pack", "press-fr", "--dry-run").out
    assert f"{len(FRENCH.feeds)} would be added, 0 there already, 0 left out." in said
    assert "(unverified)" in said


def test_a_pack_is_added_once_and_listed_among_the_sources(tmp_path: Path) -> None:
    desk_ = desk(tmp_path)
    first = desk_.type("sources", "add", "--pack", "press-fr", "--by", "lea", "--json").rows
    again = desk_.type("sources", "add", "--pack", "press-fr", "--pack", "wires", "--json").rows

    assert all(row["added"] for row in first)
    assert [row["source"] for row in again if row["added"]] == [feed.source for feed in PACKS["wires"].feeds]
    listed = {row["source"] for row in desk_.type("sources", "--json").rows}
    assert {feed.source for feed in FRENCH.feeds} <= listed


def test_a_feed_that_config_toml_lists_is_left_alone(tmp_path: Path) -> None:
    ours = FRENCH.feeds[0].address
    desk_ = desk(tmp_path, f'[sources.feed]\nurls = ["{ours}"]\n')
    rows = desk_.type("sources", "add", "--pack", "press-fr", "--json").rows

    assert [(row["source"], row["why"]) for row in rows if not row["added"]] == [
        (f"feed:{ours}", "it is there already")
    ]


def test_boards_are_those_of_companies_that_somebody_watches(tmp_path: Path) -> None:
    other = '[[companies]]\nname = "Cohere"\nboards = { ashby = "another" }\n'
    desk_ = desk(
        tmp_path, f'[[companies]]\nname = "openai"\n[[companies]]\nname = "Claude"\ndomain = "anthropic.com"\n{other}'
    )
    rows = {row["name"]: row for row in desk_.type("sources", "add", "--pack", "ai-labs-boards", "--json").rows}

    assert sorted(name for name, row in rows.items() if row["added"]) == ["Anthropic", "OpenAI"]
    assert rows["Cohere"]["why"] == "another board at ashby is named for it"
    assert "--channel" in rows["Mistral AI"]["why"]
    listed = {row["source"] for row in desk_.type("sources", "--json").rows}
    assert {"ashby:openai", "greenhouse:anthropic", "ashby:another"} <= listed
    assert "lever:mistral" not in listed


def test_with_a_channel_the_companies_of_boards_are_watched_there(tmp_path: Path) -> None:
    desk_ = desk(tmp_path)
    rows = desk_.type("sources", "add", "--pack", "ai-labs-boards", "--channel", "C0LABS", "--json").rows
    again = desk_.type("sources", "add", "--pack", "ai-labs-boards", "--channel", "C0LABS", "--json").rows

    assert all(row["added"] for row in rows)
    assert not any(row["added"] for row in again)

    async def watched() -> dict[str, tuple[str, ...]]:
        async with open_kit(config.load(tmp_path / "config.toml", required=True), read_only=True) as kit:
            [subscription] = [one for one in kit.pipeline.watch.subscriptions if one.channel == "C0LABS"]
            return {c.name: c.must for c in kit.pipeline.watch.companies if c.name in subscription.companies}

    found = asyncio.run(watched())
    assert "openai" not in found  # it has been watched before; its channels are its people's business
    assert found.keys() == {board.company for board in LABS.boards} - {"OpenAI"}
    assert "AI" in found["Sierra"]


def test_a_pack_that_is_not_there_is_named_with_those_that_are(tmp_path: Path) -> None:
    for typed in (("--pack", "press-it"), ()):
        ended = desk(tmp_path).type("sources", "add", *typed)
        assert ended.code == 2
        assert "press-fr" in ended.err


async def test_a_running_bot_asks_what_another_process_added(tmp_path: Path) -> None:
    desk(tmp_path)
    settings = config.load(tmp_path / "config.toml", required=True)
    async with open_kit(settings) as kit:
        await kit.look_at_sources()
        assert kit.sources == []
        # Another process stores into the same database: on PostgreSQL it may, on SQLite the bot is stopped first.
        [openai] = kit.pipeline.watch.companies
        now, feed = datetime.now(UTC), FRENCH.feeds[0]
        await kit.store.feeds.add(HOME, AddedFeed(feed.address, "lea", now), feed.name)
        await kit.look_at_sources()
        assert [source.id for source in kit.sources] == [feed.source]
        await kit.store.describe(HOME, replace(openai, boards={"ashby": "openai"}), "lea", now)
        await kit.look_at_sources()
        assert {source.id for source in kit.sources} == {feed.source, "ashby:openai"}
        before = kit.sources
        await kit.look_at_sources()
        assert kit.sources is before  # nothing new, nothing is opened anew


async def test_what_answered_here_counts_as_verified(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    desk_ = desk(tmp_path)
    feed = next(feed for feed in FRENCH.feeds if feed.verified is None)
    async with await Store.open(config.load(path, required=True).database) as store:
        await store.save_polls([replace(PollState(feed.source), polled=datetime.now(UTC))])
    ended = await asyncio.to_thread(desk_.type, "sources", "packs", "press-fr", "--json")
    assert {row["source"]: row["verified"] for row in ended.rows}[feed.source] == "here"
