"""The window with everything that somebody may type."""

from __future__ import annotations

from collections.abc import Sequence

from digests.draw_said import help_lines
from digests.texts import say
from digests.views.parts import modal
from model.message import View

CALLBACK = "help"


def view_help(companies: Sequence[str], typed: Sequence[str]) -> View:
    """Draw it; `typed` are the lines of the help that tell what this person may do."""
    return modal(CALLBACK, say("button_help"), help_lines(companies, typed))
