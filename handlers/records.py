"""What is asked about what is on record: who changed what, what is stored of somebody, what a channel was told."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
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
    """Asked by admins, but for `heard`."""

    async def audit(
        self, asker: Asker, company: str, actor: str, since: datetime | None, before: int | None, most: int
    ) -> Logged:
        """List changes, the newest first: about a company, of an actor, since then, and older than `before`."""
