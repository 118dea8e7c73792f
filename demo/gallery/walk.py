"""Walks through everything that can be pressed, opened and typed. What is added to handlers/ comes in by itself.

Where a new command needs more than its word and a company, a line in TYPED says what else to type.
"""

from __future__ import annotations

from collections.abc import Mapping

from demo.gallery.kinds import Hall
from demo.gallery.studio import LEA, TOM, Studio
from handlers.actions import actions
from handlers.commands import commands
from handlers.events import events
from handlers.guarded import guarded
from handlers.modals import modals
from handlers.words import LOOKUP

# What is typed behind a command's word, besides nothing and a company.
TYPED: Mapping[str, tuple[str, ...]] = {
    "compare": ("OpenAI Anthropic Glean", "OpenAI Closed AI"),
    "digest": ("now", "weekly mon 9:00", "off", "weekdays 9:00"),
    "forget": ("Ada Fontaine",),
    "flow": ("Anthropic", "Nobody Inc"),
    LOOKUP: ("Glean", "Nike", "Opn AI", "wach OpenAI", "<script>alert(1)</script> & <!channel> \u202ereversed"),
    "mute": ("Nike 7d", "Boeing 400d", "Nowhere 7d"),
    "note": ("OpenAI Their CFO asked me what a move to Paris is like.",),
    "people": ("Glean",),
    "rules": ("test", "tset"),
    "search": ("Murati since:90d", "zeppelin since:2w"),
    "unmute": ("Nike",),
    "unwatch": ("Boing", "Nike", "Nike"),
    "watch": ("Nike", "Northwind Robotics"),
    "why": ("Perplexity", "Nobody Inc"),
}
# Verbs whose order matters: what is taken first can be released; what is undone comes last.
FIRST = ("claim", "release")
UNDOING = "un"
TABS = ("home", "messages")


async def press_everything(studio: Studio, story: str) -> None:
    """Press every button of a story's message, fill in what opens, and show how the message looks after each."""
    for verb in sorted(actions(), key=lambda one: (one not in FIRST, one.startswith(UNDOING), one)):
        studio.pass_by(minutes=1)
        acting = actions()[verb].act(studio.held(verb, story), studio.books, studio.now)
        shown, _ = await guarded(acting, verb)
        studio.hang_all(Hall.PRESSES, f"Pressed: {verb}", shown)
        await studio.post(f"After “{verb}”")
        if isinstance(shown, Mapping):
            await studio.fill(shown, verb)
    for name, modal in modals().items():
        if name not in studio.modals:
            opened, _ = await guarded(modal.open(studio.held(name, story), studio.books, studio.now), name)
            studio.hang_all(Hall.PRESSES, name, opened)
            if isinstance(opened, Mapping):
                await studio.fill(opened, name)


async def press_in_vain(studio: Studio, story: str) -> None:
    """Press what somebody else did first, and what is no more."""
    for title, verb, about, asker in (
        ("Taken by somebody else", "claim", story, TOM),
        ("Not one's own to release", "release", story, TOM),
        ("A story that is gone", "claim", "gone", LEA),
    ):
        acting = actions()[verb].act(studio.held(verb, about, asker), studio.books, studio.now)
        shown, _ = await guarded(acting, verb)
        studio.hang_all(Hall.TROUBLE, title, shown)


async def open_everything(studio: Studio, title: str) -> None:
    """Let everything happen that Slack tells of by itself; App Home is one of it."""
    for event in events().values():
        for tab in TABS:
            said = {"type": event.name, "tab": tab, "ts": "1.1", "text": "<@U0BOT> openai?"}
            happening = event.happened(said, LEA, studio.books, studio.now)
            shown, _ = await guarded(happening, event.name)
            studio.hang_all(Hall.HOME, title, shown)


async def type_everything(studio: Studio) -> None:
    """Type every command: alone, with a company, and with what TYPED says."""
    for word in commands():
        front = "" if word == LOOKUP else f"{word} "
        for behind in dict.fromkeys(("", "OpenAI", *TYPED.get(word, ()))):
            await studio.type(f"{front}{behind}".strip())
