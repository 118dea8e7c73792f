"""Import: somebody hands in their own Connections.csv."""

from __future__ import annotations

from handlers.modals.import_people import open as act

__all__ = ["ACTION", "act"]

ACTION = "import_people"
