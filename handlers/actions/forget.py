"""Count and decide…: what is stored of somebody, before it goes."""

from __future__ import annotations

from handlers.modals.forget import open as act

__all__ = ["ACTION", "act"]

ACTION = "forget"
