"""Finds the time zone that somebody means."""

from __future__ import annotations

from functools import cache
from zoneinfo import ZoneInfo, available_timezones

from handlers.words import nearest


def zone_of(typed: str) -> ZoneInfo | tuple[str, ...]:
    """Find a zone by its name or its city, whatever the case; else the names that are like it."""
    wanted = _plain(typed)
    if name := _zones().get(wanted):
        return ZoneInfo(name)
    near = nearest(wanted, list(_zones())) if wanted else ()
    return tuple(dict.fromkeys(_zones()[one] for one in near))


@cache
def _zones() -> dict[str, str]:
    """Map plain names to zones: whole names before cities, and of two cities of one name the first."""
    names = sorted(name for name in available_timezones() if not name.startswith(("posix/", "right/", "SystemV/")))
    cities = {_plain(name.rpartition("/")[2]): name for name in reversed(names) if "/" in name}
    return cities | {_plain(name): name for name in names}


def _plain(name: str) -> str:
    return " ".join(name.replace("_", " ").casefold().split())
