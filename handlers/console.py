"""Console mode: what would be posted is printed instead, so that the bot can be tried without Slack."""

from __future__ import annotations

import sys
from collections.abc import Callable
from datetime import datetime
from typing import TextIO

from digests.plain import as_text
from handlers.books import Posting
from handlers.courier import Outcome, Sent
from model.subscription import MessageKind

MARK = {
    MessageKind.ALERT: "alert",
    MessageKind.UPDATE: "edits its alert",
    MessageKind.THREAD: "in the thread",
    MessageKind.DIGEST: "digest",
    MessageKind.DIRECT: "to one person",
    MessageKind.ANSWER: "an answer, shown to all",
    MessageKind.ERASURE: "takes a name out of an earlier one",
}


class ConsoleCourier:
    """Prints messages to `out`; every one counts as sent, under a name made of its time and number."""

    def __init__(self, now: Callable[[], datetime], out: TextIO | None = None) -> None:
        self._now = now
        self._out = out or sys.stdout

    async def deliver(self, posting: Posting) -> Outcome:
        """Print one message with a line that says where it would stand."""
        now, message = self._now(), posting.message
        head = f"── {now:%Y-%m-%d %H:%M} UTC · {message.channel} · {MARK[message.kind]} "
        self._out.write(f"{head:─<100}\n{as_text(message.drawn).rstrip()}\n\n")
        self._out.flush()
        return Sent(f"{now.timestamp():.0f}.{posting.id % 1_000_000:06d}")
