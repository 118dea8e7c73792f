"""`/signals digest now|sample|daily 9:00|weekly mon 9:00|off`: this channel's digest, at once or by itself."""

from __future__ import annotations

from datetime import datetime

from digests.draw import draw_said
from digests.schedule import parse_rhythm
from digests.texts import say
from handlers.books import Asker, Books
from handlers.words import Asked, in_english
from model.message import Drawn

WORD = "digest"
HELP = "now: post it; sample: last week's, for you alone; daily 9:00, weekly mon 9:00 or off: when it comes by itself"
NOW_WORDS = frozenset({"", "now"})
OFF = "off"
SAMPLE = "sample"


async def answer(asked: Asked, asker: Asker, books: Books, now: datetime) -> Drawn:
    """Put the digest into the outbox, or settle when it comes."""
    wanted = in_english(asked.name.casefold())
    if wanted in NOW_WORDS:
        return draw_said(await books.digest_now(asker, now))
    if wanted == SAMPLE:
        return await books.channel.sample(asker, now) or draw_said(say("digest_of_nothing"))
    if wanted == OFF:
        return draw_said(await books.channel.set_digest(asker, None, now))
    try:
        rhythm = parse_rhythm(wanted)
    except ValueError:
        return draw_said(say("digest_which"))
    return draw_said(await books.channel.set_digest(asker, rhythm, now))
