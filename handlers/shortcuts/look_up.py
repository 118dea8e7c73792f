"""Look up a company, from anywhere in Slack."""

from __future__ import annotations

from handlers.modals.look_up import CALLBACK as SHORTCUT
from handlers.modals.look_up import open

__all__ = ["SHORTCUT", "open"]
