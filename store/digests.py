"""What digests told, and what people say of a digest as a whole; each word of theirs leaves a line (E3)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from datetime import datetime

from sqlalchemy import func, insert, select

from model.feedback import DigestOpinion
from model.story import State, Story
from store.audit import add_line
from store.batches import batches
from store.open import Database
from store.tables import verdicts
from store.tables_of_people import digest_feedback
from store.verdicts import kept_quiet


class Digests:
    """A part of the store. Every method is one transaction."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def told_states(self, channel: str, stories: Collection[str]) -> dict[str, State]:
        """How these stories stood when a digest of the channel told them; those it never told are absent."""
        found: dict[str, State] = {}
        async with self._database.read() as connection:
            for some in batches(stories):
                query = select(verdicts.c.story, verdicts.c.digested_state).where(
                    verdicts.c.channel == channel, verdicts.c.story.in_(some), verdicts.c.digested_state.is_not(None)
                )
                found |= {row.story: State(row.digested_state) for row in await connection.execute(query)}
        return found

    async def kept_quiet(self, channel: str, now: datetime, viewer: str | None) -> list[tuple[Story, datetime]]:
        """What quiet hours keep from a channel, as `viewer` may see it, each with when they end."""
        async with self._database.read() as connection:
            return await kept_quiet(connection, channel, now, viewer)

    async def judge(
        self, workspace: str, channel: str, opinion: DigestOpinion, words: str, by: str, at: datetime
    ) -> None:
        """Remember what somebody says of a channel's digest. The audit line holds no words of theirs."""
        row = {"workspace": workspace, "channel": channel, "author": by, "opinion": opinion, "words": words, "at": at}
        async with self._database.write() as connection:
            await connection.execute(insert(digest_feedback), row)
            await add_line(connection, workspace, by, at, f"feedback on the digest of {channel}", after=opinion)

    async def judged(self, channel: str, since: datetime) -> Counter[DigestOpinion]:
        """How often what was said of the channel's digests at or after `since`."""
        query = (
            select(digest_feedback.c.opinion, func.count().label("number"))
            .where(digest_feedback.c.channel == channel, digest_feedback.c.at >= since)
            .group_by(digest_feedback.c.opinion)
        )
        async with self._database.read() as connection:
            rows = await connection.execute(query)
            return Counter({DigestOpinion(row.opinion): row.number for row in rows})
