"""From raw points to a number between 0 and 100 that its whole-number reasons sum to exactly."""

from __future__ import annotations

import math
from collections.abc import Sequence

# Raw points that make a number 50. Twice as many make 67, three times 75, ten times 91: a company with many reasons
# still moves when one more comes, which an exponential bound would hide at 99.
HALF = 45.0


def bounded(raw: float) -> int:
    """Press raw points, 0 or more, into 0 to 100 without a cliff."""
    return round(100 * raw / (raw + HALF)) if raw > 0 else 0


def apportion(parts: Sequence[float], total: int) -> list[int]:
    """Share a whole total among parts (each 0 or more) by largest remainder; the shares sum to it exactly."""
    whole = math.fsum(parts)
    if whole <= 0:
        return [0] * len(parts)
    exact = [part * total / whole for part in parts]
    shares = [math.floor(share) for share in exact]
    by_rest = sorted(range(len(parts)), key=lambda i: (shares[i] - exact[i], -parts[i], i))
    for i in by_rest[: total - sum(shares)]:
        shares[i] += 1
    return shares
