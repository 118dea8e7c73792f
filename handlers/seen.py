"""Remembers what was handled already, for ten minutes and in a bounded space (requirements B2, B6)."""

from __future__ import annotations

from collections import OrderedDict

REMEMBERED = 600.0
MOST = 20_000


class Seen:
    """Keys of requests that were let in. Only requests with a good signature get here, so nobody can flood it."""

    def __init__(self, remembered: float = REMEMBERED, most: int = MOST) -> None:
        self._remembered = remembered
        self._most = most
        self._at: OrderedDict[str, float] = OrderedDict()

    def first(self, key: str, tick: float) -> bool:
        """Tell whether `key` is new at this moment, in monotonic seconds, and remember it."""
        while self._at and (len(self._at) > self._most or next(iter(self._at.values())) <= tick - self._remembered):
            self._at.popitem(last=False)
        if key in self._at:
            return False
        self._at[key] = tick
        return True

    def forget(self, key: str) -> None:
        """Let `key` in again: handling it failed."""
        self._at.pop(key, None)
