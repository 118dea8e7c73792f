"""What a tool of ours sent on is read as any text; what it says of people is its owner's alone."""

from __future__ import annotations

from dataclasses import replace

from model.item import Relayed
from model.signal import Certainty, Kind, Signal
from signals.merging import Reading

# What was published nowhere is hearsay: no other outlet is confirmed by it.
_HEARSAY = {Certainty.REPORTED: Certainty.RUMOUR, Certainty.PLANNED: Certainty.RUMOUR}


def owned(said: Reading, shape: Relayed) -> Reading:
    """Keep what the text says, private to the owner where it is about a person.

    That somebody looks around is private wherever it was published: their employer may read along (requirement P1).
    """
    return Reading(tuple(_owned(one, shape) for one in said.signals), said.about)


def _owned(signal: Signal, shape: Relayed) -> Signal:
    if not shape.published:
        signal = replace(signal, certainty=_HEARSAY.get(signal.certainty, signal.certainty))
    looking = signal.kind is Kind.OPEN_TO_WORK and signal.person is not None
    if shape.person or looking or (signal.person and not shape.published):
        return replace(signal, private=True, owner=shape.owner)
    return signal
