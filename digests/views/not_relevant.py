"""The modals in which somebody says why a story is no use to them: each reason mends one thing."""

from __future__ import annotations

from digests.blocks import context
from digests.buttons import Choice
from digests.handled import about as company_of
from digests.texts import say
from digests.views.parts import field, modal, radio, typed
from digests.views.story import heading
from model.feedback import Opinion
from model.message import View
from model.story import Story

CALLBACK = "not_relevant"
WRONG_COMPANY = "wrong_company"
REASON = "reason"
WORDS = "words"
REASONS = (Opinion.WRONG_COMPANY, Opinion.OLD, Opinion.NOT_A_SIGNAL, Opinion.TOO_WEAK, Opinion.DUPLICATE)
MOST = 500


def view_not_relevant(story: Story, about: str) -> View:
    """Ask which of five reasons it is."""
    reasons = [
        Choice(one.value, say(f"opinion_{one.value}").capitalize(), say(f"mends_{one.value}")) for one in REASONS
    ]
    return modal(
        CALLBACK,
        say("view_not_relevant"),
        [
            heading(story),
            field(REASON, say("reason_label"), radio(REASON, reasons)),
            field(WORDS, say("reason_words"), typed(WORDS, most=MOST, shows=say("reason_shows")), optional=True),
        ],
        about=about,
        submit=say("view_send"),
    )


def view_wrong_company(story: Story, about: str) -> View:
    """Ask which company it is about instead."""
    return modal(
        WRONG_COMPANY,
        say("view_wrong_company"),
        [
            heading(story),
            field(
                WORDS,
                say("wrong_words", company=company_of(story)),
                typed(WORDS, most=MOST, shows=say("wrong_shows")),
                optional=True,
            ),
            context(say("wrong_hint")),
        ],
        about=about,
        submit=say("view_send"),
    )
