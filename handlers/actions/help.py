"""Help: what somebody may type, from the App Home."""

from __future__ import annotations

from datetime import datetime

from digests.views.help import view_help
from handlers.actions import Shown
from handlers.books import Books
from handlers.home import typed_by
from handlers.press import Press

ACTION = "help"


async def act(press: Press, books: Books, now: datetime) -> Shown:
    """Show it, with the companies of the workspace as examples."""
    return view_help([company.name for company in await books.companies(press.asker)], typed_by(press.asker))
