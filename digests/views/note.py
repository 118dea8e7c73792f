"""The modal for a note."""

from __future__ import annotations

from digests.blocks import context, line, rich, text
from digests.evidence import told
from digests.texts import say
from digests.views.parts import field, modal, typed
from model.message import View
from model.story import Story

CALLBACK = "note"
WORDS = "words"
MOST = 3000


def view_note(story: Story, about: str) -> View:
    """Ask what was heard about a story."""
    return modal(
        CALLBACK,
        say("view_note"),
        [
            rich(line(*told(story), text("."))),
            field(WORDS, say("note_words"), typed(WORDS, lines=True, most=MOST, shows=say("note_shows"))),
            context(say("note_hint")),
        ],
        about=about,
        submit=say("view_save"),
    )
