"""`/signals` and `/signals help`: what this person can ask, with the channel's own companies as examples."""

from __future__ import annotations

from datetime import datetime

from digests.draw import draw_help, draw_menu
from handlers.books import Asker, Books
from handlers.home import typed_by
from handlers.words import Asked
from model.message import Drawn

WORD = "help"
HELP = "what you can ask"


async def answer(asked: Asked, asker: Asker, books: Books, _now: datetime) -> Drawn:
    """Draw what they may type: the whole list, or the few that are typed most where nothing was."""
    names, typed = [company.name for company in await books.watched(asker)], typed_by(asker)
    return draw_menu(names, typed, asker.channel) if asked.bare else draw_help(names, typed)
