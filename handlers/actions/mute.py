"""Mute…: choose how much, and until when."""

from __future__ import annotations

from handlers.modals.mute import open as act

__all__ = ["ACTION", "act"]

ACTION = "mute"
