"""Reads the mrkdwn that we write (links, dates, bold), for drawing a message elsewhere than in Slack."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

ANGLE = re.compile(r"<([^<>]*)>")
STAR = re.compile(r"\*([^*\n]+)\*")


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text; `url` makes it a link."""

    text: str
    bold: bool = False
    url: str = ""


def pieces(mrkdwn: str) -> Iterator[Piece]:
    """Split mrkdwn into pieces of plain text, links and bold words; a date becomes its fallback."""
    for number, part in enumerate(ANGLE.split(mrkdwn)):
        if number % 2 == 0:
            yield from _words(part)
        else:
            target, _, label = part.partition("|")
            yield Piece(_plain(label)) if target.startswith("!date^") else Piece(_plain(label), url=_plain(target))


def _words(part: str) -> Iterator[Piece]:
    for number, words in enumerate(STAR.split(part)):
        if words:
            yield Piece(_plain(words), bold=number % 2 == 1)


def _plain(escaped: str) -> str:
    return escaped.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
