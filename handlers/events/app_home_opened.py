"""Somebody opens the App Home: it is drawn anew."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from digests.views.home import view_home_said
from handlers.books import Asker, Books
from handlers.home import draw_home
from model.message import View

EVENT = "app_home_opened"
failed = view_home_said


async def happened(event: Mapping[str, Any], asker: Asker, books: Books, now: datetime) -> View | None:
    """Draw the Home of whoever opened it; the tab of messages says nothing."""
    if event.get("tab") != "home":
        return None
    return await draw_home(books, asker, now)
