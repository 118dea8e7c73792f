"""The modal for a reminder."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from zoneinfo import ZoneInfo

from digests.buttons import Choice
from digests.dates import day_and_time
from digests.texts import say
from digests.views.parts import field, modal, radio
from digests.views.story import heading
from model.handling import When
from model.message import View
from model.story import Story

CALLBACK = "remind"
WHEN = "when"


def view_remind(story: Story, days: Mapping[When, datetime], zone: ZoneInfo, about: str) -> View:
    """Ask when; `days` are those that are still to come."""
    choices = [Choice(one.value, say(f"remind_{one.value}"), day_and_time(due, zone)) for one, due in days.items()]
    choices.append(Choice(When.CHANGE.value, say("remind_change"), say("remind_change_hint")))
    return modal(
        CALLBACK,
        say("view_remind"),
        [heading(story), field(WHEN, say("remind_when"), radio(WHEN, choices, choices[0].value))],
        about=about,
        submit=say("button_remind_do"),
    )
