"""The modals that add a feed: its address, then what it holds."""

from __future__ import annotations

from collections.abc import Sequence
from zoneinfo import ZoneInfo

from slack_sdk.models.blocks import Block

from digests.blocks import bullets, context, line, rich, text
from digests.blocks import day as day_of
from digests.buttons import button, under
from digests.dates import day
from digests.escape import escape
from digests.handled import is_member
from digests.texts import count, number, say
from digests.views.parts import field, modal, typed
from model.feed import AddedFeed, FirstLook
from model.message import View

CALLBACK = "add_feed"
SAVE = "feed_save"
URL = "url"
LONGEST = 1000
MOST_SHOWN = 20


def view_add_feed(added: Sequence[tuple[AddedFeed, str]], zone: ZoneInfo, about: str, said: str = "") -> View:
    """Ask for an address; list the feeds that were added, each by name and with a button that removes it."""
    blocks: list[Block] = [rich(line(text(said, cap=600)))] if said else []
    blocks += [
        field(URL, say("feed_url"), typed(URL, most=LONGEST, shows="https://example.com/feed.xml")),
        context(say("feed_hint")),
    ]
    for place, (feed, name) in enumerate(added[:MOST_SHOWN]):
        by = f"<@{feed.by}>" if is_member(feed.by) else escape(feed.by, 30)
        blocks += [
            context(say("feed_line", name=escape(name, 200), by=by, day=day(feed.at, zone))),
            under(button("remove_feed", say("button_remove"), value=feed.url), name=f"feed_{place}"),
        ]
    if len(added) > MOST_SHOWN:
        blocks.append(context(say("list_more", count=number(len(added) - MOST_SHOWN))))
    return modal(CALLBACK, say("view_add_feed"), blocks, about=about, submit=say("button_test"))


def view_feed_tested(look: FirstLook, zone: ZoneInfo, about: str) -> View:
    """Show what an address holds before it is saved."""
    rows = [[text(f"{title} "), text("· "), day_of(at, zone)] for at, title in look.newest]
    blocks = [
        rich(line(text(look.name, bold=True)), line(text(say("feed_holds", entries=count("entries", look.entries))))),
        rich(bullets(rows)),
        context(say("feed_save_hint")),
    ]
    return modal(SAVE, say("view_add_feed"), blocks, about=about, submit=say("view_save"))
