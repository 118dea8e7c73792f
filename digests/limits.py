"""Slack's limits for one message or view, in one place: whatever is drawn is measured here before it is posted."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from digests.escape import size
from model.message import Block, Drawn, View

MOST_BLOCKS = 50
MOST_VIEW_BLOCKS = 100
# Slack refuses about 13,200 characters over all blocks and does not say how it counts them (bolt-js #2509, #2867: a
# message with 11,341 characters of text was refused). The whole JSON under 12,000 is safe however it counts.
MOST_CHARACTERS = 12_000
LONGEST_FALLBACK = 3000

# What a text under this key of this block or element type may measure.
LONGEST: Mapping[tuple[str, str], int] = {
    ("header", "text"): 150,
    ("section", "text"): 3000,
    ("section", "fields"): 2000,
    ("context", "elements"): 3000,
    ("button", "text"): 75,
    ("button", "value"): 2000,
    ("markdown", "text"): 12_000,
    ("image", "alt_text"): 2000,
    ("image", "title"): 2000,
    ("input", "label"): 2000,
    ("input", "hint"): 2000,
    ("plain_text_input", "initial_value"): 3000,
    ("option", "text"): 75,
    ("option", "description"): 75,
    ("option", "value"): 150,
    ("option_group", "label"): 75,
    ("confirm", "title"): 100,
    ("confirm", "text"): 300,
    ("confirm", "confirm"): 30,
    ("confirm", "deny"): 30,
    ("modal", "title"): 24,
    ("modal", "submit"): 24,
    ("modal", "close"): 24,
    ("text", "text"): 3000,
    ("link", "text"): 3000,
    ("mrkdwn", "text"): 3000,
    ("plain_text", "text"): 3000,
}
# How many members a list under this key may have.
MOST: Mapping[tuple[str, str], int] = {
    ("section", "fields"): 10,
    ("context", "elements"): 10,
    ("actions", "elements"): 25,
    ("table", "rows"): 100,
    ("overflow", "options"): 5,
    ("radio_buttons", "options"): 10,
    ("checkboxes", "options"): 10,
    ("static_select", "options"): 100,
    ("static_select", "option_groups"): 100,
    ("multi_static_select", "options"): 100,
    ("multi_static_select", "option_groups"): 100,
    ("option_group", "options"): 100,
}
LEAST: Mapping[tuple[str, str], int] = {
    ("overflow", "options"): 2,
    ("radio_buttons", "options"): 1,
    ("checkboxes", "options"): 1,
    ("static_select", "options"): 1,
}
# Parts that say no type of their own: what they are follows from the key under which they stand.
ROLES: Mapping[str, str] = {
    "options": "option",
    "initial_option": "option",
    "initial_options": "option",
    "option_groups": "option_group",
    "confirm": "confirm",
}
LONGEST_ANYWHERE: Mapping[str, int] = {
    "placeholder": 150,
    "private_metadata": 3000,
    "block_id": 255,
    "action_id": 255,
    "callback_id": 255,
    "url": 3000,
    "image_url": 3000,
}
NEVER_EMPTY = frozenset({"text", "url", "elements", "fields", "rows", "name", "alt_text"})


def weight(blocks: Sequence[Block]) -> int:
    """Measure blocks as Slack gets them: UTF-16 code units of their JSON."""
    return size(json.dumps([dict(block) for block in blocks], ensure_ascii=False, separators=(",", ":")))


def faults(drawn: Drawn) -> list[str]:
    """List every reason why Slack would refuse or cut this message; an empty list for a message that is right."""
    found: list[str] = []
    if not drawn.text.strip():
        found.append("the fallback text is empty")
    if size(drawn.text) > LONGEST_FALLBACK:
        found.append(f"the fallback text has {size(drawn.text)} characters, {LONGEST_FALLBACK} are allowed")
    if len(drawn.blocks) > MOST_BLOCKS:
        found.append(f"{len(drawn.blocks)} blocks, {MOST_BLOCKS} are allowed")
    heavy = weight(drawn.blocks)
    if heavy > MOST_CHARACTERS:
        found.append(f"{heavy} characters over all blocks, {MOST_CHARACTERS} are allowed")
    found.extend(_same_ids(drawn.blocks))
    found.extend(_same_actions(drawn.blocks))
    if sum(block.get("type") == "table" for block in drawn.blocks) > 1:
        found.append("more than one table, one is allowed")
    for number, block in enumerate(drawn.blocks):
        found.extend(_faults_in(block, f"block {number}"))
    return found


def view_faults(view: View) -> list[str]:
    """List every reason why Slack would refuse this modal or Home view; an empty list for one that is right."""
    kind, blocks = view.get("type"), view.get("blocks")
    blocks = blocks if isinstance(blocks, Sequence) else ()
    found: list[str] = []
    if kind not in ("modal", "home"):
        found.append(f"a view of the type {kind!r}")
    if kind == "modal" and not view.get("title"):
        found.append("the modal has no title")
    if kind == "modal" and not view.get("submit") and any(block.get("type") == "input" for block in blocks):
        found.append("the modal has inputs and no submit")
    if not 0 < len(blocks) <= MOST_VIEW_BLOCKS:
        found.append(f"{len(blocks)} blocks, 1 to {MOST_VIEW_BLOCKS} are allowed")
    found.extend(_same_ids(blocks))
    found.extend(_same_actions(blocks))
    found.extend(_faults_in(view, "view"))
    return found


def _same_ids(blocks: Sequence[Block]) -> Iterator[str]:
    ids = Counter(block["block_id"] for block in blocks if "block_id" in block)
    return (f"block_id {name} stands {times} times" for name, times in ids.items() if times > 1)


def _same_actions(blocks: Sequence[Block]) -> Iterator[str]:
    for number, block in enumerate(blocks):
        elements = block.get("elements")
        if block.get("type") == "actions" and isinstance(elements, Sequence):
            ids = Counter(str(element.get("action_id")) for element in elements if isinstance(element, Mapping))
            yield from (f"block {number} action_id {name} stands {n} times" for name, n in ids.items() if n > 1)


def _faults_in(node: Mapping[str, object], where: str, role: str = "") -> Iterator[str]:
    kind = str(node.get("type", role))
    for key, value in node.items():
        path = f"{where} {kind}.{key}"
        longest = LONGEST.get((kind, key), LONGEST_ANYWHERE.get(key))
        if key in NEVER_EMPTY and value in ("", [], ()):
            yield f"{path} is empty"
        if isinstance(value, str):
            yield from _too_long(value, longest, path)
        elif isinstance(value, Mapping):
            yield from _too_long(str(value.get("text", "")), longest, path)
            yield from _faults_in(value, path, ROLES.get(key, ""))
        elif isinstance(value, Sequence):
            yield from _faults_in_list(value, (kind, key), path)


def _faults_in_list(members: Sequence[object], place: tuple[str, str], path: str) -> Iterator[str]:
    most, least = MOST.get(place), LEAST.get(place, 0)
    if most is not None and len(members) > most:
        yield f"{path} has {len(members)} members, {most} are allowed"
    if len(members) < least:
        yield f"{path} has {len(members)} members, {least} are needed"
    for number, member in enumerate(members):
        if isinstance(member, Mapping):
            yield from _too_long(str(member.get("text", "")), LONGEST.get(place), f"{path}[{number}]")
            yield from _faults_in(member, f"{path}[{number}]", ROLES.get(place[1], ""))
        elif isinstance(member, Sequence) and not isinstance(member, str):
            yield from _faults_in_list(member, place, f"{path}[{number}]")


def _too_long(text: str, longest: int | None, path: str) -> Iterator[str]:
    if longest is not None and size(text) > longest:
        yield f"{path} has {size(text)} characters, {longest} are allowed"
