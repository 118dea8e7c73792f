"""Takes a command, answers it, and never leaves the asker without a sentence."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Mapping
from time import perf_counter

import aiohttp
from slack_sdk.web.async_client import AsyncWebClient

from digests.draw import draw_said
from handlers.books import Asker, Books
from handlers.clock import Clock
from handlers.commands import commands
from handlers.metrics import Tally
from handlers.names import Unknown, find
from handlers.reply import Reply, is_slacks
from handlers.settings import SlackSettings
from handlers.trouble import read_trouble
from handlers.words import LOOKUP, Asked, TooLong, nearest, parse
from model.company import Company
from model.errors import SignalsError, StoreError
from model.message import Drawn

log = logging.getLogger(__name__)

ANSWER_WITHIN = 20.0
LAST_ANSWERS = 10.0
SLOW = "That takes too long just now. Nothing is lost: ask again in a minute."
NO_BOOKS = "My database does not answer just now. Nothing is lost: ask again in a minute."
OUR_FAULT = "Something is broken on my side. It stands in the log now: ask whoever runs me."
SUB_WORD = "There is no /signals {typed}. Did you mean /signals {near}?"


class Desk:
    """One for the process: acknowledged commands come in, answers go out, up to twenty seconds later."""

    def __init__(
        self,
        settings: SlackSettings,
        books: Books,
        session: aiohttp.ClientSession,
        client: AsyncWebClient,
        tally: Tally,
        clock: Clock,
    ) -> None:
        self._settings = settings
        self._client = client
        self._books = books
        self._session = session
        self._tally = tally
        self._clock = clock
        self._open: set[asyncio.Task[None]] = set()

    def take(self, command: Mapping[str, str]) -> None:
        """Start answering; `command` is what Slack sent, already acknowledged."""
        task = asyncio.create_task(self._serve(dict(command)))
        self._open.add(task)
        task.add_done_callback(self._open.discard)

    async def close(self) -> None:
        """Let the answers under way end, within ten seconds."""
        if self._open:
            await asyncio.wait(self._open, timeout=LAST_ANSWERS)
        for task in self._open:
            task.cancel()

    async def _serve(self, command: Mapping[str, str]) -> None:
        url = command.get("response_url", "")
        reply = Reply(url, self._settings, self._session, self._clock, self._clock.tick())
        drawn = await self.answer(command)
        if not await reply.say(drawn) and is_slacks(url, self._settings):
            await self._by_message(command.get("user_id", ""), drawn)

    async def _by_message(self, user: str, drawn: Drawn) -> None:
        """Write to the asker directly: the command's own line is used up or too old (B7)."""
        blocks = [dict(block) for block in drawn.blocks]
        try:
            await self._client.chat_postMessage(
                channel=user, text=drawn.text, blocks=blocks, parse="none", link_names=False, unfurl_links=False
            )
        except Exception as error:  # whatever the SDK raises: this was the last way
            log.warning("an answer was lost: %s", read_trouble(error, self._clock.now()).code)

    async def answer(self, command: Mapping[str, str]) -> Drawn:
        """Answer one command; whatever goes wrong, the answer says what to do."""
        asker = Asker(command.get("team_id", ""), command.get("channel_id", ""), command.get("user_id", ""))
        word, began = "unread", perf_counter()
        try:
            asked = parse(command.get("text", ""), commands())
            word = asked.word
            async with asyncio.timeout(ANSWER_WITHIN):
                drawn, result = await self._ask(asked, asker), "answered"
        except TooLong as error:
            drawn, result = draw_said(str(error)), "too_long"
        except TimeoutError:
            log.error("a %s command took more than %d s", word, ANSWER_WITHIN)
            drawn, result = draw_said(SLOW), "slow"
        except StoreError as error:
            log.error("a %s command found no database: %s", word, error)
            drawn, result = draw_said(NO_BOOKS), "no_database"
        except SignalsError as error:
            drawn, result = draw_said(str(error)), "refused"
        except Exception:  # the asker gets a sentence whatever broke
            log.exception("a %s command failed", word)
            drawn, result = draw_said(OUR_FAULT), "failed"
        self._tally.command(word, result)
        self._tally.took("command", perf_counter() - began)
        return drawn

    async def _ask(self, asked: Asked, asker: Asker) -> Drawn:
        meant = await self._misspelt(asked, asker)
        return meant or await commands()[asked.word].answer(asked, asker, self._books, self._clock.now())

    async def _misspelt(self, asked: Asked, asker: Asker) -> Drawn | None:
        """Suggest a sub-word for "wach OpenAI" or "lsit", unless that is, or looks like, the name of a company."""
        first, _, rest = asked.name.partition(" ")
        near = nearest(first, [word for word in commands() if word != LOOKUP], most=1)
        if asked.word != LOOKUP or asked.sure or not near:
            return None
        companies = await self._books.companies(asker)
        whole, after = find(asked.name, companies), find(rest, companies)
        if isinstance(whole, Company) or (rest and isinstance(after, Unknown) and not after.near):
            return None
        if not rest and whole.near:
            return None
        return draw_said(SUB_WORD.format(typed=first, near=f"{near[0]} {rest}".strip()))
