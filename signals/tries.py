"""One match of one pattern, and why it told nothing when it told nothing."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Try:
    """Pattern `source` of entry `entry` matched text[start:end] with these `slots`; `refused` is why it told nothing.

    `refused` is "" when the match told `events` events.
    """

    entry: str
    kind: str
    source: str
    start: int
    end: int
    slots: tuple[tuple[str, str], ...]
    events: int
    refused: str
