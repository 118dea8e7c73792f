"""Add note: what somebody heard about the story's company."""

from __future__ import annotations

from handlers.modals.note import open as act

__all__ = ["ACTION", "act"]

ACTION = "note"
