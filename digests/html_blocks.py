"""Blocks of Block Kit, modals and Home views as HTML that looks like Slack. What it does not know it says visibly."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from html import escape

from digests.html_fields import element, field
from digests.html_words import Pen, label, parts, words
from digests.page_style import AVATAR
from digests.reading import Node, node_in, nodes_in, string_in
from digests.texts import say
from model.message import View

NO_FAULTS: Mapping[str, str] = {}


def draw_blocks(blocks: Sequence[Node], pen: Pen, level: int = 3, wrong: Mapping[str, str] = NO_FAULTS) -> str:
    """Draw blocks under each other; a header is a heading of this level, `wrong` stands under its fields."""
    return "".join(_block(block, pen, level, wrong) for block in blocks)


def draw_modal(view: View, pen: Pen, level: int = 3, wrong: Mapping[str, str] = NO_FAULTS) -> str:
    """Draw a modal with its title and its buttons."""
    title, submit, close = (escape(label(node_in(view, part))) for part in ("title", "submit", "close"))
    do = f'<button type="button" class="button done">{submit}</button>' if submit else ""
    return (
        f'<div class="modal" role="group" aria-label="{title}"><div class="top">{AVATAR}<b>{title}</b></div>'
        f'<div class="inside">{draw_blocks(nodes_in(view, "blocks"), pen, level, wrong)}</div>'
        f'<div class="foot"><button type="button" class="button">{close}</button>{do}</div></div>\n'
    )


def draw_home(view: View, pen: Pen, level: int = 3) -> str:
    """Draw the Home tab of the app."""
    names = (say("page_tab_home"), say("page_tab_messages"), say("page_tab_about"))
    tabs = "".join(f"<span>{escape(name)}</span>" for name in names)
    return (
        f'<div class="home"><div class="top">{AVATAR}<b>{escape(say("bot_name"))}</b></div><div class="tabs">{tabs}'
        f'</div><div class="inside">{draw_blocks(nodes_in(view, "blocks"), pen, level)}</div></div>\n'
    )


def _block(block: Node, pen: Pen, level: int, wrong: Mapping[str, str]) -> str:
    match block.get("type"):
        case "header":
            return f'<h{level} class="header">{words(node_in(block, "text"), pen)}</h{level}>\n'
        case "input":
            return field(block, pen, wrong.get(string_in(block, "block_id"), ""))
        case str(kind) if kind in BLOCKS:
            return BLOCKS[kind](block, pen)
        case other:
            return pen.notice(f"block {other}")


def _divider(block: Node, pen: Pen) -> str:
    return "<hr>\n"


def _context(block: Node, pen: Pen) -> str:
    members = nodes_in(block, "elements")
    drawn = (element(one, pen) if one.get("type") == "image" else words(one, pen) for one in members)
    return '<div class="context">' + " ".join(f"<span>{one}</span>" for one in drawn) + "</div>\n"


def _actions(block: Node, pen: Pen) -> str:
    return '<div class="buttons">' + "".join(element(one, pen) for one in nodes_in(block, "elements")) + "</div>\n"


def _section(block: Node, pen: Pen) -> str:
    text = node_in(block, "text")
    drawn = f'<div class="text">{words(text, pen)}</div>' if text else ""
    if fields := nodes_in(block, "fields"):
        drawn += '<div class="fields">' + "".join(f"<div>{words(one, pen)}</div>" for one in fields) + "</div>"
    if accessory := node_in(block, "accessory"):
        beside = element(accessory, pen, label(text))
        return f'<div class="section"><div>{drawn}</div><div class="beside">{beside}</div></div>\n'
    return drawn + "\n"


def _rich(block: Node, pen: Pen) -> str:
    return "".join(_paragraph(one, pen) for one in nodes_in(block, "elements"))


def _paragraph(one: Node, pen: Pen) -> str:
    match one.get("type"):
        case "rich_text_section":
            return f'<div class="text">{parts(one, pen)}</div>\n'
        case "rich_text_quote":
            return f"<blockquote>{parts(one, pen)}</blockquote>\n"
        case "rich_text_preformatted":
            return f'<pre tabindex="0">{parts(one, pen)}</pre>\n'
        case "rich_text_list":
            tag = "ol" if one.get("style") == "ordered" else "ul"
            lines = "".join(f"<li>{parts(member, pen)}</li>" for member in nodes_in(one, "elements"))
            return f"<{tag}>{lines}</{tag}>\n"
        case other:
            return pen.notice(f"rich_text element {other}")


def _image(block: Node, pen: Pen) -> str:
    title = words(node_in(block, "title"), pen)
    return f"<figure>{element(block, pen)}{f'<figcaption>{title}</figcaption>' if title else ''}</figure>\n"


def _table(block: Node, pen: Pen) -> str:
    rows = block.get("rows")
    drawn = []
    for number, row in enumerate(rows if isinstance(rows, list | tuple) else ()):
        tag = "td" if number else "th"
        cells = (f"<{tag}>{_cell(cell, pen)}</{tag}>" for cell in row if isinstance(cell, Mapping))
        drawn.append(f"<tr>{''.join(cells)}</tr>")
    return f'<div class="table" tabindex="0"><table>{"".join(drawn)}</table></div>\n'


def _cell(cell: Node, pen: Pen) -> str:
    return _rich(cell, pen) if cell.get("type") == "rich_text" else escape(string_in(cell, "text"))


def _markdown(block: Node, pen: Pen) -> str:
    return f'<div class="text">{escape(string_in(block, "text"))}</div>\n'


BLOCKS: Mapping[str, Callable[[Node, Pen], str]] = {
    "divider": _divider,
    "context": _context,
    "actions": _actions,
    "section": _section,
    "rich_text": _rich,
    "image": _image,
    "table": _table,
    "markdown": _markdown,
}
