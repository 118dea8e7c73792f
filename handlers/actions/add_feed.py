"""Add a feed…: an admin adds one for everybody, or removes one."""

from __future__ import annotations

from handlers.modals.add_feed import open as act

__all__ = ["ACTION", "act"]

ACTION = "add_feed"
