"""The modal for a mute: how much, until when, and what each choice would have hidden."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from digests.buttons import Choice
from digests.handled import about as company_of
from digests.kinds import kind_name
from digests.mutes import subject
from digests.texts import say
from digests.views.parts import boxes, day, field, modal, radio, typed
from digests.views.story import heading
from model.handling import Scope
from model.message import View
from model.story import Story

CALLBACK = "mute"
SCOPE = "scope"
UNTIL = "until"
UNLESS = "unless"
WHY = "why"
STRONGER = "stronger"
LONGEST_WHY = 200


def view_mute(story: Story, previews: Mapping[Scope, str], until: date, about: str) -> View:
    """Ask what to hide. `previews` say what each scope would have hidden; one that is absent cannot be chosen."""
    scopes = [
        Choice(scope.value, _named(story, scope), preview)
        for scope, preview in previews.items()
        if subject(story, scope)
    ]
    return modal(
        CALLBACK,
        say("view_mute"),
        [
            heading(story),
            field(SCOPE, say("mute_scope"), radio(SCOPE, scopes, Scope.STORY.value)),
            field(UNTIL, say("mute_until"), day(UNTIL, until), hint=say("mute_until_hint")),
            field(
                UNLESS,
                say("mute_unless"),
                boxes(UNLESS, [Choice(STRONGER, say("mute_stronger"), say("mute_stronger_hint"))], [STRONGER]),
                optional=True,
            ),
            field(WHY, say("mute_why"), typed(WHY, most=LONGEST_WHY, shows=say("mute_why_shows")), optional=True),
        ],
        about=about,
        submit=say("button_mute_do"),
    )


def preview(hidden: int, told: int, days: int) -> str:
    """Say what a mute would have hidden."""
    return say("mute_preview", hidden=hidden, told=told, days=days)


def _named(story: Story, scope: Scope) -> str:
    slots = {"kind": kind_name(story.kind), "company": company_of(story), "source": subject(story, Scope.SOURCE) or ""}
    return say(f"mute_scope_{scope.value}", **slots)
