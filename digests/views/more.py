"""What is behind "More…": the rarer things to do with a story, its address, and everything that tells it."""

from __future__ import annotations

from slack_sdk.models.blocks import Block

from digests.blocks import bullets, day, line, rich, source, text
from digests.buttons import button, row
from digests.escape import safe_url
from digests.evidence import linked
from digests.texts import count, say
from digests.views.parts import modal
from digests.views.story import heading
from model.handling import Handling
from model.message import View
from model.story import Story
from model.subscription import Subscription

CALLBACK = "more"
VERBS = ("assign", "note", "wrong_company", "useful")
MOST_SOURCES = 40
SOURCES_A_BLOCK = 10


def view_more(story: Story, handling: Handling, link: str, subscription: Subscription, about: str) -> View:
    """Show the rest of what can be done, the link to the story's message, and its sources, the newest first."""
    blocks: list[Block] = [heading(story), row(story.id, *(button(verb, say(f"button_{verb}")) for verb in VERBS))]
    if safe_url(link):
        words = say("more_link")
        blocks.append(
            rich(line(text(words, bold=True), text("\n"), source(link, ""), text(" · "), text(link, cap=300)))
        )
    newest = sorted(story.evidence, key=lambda signal: (signal.published, signal.item), reverse=True)
    told = [
        [linked(s), text(" · "), day(s.published, subscription.zone), text(f" · {s.title}", cap=120)] for s in newest
    ]
    blocks.append(rich(line(text(say("more_sources", sources=count("reports", len(newest))), bold=True))))
    for start in range(0, min(len(told), MOST_SOURCES), SOURCES_A_BLOCK):
        blocks.append(rich(bullets(told[start : min(start + SOURCES_A_BLOCK, MOST_SOURCES)])))
    return modal(CALLBACK, say("view_more"), blocks, about=about)
