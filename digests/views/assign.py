"""The modal in which a story is given to somebody."""

from __future__ import annotations

from digests.blocks import context
from digests.texts import say
from digests.views.parts import field, member, modal
from digests.views.story import heading
from model.message import View
from model.story import Story

CALLBACK = "assign"
TO = "to"


def view_assign(story: Story, about: str) -> View:
    """Ask who shall have it."""
    return modal(
        CALLBACK,
        say("view_assign"),
        [heading(story), field(TO, say("assign_to"), member(TO)), context(say("assign_hint"))],
        about=about,
        submit=say("button_assign_do"),
    )
