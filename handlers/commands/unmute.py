"""`/signals unmute COMPANY|KIND|SOURCE`: hear of it again before its mute ends."""

from __future__ import annotations

from datetime import datetime

from digests.draw import draw_said
from digests.mutes import what
from digests.texts import say
from handlers.aims import Aim, aim_at
from handlers.books import Asker, Books
from handlers.words import Asked
from model.handling import Scope
from model.message import Drawn

WORD = "unmute"
HELP = "COMPANY, KIND or SOURCE: hear of it again"


async def answer(asked: Asked, asker: Asker, books: Books, now: datetime) -> Drawn:
    """End the mute of that; a company that is watched no more is known by the mute's own name."""
    mutes = [one.mute for one in await books.channel.mutes(asker, now)]
    if not asked.name:
        return draw_said(say("unmute_which"))
    aim = aim_at(asked.name, await books.companies(asker))
    typed = asked.name.casefold()
    for mute in mutes:
        called = {mute.name.casefold(), what(mute).casefold()} if mute.scope is not Scope.STORY else set()
        if aim == Aim(mute.scope, mute.name) or typed in called:
            return draw_said(await books.channel.unmute(asker, mute.id, now))
    return draw_said(say("unmute_unknown", name=asked.name))
