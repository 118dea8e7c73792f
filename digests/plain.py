"""A drawn message as plain text: for the console, the demo and the log."""

from __future__ import annotations

from digests.reading import Look, Paragraph, Run, paragraphs
from model.message import Drawn

RULE = "─" * 60
FRONT = {
    Look.QUOTE: "│ ",
    Look.BULLET: "  • ",
    Look.CONTEXT: "  ",
    Look.FIELD: "  ",
    Look.CHOICE: "  ",
}


def as_text(drawn: Drawn) -> str:
    """Write a message in lines without a trailing line break; links show their address in angle brackets."""
    return "\n".join(_line(paragraph) for paragraph in paragraphs(drawn)) or drawn.text


def _line(paragraph: Paragraph) -> str:
    if paragraph.look is Look.DIVIDER:
        return RULE
    if paragraph.look is Look.BUTTONS:
        return "  ".join(f"[ {run.text} ]" for run in paragraph.runs)
    words = "".join(_words(run) for run in paragraph.runs)
    if paragraph.look is Look.INPUT:
        return f"  [ {words} ]"
    if paragraph.look is Look.FIELD:
        words = words.replace("\n", ": ")
    return FRONT.get(paragraph.look, "") + words.strip()


def _words(run: Run) -> str:
    return f"{run.text} <{run.url}>" if run.url else run.text
