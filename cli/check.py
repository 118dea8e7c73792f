"""`bot.py check`: everything that could stop the bot, said at once."""

from __future__ import annotations

import asyncio
import stat
from functools import partial
from pathlib import Path

import config
from cli.hooks import hooks_of
from cli.serve import missing_secrets, mode_of, slack_settings
from cli.tenancy import vault_of
from cli.wiring import load_lexicons, load_rules, open_articles, open_fetcher, open_sources, utc_now
from handlers.scopes import Found, ask_slack
from model.errors import Busy, ConfigError, SourceError, StoreError
from model.poll import PollState
from sources.contract import Http, Source
from store.store import Store

MANY = 3  # sources that fail alike


async def check_all(path: Path) -> Found:
    """Find every fault of configuration, secrets, files of rules and words, database, Slack and sources.

    What Slack could let us do and does not, and what stops nothing, is no fault.
    """
    try:
        settings = config.load(path)
    except ConfigError as error:
        return Found(tuple(error.faults))
    faults = [*_readable_by_others(path), *missing_secrets(settings)]
    for load in (partial(load_rules, settings=settings), load_lexicons):
        try:
            load()
        except ConfigError as error:
            faults += error.faults
    faults += await _store_faults(settings)
    faults += await _key_faults(settings)
    slack = await _slack(settings)
    asked = await _source_faults(settings)
    found = (*faults, *slack.faults, *asked.faults)
    return Found(found, (*slack.hints, *source_hints(settings)), asked.unreached)


def told_together(found: Found) -> list[str]:
    """Tell a person as one fault what many sources have in common: without a network it would be a line for each."""
    if len(found.unreached) < MANY:
        return list(found.faults)
    first = found.unreached[0]
    rest = [fault for fault in found.faults if fault not in found.unreached]
    return [*rest, f"{len(found.unreached)} sources could not be reached: is there a network? For example {first}"]


def source_hints(settings: config.Settings) -> list[str]:
    """Say what is right and yet not wise: news from GDELT alone, which answers nobody for hours at times."""
    if "gdelt" not in settings.sources or settings.sources.get("feed", {}).get("urls"):
        return []
    return ["sources.gdelt: it is best effort and may be silent for a night: list feeds in [sources.feed] beside it"]


def _readable_by_others(path: Path) -> list[str]:
    secrets = path.parent / ".env"
    if secrets.exists() and secrets.stat().st_mode & (stat.S_IRGRP | stat.S_IROTH):
        return [f"{secrets}: others on this machine can read the secrets: chmod 600 {secrets}"]
    return []


async def _store_faults(settings: config.Settings) -> list[str]:
    """Look into the database beside a bot that has it open; one that is not there yet has to be made."""
    fault = ""
    for read_only in (True, False):
        try:
            await (await Store.open(settings.database, read_only=read_only)).close()
        except StoreError as error:
            fault = error.detail
        else:
            return []
    return [f"database: {fault}"]


async def _key_faults(settings: config.Settings) -> list[str]:
    """Try the key on the tokens that are stored; a database that cannot be read is told of elsewhere."""
    if not config.several(settings) or not settings.slack.token_key:
        return []
    try:
        async with await Store.open(settings.database, read_only=True) as store:
            await store.installs.unlock(vault_of(settings))
    except ConfigError as error:
        return list(error.faults)
    except StoreError:
        return []
    return []


async def _slack(settings: config.Settings) -> Found:
    if mode_of(settings) == "console" or not settings.slack.bot_token:
        return Found()
    return await ask_slack(slack_settings(settings))


async def _source_faults(settings: config.Settings) -> Found:
    try:
        sources = open_sources(settings, config.companies(settings))
        hooks_of(settings, sources)
        async with open_fetcher(settings) as http:
            open_articles(settings, http)
            asked = await asyncio.gather(*(_source_fault(source, http) for source in sources))
    except ConfigError as error:
        return Found(error.faults)
    told = [
        (f"{source.id.removesuffix(':')}: {error}", error)
        for source, error in zip(sources, asked, strict=True)
        if error
    ]
    unreached = tuple(fault for fault, error in told if isinstance(error, Busy) and error.unreached)
    return Found(tuple(fault for fault, _ in told), unreached=unreached)


async def _source_fault(source: Source, http: Http) -> SourceError | None:
    try:
        page = await source.fetch(http, PollState(source.id), utc_now())
        if page is not None:
            source.parse(page)
    except SourceError as error:
        return error
    return None
