"""What the people of a channel chose for it, above config.toml."""

from __future__ import annotations

from dataclasses import dataclass

from model.signal import Kind
from model.story import State
from model.subscription import Density


@dataclass(frozen=True, slots=True)
class Chosen:
    """None where the channel keeps the file's value. Empty `kinds` are all; "" is no quiet hours, and no digest.

    `quiet` and `digest` are written as in config.toml, `zone` is a zone's name, `story_wait` is in seconds.
    """

    threshold: int | None = None
    instant_from: State | None = None
    kinds: frozenset[Kind] | None = None
    cap: int | None = None
    quiet: str | None = None
    digest: str | None = None
    zone: str | None = None
    story_wait: int | None = None
    density: Density | None = None

    def __bool__(self) -> bool:
        """Tell whether anything was chosen."""
        return self != NOTHING


NOTHING = Chosen()
