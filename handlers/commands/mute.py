"""`/signals mute COMPANY|KIND|SOURCE 7d` or `until 12 Oct`: hide something from this channel for a while."""

from __future__ import annotations

from datetime import datetime

from digests.dates import day
from digests.deeds import LONGEST_MUTE
from digests.draw import draw_said
from digests.texts import say
from digests.views.mute import preview
from handlers.aims import aim_at, ending
from handlers.books import Asker, Books
from handlers.names import Unknown
from handlers.words import Asked
from model.message import Drawn

WORD = "mute"
HELP = "COMPANY, KIND or SOURCE 7d, or until 12 Oct: hide it from this channel until then"


async def answer(asked: Asked, asker: Asker, books: Books, now: datetime) -> Drawn:
    """Mute it, and say what that would have hidden lately. Without an end nothing is muted."""
    if not asked.name:
        return draw_said(say("mute_which"))
    zone = (await books.subscription(asker)).zone
    name, ends = ending(asked.name, now, zone)
    aim = aim_at(name, await books.companies(asker))
    if isinstance(aim, Unknown):
        maybe = f" {say('unknown_maybe', names=', '.join(aim.near))}" if aim.near else ""
        return draw_said(say("mute_unknown", name=aim.text) + maybe)
    hidden = await books.channel.would_hide(asker, aim.scope, aim.name, now)
    lately = say("mute_lately", preview=preview(hidden.hidden, hidden.told, hidden.days))
    if ends is None or ends == now:
        return draw_said(f"{say('mute_endless', name=name)} {lately}")
    if ends < now:
        return draw_said(say("mute_until_past"))
    if ends > now + LONGEST_MUTE:
        return draw_said(say("mute_until_late", last=day(now + LONGEST_MUTE, zone)))
    return draw_said(f"{await books.channel.mute(asker, aim.scope, aim.name, ends, now)} {lately}")
