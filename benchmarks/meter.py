"""What a piece of work cost its own process: CPU seconds of all its threads, wall seconds, peak memory.

Uses nothing but the standard library, since it also runs in the environment of whoever we compare ourselves with.
"""

from __future__ import annotations

import json
import resource
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from pathlib import Path

_STATUS = Path("/proc/self/status")
_FORGET = Path("/proc/self/clear_refs")  # "5" makes the peak what is held now


@dataclass(slots=True)
class Cost:
    """`cpu` and `wall` are in seconds, 0 until the work is done.

    `peak_mb` is the most memory that the whole process held meanwhile, where there is no /proc until then.
    """

    cpu: float = 0.0
    wall: float = 0.0
    peak_mb: float = 0.0


@contextmanager
def metered() -> Iterator[Cost]:
    """Measure what happens inside the block."""
    cost = Cost()
    with suppress(OSError):
        _FORGET.write_text("5", "ascii")
    cpu, wall = time.process_time(), time.perf_counter()
    yield cost
    cost.cpu, cost.wall = time.process_time() - cpu, time.perf_counter() - wall
    cost.peak_mb = _peak_mb()


def report(cost: Cost, **counts: int) -> None:
    """Print what was measured as one line of JSON, for the process that started this one."""
    print(json.dumps({**asdict(cost), **counts}), flush=True)


def _peak_mb() -> float:
    """Return the most memory this process has held since it was last forgotten, in MB of a million bytes.

    Linux carries the figure of getrusage() over from the process that started this one; /proc does not.
    """
    if _STATUS.exists():
        line = next(line for line in _STATUS.read_text("ascii").splitlines() if line.startswith("VmHWM:"))
        return int(line.split()[1]) * 1024 / 1e6
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / 1e6 if sys.platform == "darwin" else peak * 1024 / 1e6
