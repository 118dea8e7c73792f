"""What the commands ask about somebody's own imports, and how a file that they handed in comes to us."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol

from handlers.asker import Asker
from model.imported import Export


class Files(Protocol):
    """The files that people hand in at Slack."""

    async def read(self, file: str, workspace: str) -> bytes:
        """Give what is in a workspace's file by its id. Raises SignalsError with what to do when it cannot be had."""


class Imports(Protocol):
    """Exports of one's own connections. What an asker hands in is theirs alone; both raise SignalsError."""

    async def imported(self, asker: Asker) -> bool:
        """Tell whether the asker has ever imported anything."""

    async def preview(self, asker: Asker, file: str, now: datetime) -> Export:
        """Read a file and tell what saving it would change; nothing is stored."""

    async def save(self, asker: Asker, file: str, now: datetime) -> Export:
        """Take the file's connections in, for the asker alone, in place of those before."""
