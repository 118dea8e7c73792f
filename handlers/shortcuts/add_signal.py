"""Add as signal: a message of Slack becomes a note, with the way back to it."""

from __future__ import annotations

from handlers.modals.add_signal import CALLBACK as SHORTCUT
from handlers.modals.add_signal import open

__all__ = ["SHORTCUT", "open"]
