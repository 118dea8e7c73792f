"""What the commands ask of all that is stored: who moved, what was told, what can be found."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from model.story import Story
from stories.moves import Flow, Move


class Archive(Protocol):
    """Looks back. What it tells may be shown in a channel."""

    async def moves(self, since: datetime) -> Sequence[Move]:
        """List who moved from where to where, first told at or after `since`."""

    async def flow(self, company: str, since: datetime) -> Sequence[Flow]:
        """Count the moves from and to a company, however its name is written, the latest month first."""

    async def search(self, words: Sequence[str], since: datetime) -> Sequence[Story]:
        """List the stories last seen at or after `since` in which every word stands, the latest first."""
