"""Buttons and menus on slack_sdk's models. A button carries our verb, its block the story's id: no data (D5)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from slack_sdk.models.blocks import (
    ActionsBlock,
    Block,
    ButtonElement,
    InteractiveElement,
    Option,
    OverflowMenuElement,
    PlainTextObject,
    StaticSelectElement,
)

from digests.escape import clean, safe_url
from digests.texts import say

STORY = "story:"
MORE = "more"
SETTINGS = "settings"
LONGEST_LABEL = 75


class Choice(NamedTuple):
    """One line of a menu: our word for it, what it says, and a second line where there is room for one."""

    value: str
    label: str
    hint: str = ""


def plain(words: str, cap: int = LONGEST_LABEL) -> PlainTextObject:
    """Words of a button, a label or a title: shown as they are."""
    return PlainTextObject(text=clean(words, cap) or "…", emoji=False)


def button(verb: str, words: str, *, value: str = "", url: str = "", style: str | None = None) -> InteractiveElement:
    """A button; with a `url` it opens that page as well."""
    return ButtonElement(
        text=plain(words), action_id=verb, value=value or None, url=safe_url(url) if url else None, style=style
    )


def menu(choices: Iterable[Choice], action_id: str = MORE) -> InteractiveElement:
    """The three dots: two to five verbs."""
    return OverflowMenuElement(action_id=action_id, options=options(choices))


def options(choices: Iterable[Choice]) -> list[Option]:
    """Lines of a menu, of a select, of radio buttons or boxes."""
    return [
        Option(value=one.value, text=plain(one.label), description=plain(one.hint) if one.hint else None)
        for one in choices
    ]


def select(verb: str, choices: Iterable[Choice], chosen: str) -> InteractiveElement:
    """A menu of one choice that holds already; to choose another is to press `verb`."""
    made = options(choices)
    return StaticSelectElement(
        action_id=verb, options=made, initial_option=next((one for one in made if one.value == chosen), None)
    )


def row(story: str, *elements: InteractiveElement, part: str = "") -> Block:
    """A row of buttons about a story. `part` tells two rows of one story in one message apart."""
    return ActionsBlock(block_id=f"{STORY}{story}{'#' if part else ''}{part}", elements=list(elements))


def under(*elements: InteractiveElement, name: str = "about") -> Block:
    """A row of buttons about no story: about the whole message or view."""
    return ActionsBlock(block_id=name, elements=list(elements))


def settings_row(channel: str) -> Block:
    """The button that opens a channel's settings."""
    return ActionsBlock(elements=[button(SETTINGS, say("button_settings"), value=channel)])
