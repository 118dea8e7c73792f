"""Takes a command, answers it, and never leaves the asker without a sentence."""

from __future__ import annotations

from collections.abc import Mapping
from time import perf_counter

from digests.draw import draw_said
from digests.share import with_share
from digests.texts import say, speaking
from handlers.answering import Answering
from handlers.books import Asker, Books, Switchboard
from handlers.clock import Clock
from handlers.commands import Asks, File, Public, commands
from handlers.gate import Gate
from handlers.guarded import guarded, remember
from handlers.metrics import Tally
from handlers.names import Unknown, find
from handlers.roles import Surface
from handlers.words import HELP, LOOKUP, Asked, TooLong, nearest, own_words, parse
from model.company import Company
from model.message import Drawn

CHANNELS = frozenset({"C", "G"})  # how their ids begin; a direct message has nobody else to show anything to


class Desk:
    """One for the process: acknowledged commands come in, answers go out, up to twenty seconds later."""

    def __init__(self, at: Switchboard, answering: Answering, tally: Tally, clock: Clock, gate: Gate) -> None:
        self._at = at
        self._gate = gate
        self._answering = answering
        self._tally = tally
        self._clock = clock

    def take(self, command: Mapping[str, str]) -> None:
        """Start answering; `command` is what Slack sent, already acknowledged."""
        self._answering.begin(self._serve(dict(command), self._clock.tick()))
        self._answering.begin(remember(*self._at(_asker(command)), self._clock.now()))

    async def _serve(self, command: Mapping[str, str], since: float) -> None:
        drawn = await self.answer(command)
        if drawn is None:
            return
        await self._answering.tell(_asker(command), drawn, command.get("response_url", ""), since)

    async def close(self) -> None:
        """Let the answers under way end."""
        await self._answering.close()

    async def answer(self, command: Mapping[str, str]) -> Drawn | None:
        """Answer one command; whatever goes wrong, the answer says what to do. None: a window asks back."""
        began, whoever = perf_counter(), _asker(command)
        books, asker = self._at(whoever)
        drawn: Drawn | None
        with speaking(books.language(asker)):
            try:
                asked = parse(command.get("text", ""), commands())
            except TooLong:
                word, drawn, result = "unread", draw_said(say("too_long")), "too_long"
            else:
                word = asked.word
                drawn, result = await guarded(self._reply(asked, whoever, command), f"a {word} command")
        self._tally.command(word, result)
        self._tally.took("command", perf_counter() - began)
        return drawn

    async def _reply(self, asked: Asked, whoever: Asker, command: Mapping[str, str]) -> Drawn | None:
        answer = await self._ask(asked, whoever)
        if isinstance(answer, Drawn):
            return await self._gate.offered(answer, whoever)
        view = await self._gate.offered(answer.view, whoever)
        opened = await self._answering.open(whoever, command.get("trigger_id", ""), view)
        return None if opened else await answer.otherwise()

    async def _ask(self, asked: Asked, whoever: Asker) -> Drawn | Asks:
        books, asker = self._at(whoever)
        meant = await self._misspelt(asked, books, asker)
        if meant:
            return meant
        await self._gate.admit(Surface.COMMAND, asked.word, whoever)
        known = await self._gate.known(asker) if asked.word == HELP else asker  # it lists what they may do
        answered = await commands()[asked.word].answer(asked, known, books, self._clock.now())
        if isinstance(answered, File):
            return draw_said(await self._answering.send(whoever, answered))
        if not isinstance(answered, Public):
            return answered
        question = f"{asked.word} {asked.name}".strip()
        return with_share(answered.drawn, question) if whoever.channel[:1] in CHANNELS else answered.drawn

    async def _misspelt(self, asked: Asked, books: Books, asker: Asker) -> Drawn | None:
        """Suggest a sub-word for "wach OpenAI" or "lsit", unless that is, or looks like, the name of a company."""
        first, _, rest = asked.name.partition(" ")
        near = nearest(first, [*(word for word in commands() if word != LOOKUP), *own_words(commands())], most=1)
        if asked.word != LOOKUP or asked.sure or not near:
            return None
        companies = await books.companies(asker)
        whole, after = find(asked.name, companies), find(rest, companies)
        if isinstance(whole, Company) or (rest and isinstance(after, Unknown) and not after.near):
            return None
        if not rest and whole.near:
            return None
        return draw_said(say("no_sub_word", typed=first, near=f"{near[0]} {rest}".strip()))


def _asker(command: Mapping[str, str]) -> Asker:
    fields = ("team_id", "channel_id", "user_id", "user_name", "enterprise_id")
    team, channel, user, name, enterprise = (command.get(field, "") for field in fields)
    return Asker(team, channel, user, name, enterprise)
