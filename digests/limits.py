"""Slack's limits for one message, in one place: whatever is drawn is measured here before it is posted."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from digests.escape import size
from model.message import Block, Drawn

MOST_BLOCKS = 50
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
    ("static_select", "options"): 100,
}
LONGEST_ANYWHERE: Mapping[str, int] = {
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
    if sum(block.get("type") == "table" for block in drawn.blocks) > 1:
        found.append("more than one table, one is allowed")
    for number, block in enumerate(drawn.blocks):
        found.extend(_faults_in(block, f"block {number}"))
    return found


def _same_ids(blocks: Sequence[Block]) -> Iterator[str]:
    ids = Counter(block["block_id"] for block in blocks if "block_id" in block)
    return (f"block_id {name} stands {times} times" for name, times in ids.items() if times > 1)


def _faults_in(node: Mapping[str, object], where: str) -> Iterator[str]:
    kind = str(node.get("type", ""))
    for key, value in node.items():
        path = f"{where} {kind}.{key}"
        if key in NEVER_EMPTY and value in ("", [], ()):
            yield f"{path} is empty"
        if isinstance(value, str):
            yield from _too_long(value, LONGEST.get((kind, key), LONGEST_ANYWHERE.get(key)), path)
        elif isinstance(value, Mapping):
            yield from _too_long(str(value.get("text", "")), LONGEST.get((kind, key)), path)
            yield from _faults_in(value, path)
        elif isinstance(value, Sequence):
            yield from _faults_in_list(value, (kind, key), path)


def _faults_in_list(members: Sequence[object], place: tuple[str, str], path: str) -> Iterator[str]:
    most = MOST.get(place)
    if most is not None and len(members) > most:
        yield f"{path} has {len(members)} members, {most} are allowed"
    for number, member in enumerate(members):
        if isinstance(member, Mapping):
            yield from _too_long(str(member.get("text", "")), LONGEST.get(place), f"{path}[{number}]")
            yield from _faults_in(member, f"{path}[{number}]")
        elif isinstance(member, Sequence) and not isinstance(member, str):
            yield from _faults_in_list(member, place, f"{path}[{number}]")


def _too_long(text: str, longest: int | None, path: str) -> Iterator[str]:
    if longest is not None and size(text) > longest:
        yield f"{path} has {size(text)} characters, {longest} are allowed"
