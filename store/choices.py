"""What the people of channels chose for them, above config.toml; each change leaves one line (E3)."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlalchemy import delete, select, update

from model.chosen import NOTHING, Chosen
from model.errors import StoreError
from model.signal import Kind
from model.story import State
from model.subscription import Density
from store.audit import add_line
from store.open import Database
from store.schedules import set_schedule
from store.tables import schedules, verdicts
from store.tables_of_people import choices
from store.upsert import upsert

VERSION = 1


class Choices:
    """A part of the store. Every method is one transaction."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def of(self, workspace: str) -> dict[str, tuple[Chosen, datetime]]:
        """What was chosen and when, by channel; those that chose nothing are absent."""
        query = select(choices).where(choices.c.workspace == workspace)
        async with self._database.read() as connection:
            return {row.channel: (read_chosen(row.body), row.at) for row in await connection.execute(query)}

    async def choose(
        self, workspace: str, channel: str, chosen: Chosen, due: datetime | None, by: str, at: datetime
    ) -> None:
        """Let this be chosen in place of what was, the next digest be `due` (None: never), and leave a line.

        Nothing chosen gives the channel back to config.toml. What waits for a better moment is decided anew.
        """
        place = {"workspace": workspace, "channel": channel}
        theirs = (choices.c.workspace == workspace, choices.c.channel == channel)
        after = write_chosen(chosen) if chosen else None
        async with self._database.write() as connection:
            before = await connection.scalar(select(choices.c.body).where(*theirs))
            if after is None:
                await connection.execute(delete(choices).where(*theirs))
            else:
                await upsert(connection, choices, [{**place, "body": after, "at": at}], list(place))
            if due is None:
                await connection.execute(delete(schedules).where(schedules.c.channel == channel))
            else:
                await set_schedule(connection, channel, due)
            waiting = (verdicts.c.channel == channel, verdicts.c.until > at, verdicts.c.mute.is_(None))
            await connection.execute(update(verdicts).where(*waiting).values(until=at))
            await add_line(connection, workspace, by, at, f"settings of {channel}", before, after)


def write_chosen(chosen: Chosen) -> str:
    """What was chosen as text."""
    parts: dict[str, Any] = {name: value for name, value in asdict(chosen).items() if value is not None}
    if chosen.kinds is not None:
        parts["kinds"] = sorted(kind.value for kind in chosen.kinds)
    return json.dumps({"v": VERSION, **parts})


def read_chosen(text: str) -> Chosen:
    """What `write_chosen` wrote. Raises StoreError for a text of a newer release."""
    parts: dict[str, Any] = json.loads(text)
    if parts.pop("v", None) != VERSION:
        raise StoreError("A channel's settings were written by a newer release: install that release again.")
    if "kinds" in parts:
        parts["kinds"] = frozenset(map(Kind, parts["kinds"]))
    if "instant_from" in parts:
        parts["instant_from"] = State(parts["instant_from"])
    if "density" in parts:
        parts["density"] = Density(parts["density"])
    return Chosen(**parts) if parts else NOTHING
