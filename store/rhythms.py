"""When channels want their digest, as they said by command, beyond config.toml; each change leaves a line (E3)."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import delete, select

from store.audit import add_line
from store.open import Database
from store.schedules import set_schedule
from store.tables import rhythms, schedules
from store.upsert import upsert


class Rhythms:
    """A part of the store. Every method is one transaction. A rhythm is kept as it is written in config.toml."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def of(self, workspace: str) -> dict[str, str]:
        """The rhythms of the channels that chose one; "" for a channel that wants no digest."""
        query = select(rhythms.c.channel, rhythms.c.rhythm).where(rhythms.c.workspace == workspace)
        async with self._database.read() as connection:
            return {row.channel: row.rhythm for row in await connection.execute(query)}

    async def choose(
        self, workspace: str, channel: str, rhythm: str, due: datetime | None, by: str, at: datetime
    ) -> None:
        """Let the channel's digest come so from now on, next at `due`; None and "" for none."""
        place = {"workspace": workspace, "channel": channel}
        query = select(rhythms.c.rhythm).where(rhythms.c.workspace == workspace, rhythms.c.channel == channel)
        async with self._database.write() as connection:
            before = await connection.scalar(query)
            await upsert(connection, rhythms, [{**place, "rhythm": rhythm}], list(place))
            if due is None:
                await connection.execute(delete(schedules).where(schedules.c.channel == channel))
            else:
                await set_schedule(connection, channel, due)
            await add_line(connection, workspace, by, at, f"digest of {channel}", before, rhythm)
