"""Post to channel: the question is asked again for the channel's eyes, and what comes then is posted."""

from __future__ import annotations

import logging
from datetime import datetime
from hashlib import sha256

from digests.draw import draw_said
from digests.share import SHARE, draw_shared
from digests.texts import say
from handlers.actions import Aloud, Shown
from handlers.books import Asker, Books
from handlers.commands import Answered, Public, commands
from handlers.press import Press
from handlers.words import Asked
from model.message import Drawn, Message
from model.subscription import MessageKind

log = logging.getLogger(__name__)

ACTION = SHARE
LIVES = 600


async def act(press: Press, books: Books, now: datetime) -> Shown:
    """Draw the answer as the channel may see it; what is not for the channel is told to nobody."""
    word, _, name = press.value.partition(" ")
    command = commands().get(word)
    if command is None or not command.public:
        log.warning("refused: a button asked to post what is not for a channel, pressed by %s", press.asker.user)
        return draw_said(say("share_never"))
    asked, place = Asked(word, name, sure=True), press.asker.channel
    answered: Answered = await command.answer(asked, Asker(press.asker.workspace, place, ""), books, now)
    if not isinstance(answered, Public):
        return answered if isinstance(answered, Drawn) else draw_said(say("share_never"))
    drawn = draw_shared(answered.drawn, press.asker.name, f"/signals {press.value.removeprefix('lookup ')}")
    return Aloud(Message(place, MessageKind.ANSWER, key_of(press, now), None, drawn, expires=LIVES), word)


def key_of(press: Press, now: datetime) -> str:
    """Name what is posted, so that the same button pressed twice posts once."""
    pressed = press.ts or now.isoformat()
    question = sha256(press.value.encode("utf-8", "surrogatepass")).hexdigest()[:12]
    return f"/{press.asker.user}/{pressed}/{question}"
