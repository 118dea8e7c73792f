"""What is asked about what is on record: who changed what, what is stored of somebody, what a channel was told."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from digests.draw_audit import Done
from handlers.asker import Asker
from model.story import Story


@dataclass(frozen=True, slots=True)
class Logged:
    """A page of the audit log. `told` are the stories that it names, None for one that the asker may not see.

    `rest` is from where the older lines go on, None when there are none.
    """

    done: Sequence[Done]
    told: Mapping[str, Story | None]
    rest: int | None


class Records(Protocol):
    """What is on record."""

    async def audit(
        self, asker: Asker, company: str, actor: str, since: datetime | None, before: int | None, most: int
    ) -> Logged:
        """List changes, the newest first: about a company, of an actor, since then, and older than `before`."""

    async def wrong_person(self, name: str) -> str:
        """Say why nobody of this name can be made forgotten; "" when somebody can."""

    async def holds(self, person: str, now: datetime) -> Mapping[str, int]:
        """Count what is stored of somebody and would go, by what it is."""

    async def forget(self, person: str, asker: Asker, now: datetime) -> Mapping[str, int]:
        """Remove somebody from everything stored, from what was posted and from later imports, for good."""

    async def told(self, companies: Collection[str], asker: Asker, since: datetime, now: datetime) -> Sequence[Story]:
        """List what a channel may see of these companies since then, the oldest first; the log says who has it."""
