"""Settings…: what a channel hears, and when."""

from __future__ import annotations

from handlers.modals.settings import open as act

__all__ = ["ACTION", "act"]

ACTION = "settings"
