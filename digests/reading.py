"""A drawn message taken apart again: its blocks as paragraphs of pieces, for the terminal.

It knows the blocks that digests/blocks.py, buttons.py and views/ make, and shows nothing for others;
html_blocks.py draws the HTML pages.
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
            yield Look.HEADER, [Run(string_in(node_in(block, "text"), "text"))]
        case "divider":
            yield Look.DIVIDER, []
        case "context":
            yield Look.CONTEXT, _joined(nodes_in(block, "elements"))
        case "actions":
            yield Look.BUTTONS, [Run(_face(element)) for element in nodes_in(block, "elements")]
        case "input":
            yield from _input(block)
        case "section":
            if words := node_in(block, "text"):
                yield Look.TEXT, _mrkdwn(words)
            for field in nodes_in(block, "fields"):
                yield Look.FIELD, _mrkdwn(field)
        case "rich_text":
            for element in nodes_in(block, "elements"):
                yield from _rich(element)


def _face(element: Node) -> str:
    """Give what a button says; a menu is three dots."""
    return string_in(node_in(element, "text"), "text") or "⋯"


def _input(block: Node) -> Iterator[tuple[Look, list[Run]]]:
    element = node_in(block, "element")
    yield Look.LABEL, [Run(string_in(node_in(block, "label"), "text"), bold=True)]
    chosen = [string_in(element, "initial_date") or string_in(element, "initial_value")]
    chosen += [
        string_in(one, "value") for one in (node_in(element, "initial_option"), *nodes_in(element, "initial_options"))
    ]
    options = nodes_in(element, "options")
    for option in options:
        mark = "● " if string_in(option, "value") in chosen else "○ "
        hint = string_in(node_in(option, "description"), "text")
        words = mark + string_in(node_in(option, "text"), "text")
        yield Look.CHOICE, [Run(words), Run(f"  {hint}", italic=True)] if hint else [Run(words)]
    if not options:
        yield Look.INPUT, [Run(chosen[0] or string_in(node_in(element, "placeholder"), "text"))]
    if hint := string_in(node_in(block, "hint"), "text"):
        yield Look.CONTEXT, [Run(hint)]


def _rich(element: Node) -> Iterator[tuple[Look, list[Run]]]:
    if element.get("type") == "rich_text_list":
        for member in nodes_in(element, "elements"):
            yield Look.BULLET, [_run(part) for part in nodes_in(member, "elements")]
    else:
        look = Look.QUOTE if element.get("type") == "rich_text_quote" else Look.TEXT
        yield look, [_run(part) for part in nodes_in(element, "elements")]


def _run(part: Node) -> Run:
    style = node_in(part, "style")
    words = string_in(part, "fallback" if part.get("type") == "date" else "text")
    if part.get("type") == "user":
        words = "@" + string_in(part, "user_id")
    if part.get("type") == "channel":
        words = "#" + string_in(part, "channel_id")
    return Run(
        words, bool(style.get("bold")), bool(style.get("italic")), bool(style.get("strike")), string_in(part, "url")
    )


def _joined(elements: Sequence[Node]) -> list[Run]:
    runs: list[Run] = []
    for element in elements:
        runs += [Run(WIDE), *_mrkdwn(element)] if runs else _mrkdwn(element)
    return runs


def _mrkdwn(element: Node) -> list[Run]:
    return [_from_piece(piece) for piece in pieces(string_in(element, "text"))]


def _from_piece(piece: Piece) -> Run:
    return Run(piece.text, bold=piece.bold, url=piece.url)


def node_in(node: Node, key: str) -> Node:
    """Read the part of a node under `key`; an empty one where there is none."""
    value = node.get(key)
    return value if isinstance(value, Mapping) else {}


def nodes_in(node: Node, key: str) -> list[Node]:
    """Read the list of nodes under `key`; an empty one where there is none."""
    value = node.get(key)
    return [member for member in value if isinstance(member, Mapping)] if isinstance(value, Sequence) else []


def string_in(node: Node, key: str) -> str:
    """Read the words under `key`; "" where there are none."""
    value = node.get(key)
    return value if isinstance(value, str) else ""
