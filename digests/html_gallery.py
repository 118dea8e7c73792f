"""Everything the bot can draw as one HTML page: kind by kind, each drawing under its name, as Slack shows it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from html import escape

from digests.html import NOBODY, draw_message, in_frame
from digests.html_blocks import draw_home, draw_modal
from digests.html_words import Pen
from digests.texts import count, say
from model.message import Drawn, View


@dataclass(frozen=True, slots=True)
class Exhibit:
    """One drawing. `kind` is the heading under which it stands; a `private` message is seen by one person alone.

    `wrong` is what a modal says under its fields, by block_id. `when` is the time that stands beside a message.
    """

    kind: str
    title: str
    shown: Drawn | View
    when: str = ""
    private: bool = False
    wrong: Mapping[str, str] = field(default_factory=dict)


def as_gallery(title: str, exhibits: Sequence[Exhibit], names: Mapping[str, str] = NOBODY) -> str:
    """Draw all exhibits as a page, kind by kind in order of first appearance; `names` are Slack's, by id."""
    kinds: dict[str, list[Exhibit]] = {}
    for exhibit in exhibits:
        kinds.setdefault(exhibit.kind, []).append(exhibit)
    pen = Pen(names)
    links = "".join(
        f'<a href="#k{i}">{escape(kind)} <span class="many">{len(members)}</span></a>'
        for i, (kind, members) in enumerate(kinds.items())
    )
    body = "".join(_kind(i, kind, members, pen) for i, (kind, members) in enumerate(kinds.items()))
    return in_frame(title, say("page_kinds"), links, body)


def _kind(number: int, kind: str, members: Sequence[Exhibit], pen: Pen) -> str:
    drawn = "".join(
        f'<section class="exhibit"><h3>{escape(one.title)}</h3>{_exhibit(one, pen)}</section>\n' for one in members
    )
    told = escape(count("drawings", len(members)))
    return f'<section class="channel" id="k{number}"><h2>{escape(kind)} <small>{told}</small></h2>{drawn}</section>\n'


def _exhibit(one: Exhibit, pen: Pen) -> str:
    if isinstance(one.shown, Drawn):
        return draw_message(one.when, one.shown, pen, level=4, private=one.private)
    if one.shown.get("type") == "home":
        return draw_home(one.shown, pen, level=4)
    return draw_modal(one.shown, pen, level=4, wrong=one.wrong)
