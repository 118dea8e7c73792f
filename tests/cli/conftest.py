"""A newsroom and a stocked database, made once; and logging as it was, since commands set it up for their process."""

from __future__ import annotations

import logging
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import structlog

from tests.cli.newsroom import Newsroom, newsroom_beside, write_config
from tests.cli.running import Desk

HEADLINES = {
    "murati": "OpenAI CTO Mira Murati is leaving the company",
    "kingma": "Anthropic hires OpenAI co-founder Durk Kingma",
    "weather": "Rain expected in the west",
}


@pytest.fixture(autouse=True)
def logging_as_it_was() -> Iterator[None]:
    root = logging.getLogger()
    handlers, level = list(root.handlers), root.level
    yield
    root.handlers[:] = handlers
    root.setLevel(level)
    structlog.reset_defaults()


@pytest.fixture(scope="session")
def room() -> Iterator[Newsroom]:
    """A newsroom that says three things."""
    with newsroom_beside() as room:
        for hours, (key, title) in zip((3, 2, 1), HEADLINES.items(), strict=True):
            room.publish(title, key, datetime.now(UTC) - timedelta(hours=hours))
        yield room


@pytest.fixture(scope="session")
def stocked(room: Newsroom, tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """A desk whose database holds what one poll of the newsroom gave; only looked at, never changed."""
    desk = Desk(write_config(tmp_path_factory.mktemp("stocked"), [room.feed]))
    ended = desk.type("poll")
    assert (ended.code, ended.err) == (0, ""), ended
    return desk


@pytest.fixture
def desk(stocked: Desk, room: Newsroom, tmp_path: Path) -> Desk:
    """A desk of one's own with a copy of that database."""
    shutil.copy(stocked.folder / "signals.db", tmp_path)
    return Desk(write_config(tmp_path, [room.feed]))
