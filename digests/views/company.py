"""The modals that ask for a company: to look it up, or to note what a message of Slack says of it."""

from __future__ import annotations

from collections.abc import Sequence

from slack_sdk.models.blocks import Block

from digests.blocks import context
from digests.buttons import Choice
from digests.texts import say
from digests.views.parts import field, modal, select, typed
from model.message import Drawn, View

LOOK_UP, CARD, ADD_SIGNAL = "look_up", "card", "add_signal"
COMPANY, OTHER, WORDS = "company", "other", "words"
MOST_CHOICES = 100
LONGEST_VALUE = 150


def view_look_up(companies: Sequence[str], about: str) -> View:
    """Ask which company."""
    return modal(LOOK_UP, say("view_look_up"), _which(companies, ""), about=about, submit=say("view_show"))


def view_card(drawn: Drawn) -> View:
    """Show a company's card in the place of the question."""
    return modal(CARD, say("view_look_up"), drawn.blocks)


def view_add_signal(companies: Sequence[str], guess: str, words: str, about: str) -> View:
    """Ask of which company a message tells, and let its words be mended; `guess` is chosen already."""
    return modal(
        ADD_SIGNAL,
        say("view_add_signal"),
        [
            *_which(companies, guess),
            field(WORDS, say("note_words"), typed(WORDS, lines=True, before=words)),
            context(say("note_hint")),
        ],
        about=about,
        submit=say("view_save"),
    )


def _which(companies: Sequence[str], guess: str) -> list[Block]:
    """A choice of those that are watched, the guess among them, and a place to type another."""
    named = [name for name in dict.fromkeys([guess, *companies]) if name and len(name) <= LONGEST_VALUE]
    choices = [Choice(name, name) for name in named[:MOST_CHOICES]]
    other = field(OTHER, say("company_other"), typed(OTHER, most=LONGEST_VALUE), optional=True)
    chosen = field(COMPANY, say("company_which"), select(COMPANY, choices, guess), optional=True) if choices else None
    return [chosen, other] if chosen else [other]
