"""Feedback on a digest: useful, too much, wrong, or something is missing."""

from __future__ import annotations

from datetime import datetime

from digests.draw import draw_said
from digests.texts import say
from digests.views.feedback import CALLBACK, OPINION, WORDS, view_feedback
from handlers.books import Books
from handlers.modals import Opened, Submitted, Wrong
from handlers.press import Form, Press, write_about
from model.feedback import DigestOpinion

__all__ = ["CALLBACK", "open", "submit"]


async def open(press: Press, _books: Books, _now: datetime) -> Opened:
    """Draw the modal."""
    return view_feedback(write_about(**{"is": CALLBACK}, channel=press.asker.channel))


async def submit(form: Form, books: Books, now: datetime) -> Submitted:
    """Take it down."""
    opinion = next((one for one in DigestOpinion if one.value == form.choice(OPINION)), None)
    if opinion is None:
        return Wrong({OPINION: say("feedback_missing")})
    return draw_said(await books.channel.judge_digest(form.asker, opinion, form.text(WORDS), now))
