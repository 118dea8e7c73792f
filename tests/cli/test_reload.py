"""A change of the watch list is taken up while the bot goes on: the names are made ready beside the loop."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from pathlib import Path

import pytest

import config
from cli.wiring import open_kit
from signals.detect import item_of

NAMES = [f"Northwind{number:05}" for number in range(1_000)]


@pytest.mark.slow
async def test_reading_goes_on_while_the_watch_list_is_made_anew(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    tables = "\n".join(f'[[companies]]\nname = "{name}"' for name in NAMES)
    path.write_text(f'database = "sqlite:///{tmp_path}/signals.db"\n{tables}\n', "utf-8")
    news = item_of({"id": "1", "title": f"{NAMES[7]} CTO Ada Keller leaves", "lang": "en"})
    async with open_kit(config.load(path, required=True), now=lambda: datetime.now(UTC)) as kit:
        before = kit.pipeline.watch
        renewing = asyncio.gather(kit.books.renew(), kit.books.renew())
        reads = 0
        while not renewing.done():
            assert len(kit.pipeline.watch.reader.read(news)) == 1
            reads += 1
            await asyncio.sleep(0)
        await renewing
        assert reads > 10
        assert kit.pipeline.watch is not before
        assert len(kit.pipeline.watch.reader.read(news)) == 1
