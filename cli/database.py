"""`bot.py migrate` and `backup`."""

from __future__ import annotations

import asyncio
from pathlib import Path

import config
from model.errors import ConfigError
from store.store import Store


async def migrate_store(settings: config.Settings) -> str:
    """Bring the database to this version's form; returns a sentence."""
    async with await Store.open(settings.database) as store:
        applied = await store.migrate()
    return f"Applied: {', '.join(applied)}." if applied else "The database is up to date."


async def back_up(settings: config.Settings, file: Path) -> str:
    """Copy the database into a file while the bot runs; returns a sentence. Raises ConfigError for a file there is."""
    if await asyncio.to_thread(file.exists):
        raise ConfigError([f"{file} is there already and is kept as it is: name another file, or move it away"])
    async with await Store.open(settings.database, read_only=True) as store:
        await store.backup(file)
    return f"Copied into {file}."
