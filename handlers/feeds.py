"""What the modals ask about feeds: look at one, add it, remove it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from handlers.asker import Asker
from model.feed import AddedFeed, FirstLook


class FeedBooks(Protocol):
    """Feeds beyond config.toml, for everybody: `add` and `remove` are for admins."""

    def refused(self) -> str:
        """Say why nobody here may add a feed; "" where an admin may."""

    async def added(self) -> Sequence[AddedFeed]:
        """List the feeds that were added, the latest first."""

    def name(self, url: str) -> str:
        """Name a feed to people: its address without what may be a key."""

    async def look(self, url: str, now: datetime) -> FirstLook:
        """Fetch an address and read it. Raises NotReadable with its exact trouble; nothing is stored."""

    async def add(self, asker: Asker, url: str, now: datetime) -> str:
        """Have a feed polled from now on. Return a sentence for the asker."""

    async def remove(self, asker: Asker, url: str, now: datetime) -> str:
        """Have an added feed polled no more. Return a sentence for the asker."""
