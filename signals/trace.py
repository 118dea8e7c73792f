"""Notes of how one text was read, for whoever asks why. A reading that nobody asks about takes none."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from signals.companies import Mention
from signals.events import Event
from signals.tries import Try
from signals.units import Sentence


@dataclass(slots=True)
class Trace:
    """What each step made of a text: `mentions` of names, `sentences` as units, `tries` of patterns, events `told`.

    `possible` says whether a glance at the words would have let the text be read at all; `kept` are the events left
    when each is told once.
    """

    text: str = ""
    language: str = ""
    possible: bool = False
    mentions: Sequence[Mention] = ()
    sentences: Sequence[Sentence] = ()
    tries: list[Try] = field(default_factory=list)
    told: Sequence[Event] = ()
    kept: Sequence[Event] = ()
