"""What the commands ask of all that is stored: who moved, what was told, what can be found."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Protocol

from digests.draw_rules import Tried
from digests.draw_sources import Faring
from handlers.asker import Asker
from model.story import Story
from rules.language import Rule
from stories.moves import Flow, Move


class Archive(Protocol):
    """Looks back. What it tells may be shown in a channel, but for `mine`."""

    async def moves(self, since: datetime, companies: Collection[str] = ()) -> Sequence[Move]:
        """List who moved from where to where, first told at or after `since`; at best of `companies` alone."""

    async def flow(self, company: str, since: datetime) -> Sequence[Flow]:
        """Count the moves from and to a company, however its name is written, the latest month first."""

    async def search(self, words: Sequence[str], since: datetime) -> Sequence[Story]:
        """List the latest some hundreds of stories since `since` in which every word stands, the latest first."""

    async def sources(self, now: datetime) -> Sequence[Faring]:
        """Tell how every configured source fares at `now`, and what it costs; one never asked has never been polled."""

    async def rules(self) -> tuple[Sequence[Rule], Mapping[str, tuple[int, int]]]:
        """List the rules in force, and by rule how many of how many opinions called it useful."""

    async def tried(self, days: int, now: datetime) -> Sequence[Tried]:
        """Try the rules in force on what is stored: on how many of the last days each gave points."""

    async def mine(self, company: str, asker: Asker, now: datetime) -> Sequence[Story]:
        """List what the asker's own imports tell of a company's people, to the asker alone, the latest first."""
