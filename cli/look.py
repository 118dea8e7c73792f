"""`bot.py score`, `digest` and `export`: what is known, drawn as Slack would show it."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Any

import config
from books import StoreOutbox
from cli.serve import reaching_slack
from cli.wiring import Kit, open_kit, utc_now
from digests.draw import draw_why
from digests.plain import as_text
from handlers.health import Health
from handlers.metrics import Tally
from handlers.post import Poster
from model.errors import ConfigError
from model.score import Score
from model.subscription import Subscription
from pipeline import SCORED_BACK

EXPORTED_BACK = timedelta(days=3650)


async def score_company(settings: config.Settings, name: str, at: datetime) -> tuple[dict[str, Any], str]:
    """Score a company as of `at`; returns the row for programs and the text for people."""
    async with open_kit(settings, read_only=True) as kit:
        if not name.strip():
            raise ConfigError([f"say which company: bot.py score {_example(kit)}"])
        company = next((c for c in kit.pipeline.watch.companies if c.name.casefold() == name.casefold()), None)
        if company is None:
            there = ", ".join(c.name for c in kit.pipeline.watch.companies) or "none yet"
            raise ConfigError([f"{name}: not watched; these are: {there}. Add it as [[companies]] in config.toml"])
        score = await kit.pipeline.score(company.name, at)
        stories = await kit.store.stories_of(company.name, at - SCORED_BACK)
        zone = config.defaults(settings, "C00").zone
        row = asdict(score) if isinstance(score, Score) else {**asdict(score), "window": None, "pressure": None}
        return row, as_text(draw_why(company.name, score, stories, zone))


def _example(kit: Kit) -> str:
    """Name a watched company as it has to be typed."""
    first = next((c.name for c in kit.pipeline.watch.companies), "OpenAI")
    return f'"{first}"' if " " in first else first


async def show_digest(settings: config.Settings, channel: str, at: datetime, post: bool) -> list[dict[str, Any]]:
    """Draw a channel's digest as of `at`, and put it into the channel with `post`."""
    if post and not settings.slack.bot_token:
        raise ConfigError(["--post needs SIGNALS_SLACK__BOT_TOKEN: set it in the environment or in .env"])
    async with open_kit(settings, read_only=not post) as kit:
        wish = _heard(kit, channel)
        messages, _ = await kit.pipeline.editions.draw(wish, at, at)
        if post:
            await kit.pipeline.editions.send(wish, utc_now())
            await _deliver(settings, kit)
        return [
            {"channel": channel, "kind": m.kind.value, "text": m.drawn.text, "shown": as_text(m.drawn)}
            for m in messages
        ]


def _heard(kit: Kit, channel: str) -> Subscription:
    for wish in kit.pipeline.watch.subscriptions:
        if wish.channel == channel:
            return wish
    there = ", ".join(wish.channel for wish in kit.pipeline.watch.subscriptions) or "none yet"
    raise ConfigError([f"{channel}: watches nothing; these do: {there}. Add it as [[channels]] in config.toml"])


async def _deliver(settings: config.Settings, kit: Kit) -> None:
    async with reaching_slack(settings, kit, Tally()) as (_, courier):
        await Poster(StoreOutbox(kit.store), courier, health=Health(), tally=Tally()).drain()


async def export_stories(settings: config.Settings) -> list[dict[str, Any]]:
    """List every story that may be shown in a channel, with its evidence."""
    async with open_kit(settings, read_only=True) as kit:
        since = utc_now() - EXPORTED_BACK
        stories = [s for c in kit.pipeline.watch.companies for s in await kit.store.stories_of(c.name, since)]
        rows = [asdict(story) for story in stories]
        for row in rows:
            row["source_classes"] = sorted(row["source_classes"])
        return rows
