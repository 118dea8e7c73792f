"""Wrong company…: say which it is about instead."""

from __future__ import annotations

from handlers.modals.wrong_company import open as act

__all__ = ["ACTION", "act"]

ACTION = "wrong_company"
