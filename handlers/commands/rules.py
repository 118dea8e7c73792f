"""`/signals rules` and `/signals rules test`: which rules there are, and which spoke lately."""

from __future__ import annotations

from datetime import datetime

from digests.draw import draw_rules, draw_said, draw_tried
from digests.texts import say
from handlers.books import Asker, Books
from handlers.commands import Answered, Public
from handlers.words import Asked

WORD = "rules"
HELP = "which rules there are; rules test: which of them gave points lately"
PUBLIC = True
TRIED_DAYS = 30


async def answer(asked: Asked, asker: Asker, books: Books, now: datetime) -> Answered:
    """Draw the rules in force, or what they gave on each of the last 30 days."""
    match asked.name.casefold():
        case "":
            rules, right = await books.archive.rules()
            return Public(draw_rules(rules, right, books.rules_notice((await books.subscription(asker)).zone)))
        case "test":
            return Public(draw_tried(await books.archive.tried(TRIED_DAYS, now), TRIED_DAYS))
        case _:
            return draw_said(say("rules_which"))
