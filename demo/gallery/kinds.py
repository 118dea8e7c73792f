"""The headings of the gallery, in the order in which they stand there."""

from __future__ import annotations

from enum import StrEnum


class Hall(StrEnum):
    """One kind of drawing."""

    ALERTS = "Alerts"
    THREADS = "Lines in a thread"
    DIGESTS = "Digests"
    DIRECT = "Direct messages"
    PRESSES = "What a button answers"
    SHARED = "What is shown to a channel because somebody asked"
    MODALS = "Modals"
    HOME = "App Home"
    COMMANDS = "What a command answers"
    TROUBLE = "When something is wrong"
