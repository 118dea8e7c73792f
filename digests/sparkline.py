"""A score's history as a row of little bars."""

from __future__ import annotations

from collections.abc import Sequence

from digests.texts import say

BARS = "▁▂▃▄▅▆▇█"
GAP = "·"
HIGHEST = 100


def sparkline(history: Sequence[int | None]) -> str:
    """Draw numbers from 0 to 100, oldest first, one bar each; None, where there was no number, becomes a dot."""
    return "".join(GAP if number is None else _bar(number) for number in history)


def change(before: int | None, after: int | None) -> str:
    """Say how a number moved: "▲ 19", "▼ 4", "new"; "" when there is no number now, or the same as before."""
    if after is None or after == before:
        return ""
    if before is None:
        return say("new")
    return f"▲ {after - before}" if after > before else f"▼ {before - after}"


def signed(points: int) -> str:
    """Write "+24", "−8"."""
    return f"−{-points}" if points < 0 else f"+{points}"


def _bar(number: int) -> str:
    kept = min(max(number, 0), HIGHEST)
    return BARS[kept * (len(BARS) - 1) // HIGHEST]
