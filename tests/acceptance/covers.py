"""What acceptance has to cover, and the mark by which a test says what it covers: "press:claim", "command:mute kind".

Found by walking the folders in which the surface stands, so that what is added there wants a test here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TypeVar

from digests.views.not_relevant import REASONS
from handlers.actions import actions
from handlers.commands import commands, digest, export
from handlers.events import events
from handlers.modals import modals
from handlers.shortcuts import shortcuts
from handlers.uninstall import EVENTS
from model.feedback import DigestOpinion
from model.handling import Scope

SURFACE = ("command", "modal", "press", "shortcut", "event")
# Sub-words that are several things; each other one is one.
FORMS: dict[str, Iterable[str]] = {
    "digest": ("now", digest.OFF, digest.SAMPLE, "daily", "weekly"),
    "export": sorted({*export.FORMATS} - {""}),
    "mute": [scope.value for scope in Scope if scope is not Scope.STORY],
    "rules": ("", "test"),
    "watch": ("known", "new", "meant"),
    "unwatch": ("known", "meant"),
}
# Modals whose choices each change a different thing.
CHOICES: dict[str, Iterable[str]] = {
    "mute": [scope.value for scope in Scope],
    "not_relevant": [reason.value for reason in REASONS],
    "feedback": [opinion.value for opinion in DigestOpinion],
}


Test = TypeVar("Test", bound=Callable[..., object])


def covers(*names: str) -> Callable[[Test], Test]:
    """Say what a test covers."""

    def mark(test: Test) -> Test:
        covered(test).update(names)
        return test

    return mark


def covered(test: object) -> set[str]:
    """Give what a test says it covers."""
    return test.__dict__.setdefault("covers", set())  # type: ignore[no-any-return]  # ours alone


def surface() -> set[str]:
    """Name everything that can be typed, pressed, submitted and chosen, and what can happen."""
    typed = {f"command:{word} {form}".strip() for word in commands() for form in FORMS.get(word, ("",))}
    submitted = {f"modal:{name} {choice}".strip() for name in modals() for choice in CHOICES.get(name, ("",))}
    pressed = {f"press:{name}" for name in actions()}
    chosen = {f"shortcut:{name}" for name in shortcuts()}
    happened = {f"event:{name}" for name in (*events(), *EVENTS)}
    return {*typed, *submitted, *pressed, *chosen, *happened}
