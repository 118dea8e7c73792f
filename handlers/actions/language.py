"""Somebody chooses, in the App Home, the language in which the bot speaks to them alone."""

from __future__ import annotations

from datetime import datetime

from digests.draw import draw_said
from digests.texts import say, speaking
from handlers.actions import Shown
from handlers.books import Books
from handlers.home import draw_home
from handlers.press import Press
from model.language import Language

ACTION = "language"


async def act(press: Press, books: Books, now: datetime) -> Shown:
    """Keep the choice and draw the Home anew, in the language that was chosen."""
    language = next((one for one in Language if one.value == press.value), None)
    if language is None:
        return draw_said(say("unknown_action"))
    await books.speak(press.asker, language, now)
    with speaking(language):
        return await draw_home(books, press.asker, now)
