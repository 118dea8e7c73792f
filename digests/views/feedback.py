"""The modal in which somebody says what they think of a digest as a whole."""

from __future__ import annotations

from digests.blocks import context
from digests.buttons import Choice
from digests.texts import say
from digests.views.parts import field, modal, radio, typed
from model.feedback import DigestOpinion
from model.message import View

CALLBACK = "feedback"
OPINION = "opinion"
WORDS = "words"
MOST = 500


def view_feedback(about: str) -> View:
    """Ask whether the digest was useful, too much, wrong, or lacked something."""
    choices = [
        Choice(one.value, say(f"feedback_{one.value}"), say(f"feedback_hint_{one.value}")) for one in DigestOpinion
    ]
    return modal(
        CALLBACK,
        say("view_feedback"),
        [
            field(OPINION, say("feedback_label"), radio(OPINION, choices)),
            field(WORDS, say("feedback_words"), typed(WORDS, lines=True, most=MOST), optional=True),
            context(say("feedback_note")),
        ],
        about=about,
        submit=say("view_send"),
    )
