"""One real-world event, told by one or many."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from model.signal import Kind, Signal, SourceClass


class State(StrEnum):
    """How far a story can be believed; a change of state is news, a further outlet is not."""

    RUMOURED = "rumoured"
    REPORTED = "reported"
    CONFIRMED = "confirmed"
    DENIED = "denied"


@dataclass(frozen=True, slots=True)
class Story:
    """The signals of one event together.

    `id` is given when the story opens and never changes. `evidence` is sorted by (published, item) and holds each
    item once. `outlets` are distinct sites in order of appearance. `private` holds when every signal is.
    `silent` marks a story told only by items that were already old on a source's first poll: it counts in scores and
    never speaks.
    """

    id: str
    kind: Kind
    company: str
    people: tuple[str, ...]
    state: State
    first_seen: datetime
    last_seen: datetime
    evidence: tuple[Signal, ...]
    outlets: tuple[str, ...]
    source_classes: frozenset[SourceClass]
    private: bool = False
    silent: bool = False
