"""Change a rule…: an admin changes one of the rules for everybody."""

from __future__ import annotations

from handlers.modals.edit_rule import open as act

__all__ = ["ACTION", "act"]

ACTION = "edit_rule"
