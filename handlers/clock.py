"""The two clocks: the wall for what people read and the database keeps, the monotonic one for waits (G7)."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime


def wall() -> datetime:
    """Tell the time in UTC."""
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Clock:
    """`now` is in UTC and may jump; `tick` is seconds and never goes back."""

    now: Callable[[], datetime] = wall
    tick: Callable[[], float] = time.monotonic
