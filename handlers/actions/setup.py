"""Set up: the first three steps, from the App Home."""

from __future__ import annotations

from handlers.modals.setup import open as act

__all__ = ["ACTION", "act"]

ACTION = "setup"
