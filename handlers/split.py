"""Cuts a drawing that is too long for one message into several that are not."""

from __future__ import annotations

from digests.escape import shorten
from digests.limits import LONGEST_FALLBACK, weight
from model.message import Block, Drawn

BLOCKS = 45
CHARACTERS = 11_000


def pieces(drawn: Drawn) -> tuple[Drawn, ...]:
    """Cut between blocks, in order and without loss: at most 45 blocks and 11,000 characters a piece.

    The first piece keeps the text; a single block that is longer than that stays whole, for the caller to find.
    """
    parts: list[list[Block]] = [[]]
    size = 0
    for block in drawn.blocks:
        length = weight([block])
        if parts[-1] and (len(parts[-1]) == BLOCKS or size + length > CHARACTERS):
            parts.append([])
            size = 0
        parts[-1].append(block)
        size += length
    text = shorten(drawn.text, LONGEST_FALLBACK)
    return tuple(Drawn(text if place == 0 else "…", tuple(part)) for place, part in enumerate(parts))
