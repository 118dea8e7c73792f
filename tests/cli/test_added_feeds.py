"""A feed that was added by command is asked at once and after a restart, and never inside our own network."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

import config
from cli.wiring import open_kit
from handlers.asker import Asker
from model.errors import Refused
from model.poll import PollState
from sources.contract import Fetched
from sources.fetcher import Fetcher

URL = "https://wire.example/rss"
OURS = "http://127.0.0.1:1/rss"
LEA = Asker("T1", "C1", "U1", "lea")


def written(folder: Path) -> config.Settings:
    path = folder / "config.toml"
    feed = f'[sources.feed]\nevery = "30m"\nallow_private = true\nurls = ["{OURS}"]\n'
    path.write_text(f'database = "sqlite:///{folder}/signals.db"\n[[companies]]\nname = "OpenAI"\n{feed}', "utf-8")
    return config.load(path, required=True)


async def test_an_added_feed_is_among_the_sources_at_once_and_after_a_restart(tmp_path: Path) -> None:
    settings, now = written(tmp_path), datetime.now(UTC)
    async with open_kit(settings) as kit:
        before = kit.sources
        await kit.books.feeds.add(LEA, URL, now)
        added = [source for source in kit.sources if source not in before]
        assert [(one.id, one.every.total_seconds()) for one in added] == [(f"feed:{URL}", 1800)]
        assert kit.books.sources() is kit.sources
    async with open_kit(settings) as kit:
        assert [source.id for source in kit.sources] == [f"feed:{OURS}", f"feed:{URL}"]
        await kit.books.feeds.remove(LEA, URL, now)
        assert [source.id for source in kit.sources] == [f"feed:{OURS}"]


class Wire:
    """A way to the outside that gives one feed."""

    def __init__(self) -> None:
        self.asked = 0

    async def get(self, url: str, **_: object) -> Fetched | None:
        self.asked += 1
        entry = "<item><title>OpenAI opens an office</title><link>https://wire.example/1</link></item>"
        return Fetched(url, f'<rss version="2.0"><channel>{entry}</channel></rss>'.encode())


async def test_a_feed_that_is_removed_and_added_again_is_asked_at_once(tmp_path: Path) -> None:
    settings, now, wire = written(tmp_path), datetime.now(UTC), Wire()
    async with open_kit(settings, wire) as kit:
        for asked in (1, 2):
            await kit.books.feeds.add(LEA, URL, now)
            sources = [source for source in kit.sources if source.id == f"feed:{URL}"]
            polled = [one async for kept in kit.pipeline.poll(sources, now) for one in kept]
            assert ([one.trouble for one in polled], wire.asked) == ([None], asked)
            assert [one async for kept in kit.pipeline.poll(sources, now) for one in kept] == []
            await kit.books.feeds.remove(LEA, URL, now)


async def test_what_config_allows_its_own_feeds_an_added_one_may_not(tmp_path: Path) -> None:
    settings, now = written(tmp_path), datetime.now(UTC)
    async with open_kit(settings) as kit, Fetcher("ops@example.com") as http:
        await kit.books.feeds.add(LEA, "http://127.0.0.1:2/rss", now)
        [added] = [source for source in kit.sources if source.id.endswith(":2/rss")]
        with pytest.raises(Refused):
            await added.fetch(http, PollState(added.id), now)
