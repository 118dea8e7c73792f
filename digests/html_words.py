"""Words of Block Kit as HTML: text objects and the parts of rich text. Everything foreign is escaped here."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from html import escape
from itertools import count

from digests.escape import safe_url
from digests.mrkdwn import pieces
from digests.reading import Node, node_in, nodes_in, string_in
from digests.texts import say

# What a style of rich text is in HTML.
STYLES = (("bold", "b"), ("italic", "i"), ("strike", "s"), ("underline", "u"), ("code", "code"))
MENTIONS = {"@": "@", "#": "#", "!": "@"}


@dataclass(slots=True)
class Pen:
    """Draws one page. `names` are what Slack calls members and channels, by id; `unknown` what could not be drawn."""

    names: Mapping[str, str] = field(default_factory=dict)
    unknown: list[str] = field(default_factory=list)
    numbers: Iterator[int] = field(default_factory=lambda: count(1))

    def id(self) -> str:
        """Give an id that nothing else on the page has."""
        return f"f{next(self.numbers)}"

    def called(self, id: str) -> str:
        """Give what Slack shows in place of an id."""
        return self.names.get(id, id)

    def notice(self, what: str) -> str:
        """Say visibly that something is not drawn."""
        self.unknown.append(what)
        return f'<p class="unknown">{escape(say("page_unknown", what=what))}</p>\n'


def label(node: Node) -> str:
    """Give the plain words of a text object."""
    return string_in(node, "text")


def words(node: Node, pen: Pen) -> str:
    """Draw a text object: plain_text as it is, mrkdwn with its links, dates, mentions and bold words."""
    if node.get("type") != "mrkdwn":
        return escape(label(node))
    return "".join(_piece(piece.text, piece.bold, piece.url, pen) for piece in pieces(label(node)))


def _piece(text: str, bold: bool, url: str, pen: Pen) -> str:
    if url[:1] in MENTIONS:
        return _mention(MENTIONS[url[0]], text or url[1:], pen)
    shown = f"<b>{escape(text or url)}</b>" if bold else escape(text or url)
    return _link(url, shown) if url else shown


def _mention(sign: str, id: str, pen: Pen) -> str:
    return f'<span class="mention">{sign}{escape(pen.called(id))}</span>'


def _link(url: str, shown: str) -> str:
    safe = safe_url(url)
    return f'<a href="{escape(safe)}" rel="noreferrer noopener">{shown}</a>' if safe else shown


def parts(node: Node, pen: Pen) -> str:
    """Draw the members of a paragraph of rich text."""
    return "".join(_part(part, pen) for part in nodes_in(node, "elements"))


def _part(part: Node, pen: Pen) -> str:
    match part.get("type"):
        case "text":
            return _styled(escape(string_in(part, "text")), part)
        case "link":
            url = string_in(part, "url")
            return _link(url, _styled(escape(string_in(part, "text") or url), part))
        case "date":
            return f"<span>{_styled(escape(string_in(part, 'fallback')), part)}</span>"
        case "user":
            return _mention("@", string_in(part, "user_id"), pen)
        case "channel":
            return _mention("#", string_in(part, "channel_id"), pen)
        case "usergroup":
            return _mention("@", string_in(part, "usergroup_id"), pen)
        case "broadcast":
            return _mention("@", string_in(part, "range"), pen)
        case "emoji":
            return escape(f":{string_in(part, 'name')}:")
        case other:
            return pen.notice(f"rich_text part {other}")


def _styled(shown: str, part: Node) -> str:
    style = node_in(part, "style")
    for name, tag in STYLES:
        if style.get(name):
            shown = f"<{tag}>{shown}</{tag}>"
    return shown
