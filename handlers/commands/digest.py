"""`/signals digest now`: this channel's digest, at once."""

from __future__ import annotations

from datetime import datetime

from digests.draw import draw_said
from handlers.books import Asker, Books
from handlers.words import Asked
from model.message import Drawn

WORD = "digest"
HELP = "now: post this channel's digest"
ONLY_NOW = "Only “digest now” can be asked here; when the digest comes by itself is set in config.toml."


async def answer(asked: Asked, asker: Asker, books: Books, now: datetime) -> Drawn:
    """Put the digest into the outbox."""
    if asked.name.casefold() not in ("", "now"):
        return draw_said(ONLY_NOW)
    return draw_said(await books.digest_now(asker, now))
