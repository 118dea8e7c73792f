"""Carries one message to Slack and says what became of it; never raises for Slack's sake."""

from __future__ import annotations

import asyncio
import hashlib
import json
import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from digests.escape import shorten
from digests.limits import LONGEST_FALLBACK, faults
from handlers.answers import Action
from handlers.books import Posting
from handlers.clients import Clients
from handlers.pace import CHANNEL_GAP
from handlers.pictures import with_picture
from handlers.split import pieces
from handlers.trouble import Trouble, read_trouble
from model import address
from model.message import Drawn
from model.subscription import MessageKind

log = logging.getLogger(__name__)

REFUSED = frozenset({Action.SPLIT, Action.TEXT_ONLY, Action.DEAD})
# A message under way has to end within its lease.
LONGEST_PIECE_WAIT = 10.0

EDITS = (MessageKind.UPDATE, MessageKind.ERASURE)
IN_THREADS = (MessageKind.THREAD, MessageKind.ANSWER)

# Slack reads parse and link_names of an edit as "client" unless told otherwise: they are said every time.
PLAIN: dict[str, Any] = {"parse": "none", "link_names": False}


@dataclass(frozen=True, slots=True)
class Sent:
    """Slack has it; `ts` is its name in the channel. `lost` counts pieces of an overlong message that failed.

    `place` is the conversation in which it stands, "" where Slack does not say.
    """

    ts: str
    lost: int = 0
    place: str = ""


Outcome = Sent | Trouble


class Courier(Protocol):
    """Somebody who delivers: Slack, or the terminal."""

    async def deliver(self, posting: Posting) -> Outcome:
        """Carry one message, or say why not."""


def content_hash(drawn: Drawn) -> str:
    """Name what a message says, so that a repeated post can be told from an edited one (A6)."""
    whole = json.dumps([drawn.text, list(drawn.blocks)], sort_keys=True, ensure_ascii=False, default=dict)
    return hashlib.sha256(whole.encode("utf-8", "surrogatepass")).hexdigest()[:32]


class SlackCourier:
    """Posts, edits and answers through the Web API, in each workspace as who we are there.

    The clients' own retries have to be off (A4). A message that digests/limits finds fault with is never sent as it
    is. `now` is for dates in Retry-After, `gap` in seconds keeps the pieces of one message apart.
    """

    def __init__(self, clients: Clients, now: Callable[[], datetime], gap: float = CHANNEL_GAP) -> None:
        self._clients = clients
        self._now = now
        self._gap = gap

    async def deliver(self, posting: Posting) -> Outcome:
        """Try the message with its picture, whole, in pieces, as bare text: each after the one before was refused."""
        if posting.message.kind is MessageKind.ERASURE:
            return await self._erase(posting)
        outcome: Outcome = Trouble(Action.SPLIT, "our_own_check")
        whole = posting.message.drawn
        if whole.picture is not None:
            sent = await self._with_picture(posting)
            if sent is not None:
                return sent
        found = faults(whole)
        if found:
            log.error("message %s would be refused (%s): it is sent in another form", posting.id, "; ".join(found))
        else:
            outcome = await self._call(posting, whole)
        if isinstance(outcome, Trouble) and outcome.action is Action.SPLIT:
            outcome = await self._in_pieces(posting, outcome)
        if isinstance(outcome, Trouble) and outcome.action in (Action.SPLIT, Action.TEXT_ONLY):
            outcome = await self._call(posting, Drawn(shorten(whole.text, LONGEST_FALLBACK) or "…", ()), bare=True)
        if isinstance(outcome, Trouble) and outcome.action in (Action.SPLIT, Action.TEXT_ONLY):
            return Trouble(Action.DEAD, outcome.code)
        return outcome

    async def _with_picture(self, posting: Posting) -> Outcome | None:
        """Post it with its picture; None when there is none to show, or Slack does not take the message so."""
        client = await self._clients.of(address.workspace_of(posting.message.channel))
        if client is None:
            return None
        shown = await with_picture(client, posting.message.drawn)
        if shown.blocks == posting.message.drawn.blocks or faults(shown):
            return None
        for wait in (0.0, 2 * self._gap):  # Slack may still be looking through the file
            await asyncio.sleep(wait)
            outcome = await self._call(posting, shown)
            if isinstance(outcome, Sent) or outcome.action not in REFUSED:
                return outcome
        return None

    async def _erase(self, posting: Posting) -> Outcome:
        """Edit a posted message to what is left of it; delete it where nothing is, or where it cannot be edited."""
        message, ts = posting.message, posting.target_ts or ""
        if message.drawn.blocks and not faults(message.drawn):
            outcome = await self._call(posting, message.drawn)
            if not isinstance(outcome, Trouble) or outcome.action not in (Action.DEAD, Action.TEXT_ONLY, Action.SPLIT):
                return outcome
        try:
            client = await self._clients.of(address.workspace_of(message.channel))
            if client is None:
                return Trouble(Action.PAUSE_WORKSPACE, "not_installed")
            await client.api_call("chat.delete", json={"channel": address.bare(message.channel), "ts": ts})
        except Exception as error:  # whatever the SDK raises, the row must be settled
            trouble = read_trouble(error, self._now())
            return Sent(ts) if trouble.code == "message_not_found" else trouble
        return Sent(ts)

    async def _in_pieces(self, posting: Posting, before: Trouble) -> Outcome:
        parts = pieces(posting.message.drawn)
        if any(faults(part) for part in parts):
            return before
        first = await self._call(posting, parts[0])
        if isinstance(first, Trouble) or posting.message.kind is MessageKind.UPDATE:
            # An edit keeps the thread it has: its overflow would be repeated there with every edit.
            return first
        parent = posting.target_ts or first.ts
        rest = [await self._append(posting, part, parent) for part in parts[1:]]
        return Sent(first.ts, place=first.place, lost=sum(isinstance(outcome, Trouble) for outcome in rest))

    async def _append(self, posting: Posting, part: Drawn, parent: str) -> Outcome:
        """Answer our own message with its next piece; a piece is tried three times, since nobody comes back for it."""
        outcome: Outcome = Trouble(Action.RETRY, "not_tried")
        for wait in (self._gap, self._gap, 4 * self._gap):
            asked = outcome.wait if isinstance(outcome, Trouble) else None
            await asyncio.sleep(min(max(wait, asked or 0.0), LONGEST_PIECE_WAIT))
            outcome = await self._call(posting, part, thread=parent)
            if isinstance(outcome, Sent):
                break
        return outcome

    async def _call(self, posting: Posting, drawn: Drawn, *, thread: str | None = None, bare: bool = False) -> Outcome:
        message = posting.message
        said: dict[str, Any] = {**PLAIN, "channel": address.bare(message.channel), "text": drawn.text}
        said["blocks"] = [dict(block) for block in drawn.blocks]
        if not bare:
            payload = {"outbox_id": str(posting.id), "content_hash": content_hash(message.drawn)}
            said["metadata"] = {"event_type": "signal_digest", "event_payload": payload}
        try:
            client = await self._clients.of(address.workspace_of(message.channel))
            if client is None:
                return Trouble(Action.PAUSE_WORKSPACE, "not_installed")
            if message.kind in EDITS and thread is None:
                answer = await client.chat_update(ts=posting.target_ts or "", **said)
            else:
                said["thread_ts"] = thread or (posting.target_ts if message.kind in IN_THREADS else None)
                said["reply_broadcast"] = True if message.broadcast and said["thread_ts"] and not thread else None
                answer = await client.chat_postMessage(unfurl_links=False, unfurl_media=False, **said)
        except Exception as error:  # whatever the SDK raises, the row must be settled
            return read_trouble(error, self._now())
        ts = answer.get("ts")
        place = address.beside(message.channel, str(answer.get("channel") or ""))
        return Sent(str(ts), place=place) if ts else Trouble(Action.IN_DOUBT, "no_ts")
