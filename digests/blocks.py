"""The few shapes that messages are made of, on slack_sdk's models. Foreign text goes in here and nowhere else.

Foreign text stands in plain_text and rich_text, which read nothing into it (requirement D2); mrkdwn is only for what we
write ourselves, with links and dates in it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from slack_sdk.models.blocks import (
    Block,
    ContextBlock,
    DividerBlock,
    HeaderBlock,
    InteractiveElement,
    MarkdownTextObject,
    PlainTextObject,
    RichTextBlock,
    RichTextElement,
    RichTextElementParts,
    RichTextListElement,
    RichTextQuoteElement,
    RichTextSectionElement,
    SectionBlock,
)

from digests import dates
from digests.escape import clean, domain, safe_url, shorten
from digests.limits import LONGEST_FALLBACK, MOST_CHARACTERS, weight
from model.message import Drawn

# Fewer than the 50 that Slack takes, so that later buttons find room (slack.md 5.5).
MOST_BLOCKS = 45
HEADER = 150
Span = RichTextElement | None


def text(words: str, *, bold: bool = False, strike: bool = False, italic: bool = False, cap: int = 300) -> Span:
    """Foreign or own words, shown as they are; None when nothing visible is left of them.

    A blank or line break at either end is kept, since it separates spans.
    """
    body = clean(words, cap)
    if not body:
        return RichTextElementParts.Text(text=words) if words in {" ", "\n"} else None
    front = words[: len(words) - len(words.lstrip(" \n"))][:2]
    back = words[len(words.rstrip(" \n")) :][:2]
    style = {name: True for name, on in (("bold", bold), ("strike", strike), ("italic", italic)) if on}
    return RichTextElementParts.Text(text=front + body + back, style=style or None)


def source(url: str, name: str) -> Span:
    """A link that shows the domain it leads to; only the name when the address must not be a link."""
    safe = safe_url(url)
    return RichTextElementParts.Link(url=safe, text=domain(url)) if safe else text(name, cap=60)


def day(moment: datetime, zone: ZoneInfo, *, timed: bool = False) -> Span:
    """A date that Slack shows by the reader's own clock."""
    fallback = dates.day_and_time(moment, zone) if timed else dates.day(moment, zone)
    return RichTextElementParts.Date(timestamp=dates.stamp(moment), format=dates.form(timed=timed), fallback=fallback)


def line(*spans: Span) -> RichTextElement:
    """One paragraph."""
    return RichTextSectionElement(elements=_seen(spans))


def quote(*spans: Span) -> RichTextElement:
    """One paragraph that somebody else wrote."""
    return RichTextQuoteElement(elements=_seen(spans))


def _seen(spans: Iterable[Span]) -> list[RichTextElement]:
    # Slack refuses a paragraph without elements.
    return [span for span in spans if span is not None] or [RichTextElementParts.Text(text="…")]


def bullets(lines: Iterable[Sequence[Span]]) -> RichTextElement:
    """A list, one line each."""
    return RichTextListElement(style="bullet", elements=[line(*spans) for spans in lines])


def rich(*elements: RichTextElement) -> Block:
    """Paragraphs and lists under each other."""
    return RichTextBlock(elements=list(elements))


def header(words: str) -> Block:
    """The large first line."""
    return HeaderBlock(text=PlainTextObject(text=clean(words, HEADER) or "…", emoji=False))


def context(*mrkdwn: str) -> Block:
    """Small grey print, made of mrkdwn that we wrote or escaped."""
    return ContextBlock(elements=[MarkdownTextObject(text=words, verbatim=True) for words in mrkdwn if words])


def fields(*mrkdwn: str) -> Block:
    """Two columns, made of mrkdwn that we wrote or escaped."""
    return SectionBlock(fields=[MarkdownTextObject(text=words, verbatim=True) for words in mrkdwn])


def beside(mrkdwn: str, element: InteractiveElement) -> Block:
    """A line of mrkdwn that we wrote or escaped, with a button at its end."""
    return SectionBlock(text=MarkdownTextObject(text=mrkdwn, verbatim=True), accessory=element)


def divider() -> Block:
    """A thin line."""
    return DividerBlock()


def pack(fallback: str, blocks: Sequence[Block]) -> list[Drawn]:
    """Lay blocks into as few messages as Slack's limits allow, in order; all carry the same fallback text.

    `fallback` is mrkdwn that we wrote or escaped.
    """
    messages: list[list[dict[str, object]]] = [[]]
    room = MOST_CHARACTERS
    for block in blocks:
        made: dict[str, object] = block.to_dict()
        heavy = weight([made]) + 1
        if messages[-1] and (len(messages[-1]) == MOST_BLOCKS or heavy > room):
            messages.append([])
            room = MOST_CHARACTERS
        messages[-1].append(made)
        room -= heavy
    said = shorten(fallback, LONGEST_FALLBACK).strip() or "…"
    return [Drawn(said, tuple(message)) for message in messages]


def one(fallback: str, blocks: Sequence[Block]) -> Drawn:
    """Lay blocks into one message; what does not fit is left out from the end."""
    return pack(fallback, blocks)[0]
