"""Not relevant…: say why."""

from __future__ import annotations

from handlers.modals.not_relevant import open as act

__all__ = ["ACTION", "act"]

ACTION = "not_relevant"
