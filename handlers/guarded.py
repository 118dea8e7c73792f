"""Asks the books and never leaves whoever asked without a sentence, whatever breaks."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable
from datetime import datetime
from typing import TypeVar

from digests.draw import draw_said
from digests.texts import say
from handlers.books import Asker, Books
from model.errors import SignalsError, StoreError
from model.message import Drawn

log = logging.getLogger(__name__)
Answer = TypeVar("Answer")

ANSWER_WITHIN = 20.0


async def guarded(asking: Awaitable[Answer], what: str, within: float = ANSWER_WITHIN) -> tuple[Answer | Drawn, str]:
    """Wait for an answer, `within` seconds; return it, or a sentence in its place, and how it went in a word."""
    try:
        async with asyncio.timeout(within):
            return await asking, "answered"
    except TimeoutError:
        log.error("%s took more than %d s", what, within)
        return draw_said(say("slow")), "slow"
    except StoreError as error:
        log.error("%s found no database: %s", what, error)
        return draw_said(say("no_books")), "no_database"
    except SignalsError as error:
        return draw_said(str(error)), "refused"
    except Exception:  # whoever asked gets a sentence whatever broke
        log.exception("%s failed", what)
        return draw_said(say("our_fault")), "failed"


async def remember(books: Books, asker: Asker, now: datetime) -> None:
    """Note who did something where; nobody waits for it, and nobody is told when it fails."""
    await guarded(books.seen(asker, now), "remembering who is where")
