"""The modal for a note."""

from __future__ import annotations

from digests.blocks import context
from digests.texts import say
from digests.views.parts import field, modal, typed
from digests.views.story import heading
from model.message import View
from model.story import Story

CALLBACK = "note"
WORDS = "words"


def view_note(story: Story, about: str) -> View:
    """Ask what was heard about a story."""
    return modal(
        CALLBACK,
        say("view_note"),
        [
            heading(story),
            field(WORDS, say("note_words"), typed(WORDS, lines=True, shows=say("note_shows"))),
            context(say("note_hint")),
        ],
        about=about,
        submit=say("view_save"),
    )
