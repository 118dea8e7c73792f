"""An answer that only its asker sees, with the button that posts it; and the same as the channel sees it."""

from __future__ import annotations

from collections.abc import Sequence

from slack_sdk.models.blocks import ActionsBlock, Block

from digests.blocks import line, rich, text
from digests.buttons import button
from digests.escape import clean, escape, shorten
from digests.handled import called
from digests.limits import LONGEST_FALLBACK, faults
from digests.texts import say
from model.message import Drawn

SHARE = "share"
LONGEST_QUESTION = 500


def with_share(drawn: Drawn, question: str) -> Drawn:
    """Put the button under an answer. It carries the question and no data; one that is too long gets no button."""
    if len(question) > LONGEST_QUESTION:
        return drawn
    share = button(SHARE, say("button_share"), value=question)
    return lengthened(drawn, ActionsBlock(block_id=SHARE, elements=[share]))


def draw_shared(drawn: Drawn, asker: str, command: str) -> Drawn:
    """Draw an answer for the channel: it says who asked what, and mentions nobody."""
    asked = say("shared_asked", name=called(asker), command=clean(command, 120))
    fallback = shorten(f"{drawn.text} ({escape(asked)})", LONGEST_FALLBACK)
    return lengthened(Drawn(fallback, unpressed(drawn).blocks), rich(line(text(asked, italic=True))))


def unpressed(drawn: Drawn) -> Drawn:
    """Draw an answer without what can be pressed: its buttons are for who asked, not for all who read along."""
    return Drawn(drawn.text, tuple(block for block in drawn.blocks if block["type"] != "actions"))


def lengthened(drawn: Drawn, *last: Block) -> Drawn:
    """Put blocks under a drawing; where both do not fit into one message, the drawing gives way from its end."""
    end: Sequence[dict[str, object]] = [block.to_dict() for block in last]
    for kept in range(len(drawn.blocks), -1, -1):
        longer = Drawn(drawn.text, (*drawn.blocks[:kept], *end))
        if not faults(longer):
            return longer
    return drawn
