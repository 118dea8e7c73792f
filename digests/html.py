"""Drawn messages as one HTML page that looks like Slack: no script, nothing loaded from anywhere, safe to mail."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from html import escape
from itertools import groupby
from typing import NamedTuple

from digests.escape import safe_url
from digests.page_style import AVATAR, CSS
from digests.reading import Look, Paragraph, Run, paragraphs
from digests.texts import count, say, table
from model.message import Drawn


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


def as_page(title: str, messages: Sequence[Post]) -> str:
    """Draw messages as a page, channel by channel in order of first appearance, each channel in the given order."""
    channels: dict[str, list[Post]] = {}
    for post in messages:
        channels.setdefault(post.channel, []).append(post)
    links = "".join(_link(i, name, posts) for i, (name, posts) in enumerate(channels.items()))
    body = "".join(_channel(i, name, posts) for i, (name, posts) in enumerate(channels.items()))
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n"
        f"<title>{escape(title)}</title>\n<style>{CSS}</style>\n</head>\n<body>\n"
        f'<div class="house"><nav class="side"><div class="stay"><h1>{escape(title)}</h1>'
        f"<h2>{escape(say('page_channels'))}</h2>{links}</div></nav>\n"
        f'<main class="main">{body}</main></div>\n</body>\n</html>\n'
    )


def _link(number: int, name: str, posts: Sequence[Post]) -> str:
    return f'<a href="#c{number}">{"" if posts[0].direct else "# "}{escape(name)}</a>'


def _channel(number: int, name: str, posts: Sequence[Post]) -> str:
    days = groupby(posts, key=lambda post: post.when.date())
    body = "".join(_day(day) + "".join(_post(post) for post in told) for day, told in days)
    mark = "" if posts[0].direct else '<span class="hash">#</span>'
    return f'<section class="channel" id="c{number}"><h2>{mark}{escape(name)}</h2>{body}</section>\n'


def _day(day: date) -> str:
    return f'<div class="date"><span>{day.day} {table().months[day.month - 1]} {day.year}</span></div>\n'


def _post(post: Post) -> str:
    thread = ""
    if post.replies:
        replies = "".join(_message(reply.when, reply.drawn) for reply in post.replies)
        told = escape(count("replies", len(post.replies)))
        thread = f'<div class="replies">{AVATAR}{told}</div><div class="thread">{replies}</div>'
    return _message(post.when, post.drawn, thread)


def _message(when: datetime, drawn: Drawn, thread: str = "") -> str:
    return (
        f'<article class="message">{AVATAR}<div class="said"><span class="who">{escape(say("bot_name"))}</span>'
        f'<span class="app">APP</span> <span class="time">{when:%H:%M}</span>\n'
        f"{''.join(_body(paragraphs(drawn)))}{thread}</div></article>\n"
    )


def _body(told: Iterable[Paragraph]) -> Iterator[str]:
    for (look, _), same in groupby(told, key=lambda paragraph: (paragraph.look, paragraph.block)):
        members = list(same)
        lines = ["".join(_run(run) for run in paragraph.runs) for paragraph in members]
        match look:
            case Look.DIVIDER:
                yield "<hr>\n"
            case Look.BULLET:
                yield "<ul>" + "".join(f"<li>{line}</li>" for line in lines) + "</ul>\n"
            case Look.BUTTONS:
                faces = (f'<span class="button">{escape(run.text)}</span>' for one in members for run in one.runs)
                yield f'<div class="buttons">{"".join(faces)}</div>\n'
            case Look.FIELD:
                yield '<div class="fields">' + "".join(f"<div>{line}</div>" for line in lines) + "</div>\n"
            case _:
                yield from (f'<div class="{look.value}">{line}</div>\n' for line in lines)


def _run(run: Run) -> str:
    words = escape(run.text)
    for on, tag in ((run.bold, "b"), (run.italic, "i"), (run.strike, "s")):
        if on:
            words = f"<{tag}>{words}</{tag}>"
    url = safe_url(run.url) if run.url else None
    return f'<a href="{escape(url)}" rel="noreferrer noopener">{words}</a>' if url else words
