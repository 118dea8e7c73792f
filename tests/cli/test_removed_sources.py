"""A source that was taken out of config.toml is late no longer; one that still stands there is."""

from __future__ import annotations

import io
from datetime import timedelta
from pathlib import Path
from typing import Any

import config
from books import StoreOutbox
from cli.serve import Rounds
from cli.wiring import open_fetcher, open_kit, utc_now
from handlers.console import ConsoleCourier
from handlers.health import Health
from handlers.metrics import Tally
from handlers.post import Poster
from model.poll import PollState
from tests.cli.newsroom import write_config

DAY = timedelta(days=1)
KEPT, REMOVED = "feed:https://kept.example/rss", "feed:https://removed.example/rss"


async def test_at_a_start_what_is_asked_no_more_is_late_no_more(tmp_path: Path) -> None:
    settings = config.load(write_config(tmp_path, ["https://kept.example/rss"]))
    since, due = utc_now() - timedelta(hours=6), utc_now() + DAY
    failing: dict[str, Any] = {
        "failures": 4,
        "down_since": since,
        "trouble": "Nobody answers.",
        "next_due": due,
    }
    late = [PollState(one, **failing) for one in (KEPT, REMOVED)]
    async with open_fetcher(settings) as http, open_kit(settings, http) as kit:
        await kit.store.save_polls(late)
        health, tally = Health(), Tally()
        poster = Poster(StoreOutbox(kit.store), ConsoleCourier(utc_now, io.StringIO()), health=health, tally=tally)
        rounds = Rounds(kit, poster, health, tally)
        await rounds.start()
        await rounds.end()
        assert [state.source for state in await kit.store.down()] == [KEPT]
