"""What work costs, in CPU seconds that mean the same on a slow and on a busy machine."""

from __future__ import annotations

import re
from collections.abc import Callable
from time import process_time

KNOWN_TEXTS = [f"word{number % 97} of {number}" for number in range(2_000)]
KNOWN_PATTERN = re.compile(r"(?:word|of) ?(\d+)(?: of|$)")
# What the known work takes on the machine whose figures the tests name (a core of a cloud server of 2026).
KNOWN_SECONDS = 0.017


def seconds(work: Callable[[], object], tries: int = 3) -> float:
    """Return the CPU seconds that `work` takes here and now, the best of some tries."""
    taken = []
    for _ in range(tries):
        start = process_time()
        work()
        taken.append(process_time() - start)
    return min(taken)


def cost(work: Callable[[], object], enough: float) -> float:
    """Return the CPU seconds that `work` takes; when that is more than `enough`, as the machine of the figures counts.

    One that is three times slower, or whose cores are shared, takes three times as long for known work as well.
    """
    taken = seconds(work, tries=1)
    if taken <= enough:
        return taken
    return min(taken, seconds(work)) / max(1.0, seconds(_known_work) / KNOWN_SECONDS)


def _known_work() -> None:
    for _ in range(10):
        counts: dict[str, int] = {}
        for text in KNOWN_TEXTS:
            for found in KNOWN_PATTERN.finditer(text):
                counts[found[1]] = counts.get(found[1], 0) + len(text.casefold().split())
