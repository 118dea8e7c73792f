"""Takes a command, answers it, and never leaves the asker without a sentence."""

from __future__ import annotations

from collections.abc import Mapping
from time import perf_counter

from digests.draw import draw_said
from handlers.answering import Answering
from handlers.books import Asker, Books, Switchboard
from handlers.clock import Clock
from handlers.commands import commands
from handlers.guarded import guarded
from handlers.metrics import Tally
from handlers.names import Unknown, find
from handlers.words import LOOKUP, Asked, TooLong, nearest, parse
from model.company import Company
from model.message import Drawn

SUB_WORD = "There is no /signals {typed}. Did you mean /signals {near}?"


class Desk:
    """One for the process: acknowledged commands come in, answers go out, up to twenty seconds later."""

    def __init__(self, at: Switchboard, answering: Answering, tally: Tally, clock: Clock) -> None:
        self._at = at
        self._answering = answering
        self._tally = tally
        self._clock = clock

    def take(self, command: Mapping[str, str]) -> None:
        """Start answering; `command` is what Slack sent, already acknowledged."""
        self._answering.begin(self._serve(dict(command), self._clock.tick()))

    async def _serve(self, command: Mapping[str, str], since: float) -> None:
        drawn = await self.answer(command)
        await self._answering.tell(_asker(command), drawn, command.get("response_url", ""), since)

    async def close(self) -> None:
        """Let the answers under way end."""
        await self._answering.close()

    async def answer(self, command: Mapping[str, str]) -> Drawn:
        """Answer one command; whatever goes wrong, the answer says what to do."""
        began = perf_counter()
        try:
            asked = parse(command.get("text", ""), commands())
        except TooLong as error:
            word, drawn, result = "unread", draw_said(str(error)), "too_long"
        else:
            word = asked.word
            drawn, result = await guarded(self._ask(asked, *self._at(_asker(command))), f"a {word} command")
        self._tally.command(word, result)
        self._tally.took("command", perf_counter() - began)
        return drawn

    async def _ask(self, asked: Asked, books: Books, asker: Asker) -> Drawn:
        meant = await self._misspelt(asked, books, asker)
        return meant or await commands()[asked.word].answer(asked, asker, books, self._clock.now())

    async def _misspelt(self, asked: Asked, books: Books, asker: Asker) -> Drawn | None:
        """Suggest a sub-word for "wach OpenAI" or "lsit", unless that is, or looks like, the name of a company."""
        first, _, rest = asked.name.partition(" ")
        near = nearest(first, [word for word in commands() if word != LOOKUP], most=1)
        if asked.word != LOOKUP or asked.sure or not near:
            return None
        companies = await books.companies(asker)
        whole, after = find(asked.name, companies), find(rest, companies)
        if isinstance(whole, Company) or (rest and isinstance(after, Unknown) and not after.near):
            return None
        if not rest and whole.near:
            return None
        return draw_said(SUB_WORD.format(typed=first, near=f"{near[0]} {rest}".strip()))


def _asker(command: Mapping[str, str]) -> Asker:
    team, channel, user, name = (command.get(f, "") for f in ("team_id", "channel_id", "user_id", "user_name"))
    return Asker(team, channel, user, name)
