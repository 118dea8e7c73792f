"""Elements of Block Kit as HTML: buttons, menus and fields, each with a name that a screen reader can say."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from html import escape

from digests.escape import safe_url
from digests.html_words import Pen, label, words
from digests.reading import Node, node_in, nodes_in, string_in
from digests.texts import say

# Selects whose lines Slack fills in itself.
FROM_SLACK = ("users", "conversations", "channels", "external")
SELECTS = frozenset({"static_select", *(f"{whom}_select" for whom in FROM_SLACK)})
SEVERAL = frozenset(f"multi_{one}" for one in SELECTS)
# What the browser calls the simple fields, and where their first value stands.
PLAIN = {
    "plain_text_input": ("text", "initial_value"),
    "email_text_input": ("email", "initial_value"),
    "url_text_input": ("url", "initial_value"),
    "number_input": ("number", "initial_value"),
    "datepicker": ("date", "initial_date"),
    "timepicker": ("time", "initial_time"),
    "datetimepicker": ("datetime-local", "initial_date_time"),
    "file_input": ("file", ""),
}
CHOICES = {"radio_buttons": "radio", "checkboxes": "checkbox"}


def field(block: Node, pen: Pen, wrong: str = "") -> str:
    """Draw an input block: its label, its element, what is wrong with it, its hint."""
    element, title = node_in(block, "element"), escape(label(node_in(block, "label")))
    if block.get("optional"):
        title += f' <span class="optional">{escape(say("page_optional"))}</span>'
    name = pen.id()
    below = [(f"{name}w", "wrong", escape(wrong)), (f"{name}h", "hint", words(node_in(block, "hint"), pen))]
    told = [(id, look, said) for id, look, said in below if said]
    described = f' aria-describedby="{" ".join(id for id, _, _ in told)}"' if told else ""
    notes = "".join(f'<p class="{look}" id="{id}">{said}</p>' for id, look, said in told)
    if element.get("type") in CHOICES:
        drawn = f"<fieldset{described}><legend>{title}</legend>{_choices(element, pen)}</fieldset>"
    else:
        invalid = ' aria-invalid="true"' if wrong else ""
        drawn = f'<label for="{name}">{title}</label>' + control(element, pen, f' id="{name}"{described}{invalid}')
    return f'<div class="field">{drawn}{notes}</div>\n'


def element(node: Node, pen: Pen, about: str = "") -> str:
    """Draw an element that stands among buttons or beside a text: `about` names it where it says nothing itself."""
    kind = string_in(node, "type")
    if kind in CHOICES:
        return f'<fieldset aria-label="{escape(_named(node, about))}">{_choices(node, pen)}</fieldset>'
    drawn = BUTTONS[kind](node, pen) if kind in BUTTONS else control(node, pen, f' aria-label="{_named(node, about)}"')
    return drawn + _confirm(node_in(node, "confirm"), pen)


def control(node: Node, pen: Pen, attributes: str) -> str:
    """Draw what is typed into or chosen from, with these attributes of ours."""
    kind = string_in(node, "type")
    if kind in SELECTS or kind in SEVERAL:
        return _select(node, pen, attributes, several=kind in SEVERAL)
    if kind not in PLAIN:
        return pen.notice(f"element {kind}")
    shape, first = PLAIN[kind]
    value = node.get(first, "")
    shows = escape(label(node_in(node, "placeholder")))
    if node.get("multiline"):
        return f'<textarea rows="4" placeholder="{shows}"{attributes}>{escape(str(value))}</textarea>'
    shown = f' placeholder="{shows}"' if shows else ""
    return f'<input type="{shape}" value="{escape(str(value))}"{shown}{attributes}>'


def _named(node: Node, about: str) -> str:
    return escape(label(node_in(node, "placeholder")) or about or string_in(node, "action_id") or say("page_menu"))


def _button(node: Node, pen: Pen) -> str:
    face, look = words(node_in(node, "text"), pen), escape(f"button {string_in(node, 'style')}".strip())
    url = safe_url(string_in(node, "url"))
    if url:
        return f'<a class="{look}" href="{escape(url)}" rel="noreferrer noopener">{face}</a>'
    return f'<button type="button" class="{look}">{face}</button>'


def _overflow(node: Node, pen: Pen) -> str:
    lines = "".join(f"<li>{words(node_in(one, 'text'), pen)}</li>" for one in nodes_in(node, "options"))
    return (
        f'<details class="menu"><summary class="button" aria-label="{escape(say("page_menu"))}">⋯</summary>'
        f"<ul>{lines}</ul></details>"
    )


def _image(node: Node, pen: Pen) -> str:
    # Nothing is loaded from anywhere: the words that stand for it are shown.
    return f'<span class="image">{escape(string_in(node, "alt_text"))}</span>'


BUTTONS: Mapping[str, Callable[[Node, Pen], str]] = {"button": _button, "overflow": _overflow, "image": _image}


def _confirm(node: Node, pen: Pen) -> str:
    if not node:
        return ""
    title, text, confirm, deny = (words(node_in(node, part), pen) for part in ("title", "text", "confirm", "deny"))
    return (
        f'<div class="confirm"><p><b>{title}</b></p><p>{text}</p><div class="buttons">'
        f'<button type="button" class="button">{deny}</button>'
        f'<button type="button" class="button primary">{confirm}</button></div></div>'
    )


def _select(node: Node, pen: Pen, attributes: str, *, several: bool) -> str:
    groups = nodes_in(node, "option_groups")
    lines = "".join(_option(one, _chosen(node)) for one in nodes_in(node, "options")) + "".join(
        f'<optgroup label="{escape(label(node_in(group, "label")))}">'
        + "".join(_option(one, _chosen(node)) for one in nodes_in(group, "options"))
        + "</optgroup>"
        for group in groups
    )
    given = [pen.called(one) for one in _given(node)]
    lines += "".join(f"<option selected>{escape(one)}</option>" for one in given)
    shows = "" if several else f'<option value="">{escape(label(node_in(node, "placeholder")))}</option>'
    return f"<select{' multiple' if several else ''}{attributes}>{shows}{lines}</select>"


def _option(option: Node, chosen: frozenset[str]) -> str:
    mark = " selected" if string_in(option, "value") in chosen else ""
    return f"<option{mark}>{escape(label(node_in(option, 'text')))}</option>"


def _chosen(node: Node) -> frozenset[str]:
    first = (node_in(node, "initial_option"), *nodes_in(node, "initial_options"))
    return frozenset(string_in(one, "value") for one in first if one)


def _given(node: Node) -> list[str]:
    """List the ids that are chosen to begin with in a select that Slack fills in."""
    found = [string_in(node, f"initial_{one}") for one in ("user", "conversation", "channel")]
    for several in ("users", "conversations", "channels"):
        many = node.get(f"initial_{several}")
        found += [str(one) for one in many] if isinstance(many, list | tuple) else []
    return [one for one in found if one]


def _choices(node: Node, pen: Pen) -> str:
    shape, group, chosen = CHOICES[string_in(node, "type")], pen.id(), _chosen(node)
    lines = []
    for option in nodes_in(node, "options"):
        mark = " checked" if string_in(option, "value") in chosen else ""
        hint = words(node_in(option, "description"), pen)
        more = f'<span class="hint">{hint}</span>' if hint else ""
        box = f'<input type="{shape}" name="{group}"{mark}>'
        lines.append(f'<label class="choice">{box}<span>{words(node_in(option, "text"), pen)}{more}</span></label>')
    return "".join(lines)
