"""What an answer to one person offers to press, without what would be refused to them."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TypeVar

from model.message import Block, Drawn, View

Shown = TypeVar("Shown")


def offers(shown: object) -> set[str]:
    """List what can be pressed in it, by our words for it."""
    return {str(one.get("action_id")) for block in _blocks(shown) for one in _elements(block)}


def without(shown: Shown, refused: Collection[str]) -> Shown:
    """Take these off it, and the rows that held nothing else."""
    if not refused:
        return shown
    if isinstance(shown, Drawn):
        return replace(shown, blocks=tuple(_kept(shown.blocks, refused)))
    if isinstance(shown, Mapping):
        return {**shown, "blocks": list(_kept(_blocks(shown), refused))}  # type: ignore[return-value]  # a view is one
    return shown


def _blocks(shown: object) -> Sequence[Block]:
    blocks: object = shown.blocks if isinstance(shown, Drawn) else ()
    if isinstance(shown, Mapping):
        view: View = shown
        blocks = view.get("blocks")
    return blocks if isinstance(blocks, Sequence) else ()


def _elements(block: Block) -> list[Mapping[str, object]]:
    """List the buttons and menus of a row. Those that lead to a page alone ask nothing of us."""
    elements = block.get("elements") if block.get("type") == "actions" else None
    found = elements if isinstance(elements, Sequence) else ()
    return [one for one in found if isinstance(one, Mapping) and not one.get("url")]


def _kept(blocks: Sequence[Block], refused: Collection[str]) -> Iterator[Block]:
    for block in blocks:
        gone = [one for one in _elements(block) if one.get("action_id") in refused]
        elements = block.get("elements")
        if not gone or not isinstance(elements, Sequence):
            yield block
        elif len(gone) < len(elements):
            yield {**block, "elements": [one for one in elements if one not in gone]}
