"""Draws a modal once more as it was filled in, with what is wrong above it: for faults too late for their fields."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from digests.blocks import line, rich, text
from digests.limits import MOST_VIEW_BLOCKS
from handlers.modals import Wrong
from model.message import View

# What a view that Slack sends back holds besides these is Slack's own.
KEPT = ("type", "callback_id", "title", "submit", "close", "private_metadata", "blocks")
# Which key of an element holds what was filled in, and under which it is shown again.
FILLED = {"value": "initial_value", "selected_option": "initial_option", "selected_options": "initial_options"}


def again(view: Mapping[str, Any], wrong: Wrong) -> View:
    """Draw it: `view` is the submitted one as Slack sends it. A file has to be handed in anew, for Slack shows none."""
    values = (view.get("state") or {}).get("values") or {}
    blocks = [_filled(block, values.get(block.get("block_id")) or {}) for block in view.get("blocks") or ()]
    faults = rich(line(text("⚠️ "), text(" ".join(wrong.fields.values()), bold=True, cap=600))).to_dict()
    kept = {key: view[key] for key in KEPT if view.get(key)}
    return {**kept, "blocks": [faults, *blocks][:MOST_VIEW_BLOCKS]}


def _filled(block: Mapping[str, Any], values: Mapping[str, Any]) -> Mapping[str, Any]:
    element = block.get("element")
    if not isinstance(element, Mapping):
        return block
    said = values.get(str(element.get("action_id"))) or {}
    shown = {initial: said[key] for key, initial in FILLED.items() if said.get(key)}
    kept = {key: value for key, value in element.items() if key not in FILLED.values()}
    return {**block, "element": {**kept, **shown}}
