"""The modal that stands while the books are asked."""

from __future__ import annotations

from digests.blocks import line, rich, text
from digests.texts import say
from digests.views.parts import modal
from model.message import View

CALLBACK = "loading"


def view_loading(words: str = "") -> View:
    """Draw a modal that says that it takes a moment, or `words` in its place."""
    return modal(CALLBACK, say("bot_name"), [rich(line(text(words or say("view_loading"), cap=600)))])
