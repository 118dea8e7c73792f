"""`/signals mutes`: what is hidden from this channel, until when, and by whom."""

from __future__ import annotations

from datetime import datetime

from digests.draw import draw_mutes
from handlers.books import Asker, Books
from handlers.commands import Answered, Public
from handlers.words import Asked

WORD = "mutes"
HELP = "what is hidden from this channel, until when, and by whom"
PUBLIC = True


async def answer(_asked: Asked, asker: Asker, books: Books, now: datetime) -> Answered:
    """Draw the mutes that hold."""
    held = [(one.mute, one.story) for one in await books.channel.mutes(asker, now)]
    return Public(draw_mutes(held, (await books.subscription(asker)).zone))
