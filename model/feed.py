"""A feed that somebody added by command, and what a first look at one shows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class AddedFeed:
    """Its address, who added it and when."""

    url: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class FirstLook:
    """What an address answered: how many entries, and the newest titles with their days."""

    name: str
    entries: int
    newest: tuple[tuple[datetime, str], ...]
