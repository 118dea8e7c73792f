"""The modal in which an admin decides to make somebody forgotten: how much would go, by what it is."""

from __future__ import annotations

from collections.abc import Mapping

from digests.blocks import bullets, header, line, rich, text
from digests.escape import clean
from digests.sentence import LONGEST_NAME
from digests.texts import number, say
from digests.views.parts import modal
from model.message import View

CALLBACK = "forget"
HOLDS = ("items", "signals", "stories", "scores", "verdicts", "messages", "posted", "feedback", "exports")


def view_forget(person: str, counts: Mapping[str, int], about: str) -> View:
    """Show the counts, and nothing of what is stored."""
    lines = [[text(say(f"holds_{what}", n=number(counts[what])))] for what in HOLDS if counts.get(what)]
    told = [rich(line(text(say("forget_holds")))), rich(bullets(lines))] if lines else []
    return modal(
        CALLBACK,
        say("view_forget"),
        [
            header(clean(person, LONGEST_NAME)),
            *(told or [rich(line(text(say("forget_nothing"))))]),
            rich(line(text(say("forget_hint"), cap=600))),
        ],
        about=about,
        submit=say("forget_do"),
    )
