"""Somebody mentions the bot: "@Talent Signals openai?" is answered in the thread, as the channel may see it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from digests.draw import draw_said, draw_unknown
from digests.share import unpressed
from digests.texts import say
from handlers.actions import Aloud
from handlers.books import Asker, Books
from handlers.commands import Public
from handlers.commands.lookup import answer
from handlers.names import Unknown, find
from handlers.words import LOOKUP, Asked, as_typed
from model.message import Drawn, Message
from model.subscription import MessageKind

EVENT = "app_mention"
failed = None
LIVES = 600
MARKS = " ?!.,:;"


async def happened(event: Mapping[str, Any], asker: Asker, books: Books, now: datetime) -> Aloud | None:
    """Draw the card of the company that is asked for, or the names that are like it; robots are not answered."""
    ts, channel = str(event.get("ts") or ""), asker.channel
    if event.get("bot_id") or event.get("subtype") or not ts or not channel:
        return None
    eyes = Asker(asker.workspace, channel, "", outside=asker.outside)
    drawn = await _answer(asked_in(str(event.get("text") or "")), eyes, books, now)
    thread = str(event.get("thread_ts") or ts)
    return Aloud(Message(channel, MessageKind.ANSWER, f"{thread}/{ts}", None, drawn, expires=LIVES), "mention")


async def _answer(name: str, eyes: Asker, books: Books, now: datetime) -> Drawn:
    if not name:
        return draw_said(say("mention_which"))
    found = find(name, await books.companies(eyes))
    if isinstance(found, Unknown):
        return draw_unknown(found.text, found.near)
    answered = await answer(Asked(LOOKUP, found.name, sure=True), eyes, books, now)
    return unpressed(answered.drawn) if isinstance(answered, Public) else draw_said(say("gone"))


def asked_in(text: str) -> str:
    """Take the mentions out of what was written, and the marks around what is left."""
    kept = [word for word in text.split() if not word.startswith("<@")]
    return as_typed(" ".join(kept)).strip(MARKS)
