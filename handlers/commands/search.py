"""`/signals search WORDS since:90d`: what was told of something."""

from __future__ import annotations

from datetime import datetime, timedelta

from digests.draw import draw_said, draw_search
from digests.texts import say
from handlers.books import Asker, Books
from handlers.commands import Answered, Public
from handlers.words import Asked, in_english, time_of

WORD = "search"
HELP = "WORDS since:90d: the stories in which they stand"
SINCE = "since"

PUBLIC = True
USUAL = timedelta(days=90)
LONGEST = timedelta(days=3650)


async def answer(asked: Asked, asker: Asker, books: Books, now: datetime) -> Answered:
    """Draw the stories in which every word stands."""
    typed = asked.name.split()
    since = [word for word in typed if ":" in word and in_english(word.partition(":")[0].casefold()) == SINCE]
    words = [word for word in typed if word not in since]
    back = time_of(since[-1].partition(":")[2]) if since else USUAL
    if not words or not back:
        return draw_said(say("search_which"))
    back = min(back, LONGEST)
    found = await books.archive.search(words, now - back)
    zone, viewer = (await books.subscription(asker)).zone, asker.everybody
    return Public(draw_search(" ".join(words), found, back.days, zone, viewer))
