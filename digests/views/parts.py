"""The shapes that modals are made of. Each input is a field: its block_id, under which its value comes back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from slack_sdk.models.blocks import (
    Block,
    CheckboxesElement,
    ConversationFilter,
    ConversationSelectElement,
    DatePickerElement,
    DividerBlock,
    InputBlock,
    InputInteractiveElement,
    PlainTextInputElement,
    RadioButtonsElement,
    StaticMultiSelectElement,
    StaticSelectElement,
    UserSelectElement,
)
from slack_sdk.models.views import View as SdkView

from digests.buttons import Choice, options, plain
from digests.escape import shorten
from digests.texts import say
from model.message import Block as Drawing
from model.message import View

TITLE = 24
LABEL = 2000
PLACEHOLDER = 150
MOST_BLOCKS = 100


def modal(callback: str, title: str, blocks: Sequence[Block | Drawing], *, about: str = "", submit: str = "") -> View:
    """A modal. `about` is its private part; without `submit` it can only be closed. Drawn blocks may stand in it."""
    made: dict[str, object] = SdkView(
        type="modal",
        callback_id=callback,
        title=plain(title, TITLE),
        submit=plain(submit, TITLE) if submit else None,
        close=plain(say("view_cancel" if submit else "view_close"), TITLE),
        private_metadata=about or None,
        blocks=[DividerBlock()],  # the SDK's own view takes no drawn blocks: they are put in its place below
    ).to_dict()
    drawn = (block.to_dict() if isinstance(block, Block) else dict(block) for block in blocks[:MOST_BLOCKS])
    return {**made, "blocks": list(drawn)}


def field(
    name: str,
    label: str,
    element: InputInteractiveElement,
    *,
    hint: str = "",
    optional: bool = False,
    tells: bool = False,
) -> Block:
    """One field with its label; `tells` says at each change what is filled in, without waiting for the submission."""
    return InputBlock(
        dispatch_action=tells or None,
        block_id=name,
        label=plain(label, LABEL),
        hint=plain(hint, LABEL) if hint else None,
        element=element,
        optional=optional,
    )


def typed(
    name: str, *, lines: bool = False, most: int = 3000, shows: str = "", before: str = ""
) -> InputInteractiveElement:
    """A place to type in, of one line or several, at most `most` characters."""
    return PlainTextInputElement(
        action_id=name,
        multiline=lines,
        max_length=most,
        placeholder=plain(shows, PLACEHOLDER) if shows else None,
        initial_value=shorten(before, most) or None,
    )


def radio(name: str, choices: Sequence[Choice], chosen: str = "") -> InputInteractiveElement:
    """One of up to ten."""
    made = options(choices)
    return RadioButtonsElement(
        action_id=name, options=made, initial_option=next((one for one in made if one.value == chosen), None)
    )


def select(name: str, choices: Sequence[Choice], chosen: str = "", shows: str = "") -> InputInteractiveElement:
    """One of up to a hundred."""
    made = options(choices)
    return StaticSelectElement(
        action_id=name,
        options=made,
        placeholder=plain(shows or say("view_choose"), PLACEHOLDER),
        initial_option=next((one for one in made if one.value == chosen), None),
    )


def several(name: str, choices: Sequence[Choice], chosen: Sequence[str] = ()) -> InputInteractiveElement:
    """Any number of up to a hundred."""
    made = options(choices)
    return StaticMultiSelectElement(
        action_id=name,
        options=made,
        placeholder=plain(say("view_choose"), PLACEHOLDER),
        initial_options=[one for one in made if one.value in chosen] or None,
    )


def boxes(name: str, choices: Sequence[Choice], ticked: Sequence[str] = ()) -> InputInteractiveElement:
    """Up to ten boxes to tick."""
    made = options(choices)
    return CheckboxesElement(
        action_id=name, options=made, initial_options=[one for one in made if one.value in ticked] or None
    )


def day(name: str, chosen: date | None = None) -> InputInteractiveElement:
    """A day of the calendar."""
    return DatePickerElement(action_id=name, initial_date=chosen.isoformat() if chosen else None)


def member(name: str) -> InputInteractiveElement:
    """Somebody of the workspace."""
    return UserSelectElement(action_id=name, placeholder=plain(say("view_somebody"), PLACEHOLDER))


def channel(name: str) -> InputInteractiveElement:
    """A channel of the workspace; the one from which the window was opened, where there is one."""
    return ConversationSelectElement(
        action_id=name,
        default_to_current_conversation=True,
        placeholder=plain(say("view_choose"), PLACEHOLDER),
        filter=ConversationFilter(include=["public", "private"], exclude_bot_users=True),
    )
