"""A drawn message taken apart again: its blocks as paragraphs of pieces, for the terminal and the HTML page.

It knows the blocks that digests/blocks.py, buttons.py and views/ make, and shows nothing for others.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from digests.mrkdwn import Piece, pieces
from model.message import Block, Drawn

Node = Mapping[str, object]
# Between the members of a context block.
WIDE = "\u2003"


class Look(StrEnum):
    """How a paragraph looks."""

    HEADER = "header"
    TEXT = "text"
    QUOTE = "quote"
    BULLET = "bullet"
    CONTEXT = "context"
    FIELD = "field"
    BUTTONS = "buttons"
    LABEL = "label"
    INPUT = "input"
    CHOICE = "choice"
    DIVIDER = "divider"


@dataclass(frozen=True, slots=True)
class Run:
    """Words of one style; `url` makes them a link."""

    text: str
    bold: bool = False
    italic: bool = False
    strike: bool = False
    url: str = ""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One line of a message; paragraphs of one block share `block`."""

    look: Look
    runs: tuple[Run, ...]
    block: int


def paragraphs(drawn: Drawn) -> Iterator[Paragraph]:
    """Take a drawn message apart, top to bottom."""
    for number, block in enumerate(drawn.blocks):
        for look, runs in _block(block):
            yield Paragraph(look, tuple(runs), number)


def _block(block: Block) -> Iterator[tuple[Look, list[Run]]]:
    match block.get("type"):
        case "header":
            yield Look.HEADER, [Run(_string(_node(block, "text"), "text"))]
        case "divider":
            yield Look.DIVIDER, []
        case "context":
            yield Look.CONTEXT, _joined(_nodes(block, "elements"))
        case "actions":
            yield Look.BUTTONS, [Run(_face(element)) for element in _nodes(block, "elements")]
        case "input":
            yield from _input(block)
        case "section":
            if words := _node(block, "text"):
                yield Look.TEXT, _mrkdwn(words)
            for field in _nodes(block, "fields"):
                yield Look.FIELD, _mrkdwn(field)
        case "rich_text":
            for element in _nodes(block, "elements"):
                yield from _rich(element)


def _face(element: Node) -> str:
    """Give what a button says; a menu is three dots."""
    return _string(_node(element, "text"), "text") or "⋯"


def _input(block: Node) -> Iterator[tuple[Look, list[Run]]]:
    element = _node(block, "element")
    yield Look.LABEL, [Run(_string(_node(block, "label"), "text"), bold=True)]
    chosen = [_string(element, "initial_date") or _string(element, "initial_value")]
    chosen += [_string(one, "value") for one in (_node(element, "initial_option"), *_nodes(element, "initial_options"))]
    options = _nodes(element, "options")
    for option in options:
        mark = "● " if _string(option, "value") in chosen else "○ "
        hint = _string(_node(option, "description"), "text")
        words = mark + _string(_node(option, "text"), "text")
        yield Look.CHOICE, [Run(words), Run(f"  {hint}", italic=True)] if hint else [Run(words)]
    if not options:
        yield Look.INPUT, [Run(chosen[0] or _string(_node(element, "placeholder"), "text"))]
    if hint := _string(_node(block, "hint"), "text"):
        yield Look.CONTEXT, [Run(hint)]


def _rich(element: Node) -> Iterator[tuple[Look, list[Run]]]:
    if element.get("type") == "rich_text_list":
        for member in _nodes(element, "elements"):
            yield Look.BULLET, [_run(part) for part in _nodes(member, "elements")]
    else:
        look = Look.QUOTE if element.get("type") == "rich_text_quote" else Look.TEXT
        yield look, [_run(part) for part in _nodes(element, "elements")]


def _run(part: Node) -> Run:
    style = _node(part, "style")
    words = _string(part, "fallback" if part.get("type") == "date" else "text")
    if part.get("type") == "user":
        words = "@" + _string(part, "user_id")
    if part.get("type") == "channel":
        words = "#" + _string(part, "channel_id")
    return Run(
        words, bool(style.get("bold")), bool(style.get("italic")), bool(style.get("strike")), _string(part, "url")
    )


def _joined(elements: Sequence[Node]) -> list[Run]:
    runs: list[Run] = []
    for element in elements:
        runs += [Run(WIDE), *_mrkdwn(element)] if runs else _mrkdwn(element)
    return runs


def _mrkdwn(element: Node) -> list[Run]:
    return [_from_piece(piece) for piece in pieces(_string(element, "text"))]


def _from_piece(piece: Piece) -> Run:
    return Run(piece.text, bold=piece.bold, url=piece.url)


def _node(node: Node, key: str) -> Node:
    value = node.get(key)
    return value if isinstance(value, Mapping) else {}


def _nodes(node: Node, key: str) -> list[Node]:
    value = node.get(key)
    return [member for member in value if isinstance(member, Mapping)] if isinstance(value, Sequence) else []


def _string(node: Node, key: str) -> str:
    value = node.get(key)
    return value if isinstance(value, str) else ""
