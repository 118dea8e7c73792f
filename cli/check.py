"""`bot.py check`: everything that could stop the bot, said at once."""

from __future__ import annotations

import stat
from pathlib import Path

import config
from cli.serve import missing_secrets, mode_of, reaching_slack
from cli.wiring import Kit, load_lexicons, load_rules, open_fetcher, open_kit, utc_now
from handlers.metrics import Tally
from handlers.scopes import missing_scopes
from model.errors import ConfigError, SignalsError, SourceError
from model.poll import PollState


async def check_all(path: Path) -> list[str]:
    """List every fault of configuration, secrets, files of rules and words, database, Slack and sources."""
    faults: list[str] = []
    try:
        settings = config.load(path)
    except ConfigError as error:
        return list(error.faults)
    faults += _readable_by_others(path)
    faults += missing_secrets(settings)
    for load in (load_rules, load_lexicons):
        try:
            load()
        except ConfigError as error:
            faults += error.faults
    try:
        async with open_fetcher(settings) as http, open_kit(settings, http) as kit:
            faults += await _slack_faults(settings, kit)
            faults += await _source_faults(kit)
    except ConfigError as error:
        faults += error.faults
    except SignalsError as error:
        faults.append(str(error))
    return faults


def _readable_by_others(path: Path) -> list[str]:
    secrets = path.parent / ".env"
    if secrets.exists() and secrets.stat().st_mode & (stat.S_IRGRP | stat.S_IROTH):
        return [f"{secrets}: others on this machine can read the secrets: chmod 600 {secrets}"]
    return []


async def _slack_faults(settings: config.Settings, kit: Kit) -> list[str]:
    if mode_of(settings) == "console":
        return []
    async with reaching_slack(settings, kit, Tally()) as (slack, _):
        return await missing_scopes(slack.client)


async def _source_faults(kit: Kit) -> list[str]:
    faults = []
    for source in kit.sources:
        try:
            page = await source.fetch(kit.pipeline.http, PollState(source.id), utc_now())
            if page is not None:
                source.parse(page)
        except SourceError as error:
            faults.append(f"{source.id}: {error}")
    return faults
