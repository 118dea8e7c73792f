"""The window that asks which company a channel shall no longer hear of."""

from __future__ import annotations

from collections.abc import Sequence

from digests.texts import say
from digests.views.parts import modal
from digests.views.watch import which
from model.company import Company
from model.message import View

CALLBACK = "unwatch"


def view_unwatch(near: Sequence[Company], about: str) -> View:
    """Ask which of these is meant."""
    return modal(CALLBACK, say("unwatch_title"), [which(near)], about=about, submit=say("unwatch_do"))
