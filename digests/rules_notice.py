"""What people are told while a file of rules is wrong."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from digests.dates import day_and_time
from digests.texts import say


def wrong_rules(faults: Sequence[str], since: datetime, zone: ZoneInfo) -> str:
    """Say in one line that the last good rules are in force, since when, and what the first fault is."""
    more = say("rules_more", count=len(faults) - 1) if len(faults) > 1 else ""
    return say("rules_wrong", since=day_and_time(since, zone), fault=faults[0], more=more)
