"""An independent reader of what Slack would act on in a message: mentions, links, dates, broadcasts.

It reads mrkdwn as Slack documents it, shares no code with digests/, and knows which places of a block are mrkdwn.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from model.message import Drawn


def active_in_mrkdwn(text: str) -> Iterator[str]:
    """Give the inside of each <...> in order; an unclosed < is given to the end of the text."""
    rest = text
    while "<" in rest:
        inside, closed, after = rest.partition("<")[2].partition(">")
        yield inside
        rest = after if closed else ""


def active(drawn: Drawn) -> Iterator[tuple[str, str]]:
    """Give (kind, target) of everything active: link, date, mention."""
    for inside in active_in_mrkdwn(drawn.text):
        yield _sort(inside)
    for block in drawn.blocks:
        yield from _node(block)


def labels(drawn: Drawn) -> Iterator[tuple[str, str]]:
    """Give (address, label) of every link."""
    for node in _walk(list(drawn.blocks)):
        if node.get("type") == "link":
            yield str(node["url"]), str(node.get("text", ""))
        if node.get("type") == "mrkdwn":
            for inside in active_in_mrkdwn(str(node["text"])):
                target, _, label = inside.partition("|")
                if not target.startswith("!"):
                    yield target.replace("&amp;", "&"), label


def _node(block: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for node in _walk([block]):
        match node.get("type"):
            case "mrkdwn":
                assert node.get("verbatim") is True, "bare addresses and #names would become links"
                for inside in active_in_mrkdwn(str(node["text"])):
                    yield _sort(inside)
            case "link":
                yield "link", str(node["url"])
            case "user" | "usergroup" | "channel" | "team" | "broadcast":
                yield "mention", str(node)
            case "plain_text":
                assert node.get("emoji") is False, ":names: in foreign text would become emoji"


def _sort(inside: str) -> tuple[str, str]:
    if inside.startswith("!date^"):
        return "date", inside
    if inside.startswith(("!", "@", "#")):
        return "mention", inside
    return "link", inside.partition("|")[0].replace("&amp;", "&")


def _walk(node: object) -> Iterator[Mapping[str, Any]]:
    if isinstance(node, Mapping):
        yield node
        for value in node.values():
            yield from _walk(value)
    elif isinstance(node, Sequence) and not isinstance(node, str):
        for member in node:
            yield from _walk(member)
