"""Edit company…: how a watched company is known in texts."""

from __future__ import annotations

from handlers.modals.watch import open as act

__all__ = ["ACTION", "act"]

ACTION = "edit_company"
