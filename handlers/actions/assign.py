"""Assign…: choose who shall have it."""

from __future__ import annotations

from handlers.modals.assign import open as act

__all__ = ["ACTION", "act"]

ACTION = "assign"
