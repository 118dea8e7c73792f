"""`/signals` and `/signals help`: what can be asked, with the channel's own companies as examples."""

from __future__ import annotations

from datetime import datetime

from digests.draw import draw_help
from handlers.books import Asker, Books
from handlers.words import Asked
from model.message import Drawn

WORD = "help"
HELP = "what you can ask"


async def answer(_asked: Asked, asker: Asker, books: Books, _now: datetime) -> Drawn:
    """Draw the help."""
    return draw_help([company.name for company in await books.watched(asker)])
