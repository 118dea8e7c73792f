"""What registers and lists of lay-offs say by now: a notice that the same one has corrected holds no more."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

from model.signal import Signal
from signals.notices import LISTED, OFFICIAL

# How many parts, with dots between, the key of a notice has.
PARTS = {OFFICIAL: 2, LISTED: 3}
_NEVER = datetime.min.replace(tzinfo=UTC)


def standing(evidence: Sequence[Signal]) -> Sequence[Signal]:
    """Leave out each notice whose number its own register or list has corrected since, upwards or downwards."""
    last: dict[tuple[str, str], Signal] = {}
    for signal in evidence:
        row = row_of(signal)
        if row is not None and signal.headcount and (row not in last or age(signal) > age(last[row])):
            last[row] = signal
    if not last:
        return evidence
    return [one for one in evidence if age(one) >= age(last.get(row_of(one) or ("", ""), one))]


def row_of(signal: Signal) -> tuple[str, str] | None:
    """Name the line of a register or a list that a notice is; None for what is none.

    A register's key begins with what stands for company and site (sources/warn), a list's with what stands for company
    and day, and for the place (sources/layoffs). Before the place was there, nobody can tell which line it was.
    """
    needed = PARTS.get(signal.pattern)
    if needed is None:
        return None
    source, key = signal.item
    line, *said = key.rsplit(".", 1)
    return (source, line) if said and line.count(".") == needed - 2 else None


def age(signal: Signal) -> tuple[datetime, datetime]:
    """Sort key of the notices of one line by how new they are."""
    return signal.published, signal.heard or _NEVER
