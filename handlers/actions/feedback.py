"""Feedback, under a digest: what somebody thinks of it as a whole."""

from __future__ import annotations

from handlers.modals.feedback import open as act

__all__ = ["ACTION", "act"]

ACTION = "feedback"
