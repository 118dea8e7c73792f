"""What somebody's export of their connections holds, in numbers: nobody in it is named here."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Export:
    """Counts of an export against the one before: `first` when there is none, and nothing moved then.

    `unreadable` are the numbers of the lines that could not be read. `told` is whether what moved is told to its owner
    at all: not while our own company is not known.
    """

    rows: int
    new: int
    moved: int
    gone: int
    unreadable: tuple[int, ...]
    first: bool
    told: bool = True
