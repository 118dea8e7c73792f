"""Drawn messages as one HTML page that looks like Slack: no script, nothing loaded from anywhere, safe to mail."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from html import escape
from itertools import groupby
from typing import NamedTuple

from digests.html_blocks import draw_blocks
from digests.html_words import Pen
from digests.page_style import AVATAR, CSS
from digests.texts import count, say, table
from model.message import Drawn

NOBODY: Mapping[str, str] = {}


class Reply(NamedTuple):
    """One message of a thread; `when` carries the zone in which its time is shown."""

    when: datetime
    drawn: Drawn


class Post(NamedTuple):
    """One message of a channel and the replies in its thread, oldest first.

    `channel` is its name without #; for a `direct` message, which shows none, that of whom it went to.
    """

    channel: str
    when: datetime
    drawn: Drawn
    replies: Sequence[Reply] = ()
    direct: bool = False


def as_page(title: str, messages: Sequence[Post], names: Mapping[str, str] = NOBODY) -> str:
    """Draw messages as a page, channel by channel in order of first appearance, each channel in the given order.

    `names` are what Slack calls members and channels, by id.
    """
    channels: dict[str, list[Post]] = {}
    for post in messages:
        channels.setdefault(post.channel, []).append(post)
    pen = Pen(names)
    links = "".join(_link(i, name, posts) for i, (name, posts) in enumerate(channels.items()))
    body = "".join(_channel(i, name, posts, pen) for i, (name, posts) in enumerate(channels.items()))
    return in_frame(title, say("page_channels"), links, body)


def in_frame(title: str, contents: str, links: str, body: str) -> str:
    """Put what is drawn into the frame: the list of contents at the side, the switch between light and dark."""
    theme = f'<label class="theme"><input type="checkbox" id="dark"><span>{escape(say("page_dark"))}</span></label>'
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n"
        f"<title>{escape(title)}</title>\n<style>{CSS}</style>\n</head>\n<body>\n"
        f'<div class="house"><nav class="side" aria-label="{escape(contents)}"><div class="stay"><div class="top">'
        f"<h1>{escape(title)}</h1>{theme}</div><p>{escape(contents)}</p><div>{links}</div></div></nav>\n"
        f'<main class="main">{body}</main></div>\n</body>\n</html>\n'
    )


def _link(number: int, name: str, posts: Sequence[Post]) -> str:
    return f'<a href="#c{number}">{"" if posts[0].direct else "# "}{escape(name)}</a>'


def _channel(number: int, name: str, posts: Sequence[Post], pen: Pen) -> str:
    days = groupby(posts, key=lambda post: post.when.date())
    body = "".join(_day(day) + "".join(_post(post, pen) for post in told) for day, told in days)
    mark = "" if posts[0].direct else '<span class="hash">#</span>'
    return f'<section class="channel" id="c{number}"><h2>{mark}{escape(name)}</h2>{body}</section>\n'


def _day(day: date) -> str:
    return f'<div class="date"><span>{day.day} {table().months[day.month - 1]} {day.year}</span></div>\n'


def _post(post: Post, pen: Pen) -> str:
    thread = ""
    if post.replies:
        replies = "".join(draw_message(f"{reply.when:%H:%M}", reply.drawn, pen) for reply in post.replies)
        told = escape(count("replies", len(post.replies)))
        thread = f'<div class="replies">{AVATAR}{told}</div><div class="thread">{replies}</div>'
    return draw_message(f"{post.when:%H:%M}", post.drawn, pen, thread=thread)


def draw_message(when: str, drawn: Drawn, pen: Pen, level: int = 3, thread: str = "", private: bool = False) -> str:
    """Draw one message of the bot; a `private` one is seen by one person alone, which Slack says above it."""
    seen = f'<div class="eyes">{escape(say("page_only_you"))}</div>' if private else ""
    return (
        f'<article class="message{" private" if private else ""}">{AVATAR}<div class="said">{seen}'
        f'<span class="who">{escape(say("bot_name"))}</span>'
        f'<span class="app">APP</span> <span class="time">{escape(when)}</span>\n'
        f"{draw_blocks(drawn.blocks, pen, level)}{thread}</div></article>\n"
    )
