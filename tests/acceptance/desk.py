"""Somebody before a message of the bot's, who presses, fills in and submits."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import Any

from digests.views.waiting import view_loading
from store.store import Store
from tests.acceptance.town import NAMES, Town, shown
from tests.signed import TEAM, filled, inside, press_body, send_payload, submission
from tests.waiting import WITHIN

CLEAR = {"response_action": "clear"}


@dataclass
class Desk:
    """Somebody before the story's message, `ts` in the town's channel; `id` is the story's."""

    town: Town
    user: str
    ts: str
    id: str

    @property
    def who(self) -> dict[str, str]:
        return {"id": self.user, "name": "lea", "username": "lea", "team_id": TEAM["id"]}

    async def press(self, verb: str, *, overflow: bool = False, **element: object) -> str:
        """Press a button of the message, or any that `element` tells of; return where its answer will be."""
        name = f"press{next(NAMES)}"
        body = press_body(
            verb,
            self.id,
            response_url=self.town.slack.response_url(name),
            trigger=await self.town.slack.trigger(self.user),
            overflow=overflow,
            channel={"id": self.town.channel, "name": "hiring-signals"},
            container={"type": "message", "message_ts": self.ts, "channel_id": self.town.channel},
            user=self.who,
        )
        body["actions"][0] |= element
        assert await send_payload(self.town.bot.base, body) == (200, None)
        return name

    async def said(self, name: str) -> str:
        answer = await self.town.slack.answered(name)
        assert answer["response_type"] == "ephemeral"
        return shown(answer)

    async def choose(self, verb: str) -> dict[str, Any]:
        """Choose from the three dots; return the modal that opens."""
        await self.press(verb, overflow=True)
        return await self.town.slack.opened()

    async def press_within(self, view: dict[str, Any], verb: str, **element: object) -> None:
        trigger = await self.town.slack.trigger(self.user, view["id"])
        body = inside(view, verb, trigger=trigger, id=view["id"], **{"block_id": f"story:{self.id}", **element})
        assert (await send_payload(self.town.bot.base, {**body, "user": self.who}))[0] == 200

    async def submit(self, view: dict[str, Any], **values: dict[str, Any]) -> Any:  # noqa: ANN401  JSON
        body = submission(view, id=view["id"], **values)
        status, ack = await send_payload(self.town.bot.base, {**body, "user": self.who})
        assert status == 200
        return ack

    async def fill_in(self, view: dict[str, Any], **values: dict[str, Any]) -> Any:  # noqa: ANN401  JSON
        """Submit a modal as it opened, but for some fields."""
        return await self.submit(view, **{**filled(view), **values})

    async def follow(self, view: dict[str, Any], **values: dict[str, Any]) -> dict[str, Any]:
        """Submit a modal as it opened, but for some fields; return the one that takes its place."""
        ack = await self.fill_in(view, **values)
        assert ack["response_action"] == "update", ack
        shown = ack["view"]
        if shown == dict(view_loading()):  # the machine is busy: the outcome comes later
            shown = await self.town.slack.opened(WITHIN)
        return {**shown, "id": view["id"], "hash": view["hash"]}

    async def open(self, verb: str, **element: object) -> dict[str, Any]:
        """Press what opens a modal; return it."""
        await self.press(verb, overflow=False, **element)
        return await self.town.slack.opened()

    async def whispered(self) -> str:
        """Wait for what is shown to this person alone; what came late for somebody else is not theirs."""
        here = (self.town.channel, self.user)
        while True:
            whisper = await self.town.slack.whispered()
            if (whisper["channel"], whisper["user"]) == here:
                return str(whisper["text"])

    async def reads(self, words: str, *, gone: bool = False) -> str:
        """Wait until the message says it, or says it no more."""
        async with asyncio.timeout(20):
            while True:
                posts = await self.town.slack.history(self.town.channel)
                (message,) = [shown(post) for post in posts if post["ts"] == self.ts]
                if (words in message) != gone:
                    return message
                await asyncio.sleep(0.1)

    async def thread(self, words: str) -> str:
        """Wait for a line of the thread."""
        async with asyncio.timeout(20):
            while True:
                lines = [shown(one) for one in await self.town.slack.thread(self.town.channel, self.ts)]
                found = [line for line in lines[1:] if words in line]
                if found:
                    return found[0]
                await asyncio.sleep(0.1)

    async def stored(self) -> Store:
        return await self.town.stored()
