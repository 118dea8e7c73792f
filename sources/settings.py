"""Types that several sources' settings share."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Annotated

from pydantic import BeforeValidator, PlainSerializer

_SPELLED = re.compile(r"(\d{1,6})([smhd])")
_UNITS = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days"}


def duration(text: object) -> timedelta:
    """Read "45s", "15m", "1h" or "2d"; a timedelta stays what it is. Raises ValueError with what to write instead."""
    if isinstance(text, timedelta):
        return text
    match = _SPELLED.fullmatch(text.strip()) if isinstance(text, str) else None
    if match is None or int(match[1]) == 0:
        raise ValueError(f'{text!r} is not a length of time: write it like "45s", "15m", "1h" or "2d"')
    return timedelta(**{_UNITS[match[2]]: int(match[1])})


def spelled(length: timedelta) -> str:
    """Spell a length of whole seconds with the largest unit that fits: 900 seconds are "15m"."""
    seconds = int(length.total_seconds())
    for unit, size in (("d", 86_400), ("h", 3_600), ("m", 60)):
        if seconds % size == 0:
            return f"{seconds // size}{unit}"
    return f"{seconds}s"


Duration = Annotated[timedelta, BeforeValidator(duration), PlainSerializer(spelled, return_type=str)]
