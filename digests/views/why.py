"""Every reason of a company's numbers, in a modal."""

from __future__ import annotations

from digests.texts import say
from digests.views.parts import modal
from model.message import Drawn, View

CALLBACK = "why"


def view_why(why: Drawn) -> View:
    """Show what `draw_why` drew."""
    return modal(CALLBACK, say("view_why"), why.blocks)
