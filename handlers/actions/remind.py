"""Remind me…: choose when."""

from __future__ import annotations

from handlers.modals.remind import open as act

__all__ = ["ACTION", "act"]

ACTION = "remind"
