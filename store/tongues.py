"""Which language people chose for what the bot says to them alone; each change leaves a line (E3)."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select

from model.language import Language
from store.audit import add_line
from store.open import Database
from store.tables_of_people import tongues
from store.upsert import upsert


class Tongues:
    """A part of the store. Every method is one transaction."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def of(self, workspace: str) -> dict[str, Language]:
        """Map the people who chose to what they chose; a language that we do not speak any more was never chosen."""
        query = select(tongues.c.person, tongues.c.language).where(tongues.c.workspace == workspace)
        async with self._database.read() as connection:
            rows = list(await connection.execute(query))
        return {row.person: Language(row.language) for row in rows if row.language in set(Language)}

    async def choose(self, workspace: str, person: str, language: Language, at: datetime) -> None:
        """Speak so to this person from now on; the same choice again changes nothing."""
        place = {"workspace": workspace, "person": person}
        query = select(tongues.c.language).where(tongues.c.workspace == workspace, tongues.c.person == person)
        async with self._database.write() as connection:
            before = await connection.scalar(query)
            if before == language.value:
                return
            await upsert(connection, tongues, [{**place, "language": language.value}], list(place))
            await add_line(connection, workspace, person, at, "language", before, language.value)
