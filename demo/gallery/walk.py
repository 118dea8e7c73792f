"""Walks through everything that can be pressed, opened and typed. What is added to handlers/ comes in by itself.

Where a new command needs more than its word and a company, a line in TYPED says what else to type.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from demo.gallery.kinds import Hall
from demo.gallery.studio import LEA, NEW_FEED, NOTHING, OURS, TOM, Studio
from handlers.actions import actions
from handlers.commands import commands
from handlers.events import events
from handlers.guarded import guarded
from handlers.modals import modals
from handlers.shortcuts import shortcuts
from handlers.words import LOOKUP

GONE = "Tim Brooks"  # somebody of whom the weeks tell little
# What is typed behind a command's word, besides nothing and a company.
TYPED: Mapping[str, tuple[str, ...]] = {
    "compare": ("OpenAI Anthropic Glean", "OpenAI Closed AI"),
    "digest": ("now", "weekly mon 9:00", "off", "weekdays 9:00"),
    "forget": (GONE,),
    "flow": ("Anthropic", "Nobody Inc"),
    LOOKUP: (
        "Glean",
        "Nike",
        "Corvane",
        "Opn AI",
        "wach OpenAI",
        "<script>alert(1)</script> & <!channel> \u202ereversed",
    ),
    "mute": ("Nike 7d", "Boeing 400d", "Nowhere 7d"),
    "note": ("OpenAI Their CFO asked me what a move to Paris is like.",),
    "people": ("Glean",),
    "rules": ("test", "tset"),
    "search": ("Murati since:90d", "zeppelin since:2w"),
    "unmute": ("Nike",),
    "unwatch": ("Perplexty", "Nike", "Nike"),
    "watch": ("Nike", "Northwind Robotics", "Antropic"),
    "why": ("Perplexity", "Nobody Inc"),
}
# What a button carries besides its story: one press for each. A language is chosen and then the first one again.
CARRIED: Mapping[str, tuple[str, ...]] = {
    "edit_company": ("OpenAI", "Nobody Inc"),
    "forget": (GONE,),
    "language": ("fr", "en"),
    "remove_feed": (NEW_FEED,),
    "share": ("why OpenAI", "people OpenAI"),
}
ABOUT: Mapping[str, Mapping[str, str]] = {"rule_again": {"rule": "departure.c_suite", "edit": '{"strength":5}'}}
# Verbs whose modal was filled in before.
AFTER = frozenset({"remove_feed", "rule_again", "settings_changed", "settings_reset", "undo_rule"})
# Verbs whose order matters: what is taken first can be released; what is undone comes last.
FIRST = ("claim", "release")
UNDOING = "un"
HOME = "app_home_opened"
TABS = ("home", "messages")
MENTIONED = ("<@U0BOT> OpenAI?", "<@U0BOT>", "<@U0BOT> Opn AI")


async def press_everything(studio: Studio, story: str) -> None:
    """Press every button of a story's message, fill in what opens, and show how the message looks after each."""
    for verb in sorted(actions(), key=lambda one: (one not in FIRST, one.startswith(UNDOING), one)):
        for value in await _carried(studio, verb):
            studio.pass_by(minutes=1)
            held = studio.held(verb, story, value=value, about=ABOUT.get(verb, NOTHING))
            shown, _ = await guarded(actions()[verb].act(held, studio.books, studio.now), verb)
            studio.hang_all(Hall.PRESSES, f"Pressed: {verb}", shown)
            await studio.post(f"After “{verb}”")
            if isinstance(shown, Mapping) and verb not in AFTER:
                await studio.fill(shown, verb)
    for name, modal in modals().items():
        if name not in studio.modals:
            opened, _ = await guarded(modal.open(studio.held(name, story), studio.books, studio.now), name)
            studio.hang_all(Hall.PRESSES, name, opened)
            if isinstance(opened, Mapping):
                await studio.fill(opened, name)


async def _carried(studio: Studio, verb: str) -> Sequence[str]:
    """List what the buttons of a verb carry, in the order in which they are pressed."""
    if verb == "undo_rule":
        return [one.id for one in await studio.books.editor.changes()]
    return CARRIED.get(verb, ("",))


async def choose_shortcuts(studio: Studio) -> None:
    """Choose every shortcut, on a message where it is for one, and fill in what opens."""
    for name, shortcut in shortcuts().items():
        press = studio.held(name, "", value="OpenAI's design lead told us that she is looking around.")
        shown, _ = await guarded(shortcut.open(press, studio.books, studio.now), name)
        studio.hang_all(Hall.PRESSES, f"Chosen: {name}", shown)
        if isinstance(shown, Mapping):
            await studio.fill(shown, name)


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


async def open_everything(studio: Studio, title: str, story: str = "") -> None:
    """Let everything happen that Slack tells of by itself; App Home is one of it. `story` is what a link leads to."""
    for event in events().values():
        for about in _happening(event.name, story):
            happening = event.happened({"type": event.name, **about}, LEA, studio.books, studio.now)
            shown, _ = await guarded(happening, event.name)
            studio.hang_all(Hall.HOME, title if event.name == HOME else f"Happened: {event.name}", shown)


def _happening(event: str, story: str) -> Sequence[Mapping[str, Any]]:
    """List what such events may say."""
    if event == HOME:
        return [{"tab": tab} for tab in TABS]
    links = [{"url": f"{OURS}/c/OpenAI"}, *([{"url": f"{OURS}/s/{story}"}] if story else [])]
    told = {"channel": LEA.channel, "ts": "1727848800.000002", "message_ts": "1727848800.000002", "links": links}
    return [{**told, "text": text} for text in MENTIONED]


async def type_everything(studio: Studio) -> None:
    """Type every command: alone, with a company, and with what TYPED says."""
    for word in commands():
        front = "" if word == LOOKUP else f"{word} "
        for behind in dict.fromkeys(("", "OpenAI", *TYPED.get(word, ()))):
            await studio.type(f"{front}{behind}".strip())
