"""Takes what is pressed and submitted, and answers: a sentence to that person alone, or a modal.

A modal has to be opened within three seconds of the press and a submission answered within three. Where the books take
longer, a modal that says so is opened first and filled later; a submission closes and its answer is told afterwards.
"""

from __future__ import annotations

import asyncio
import logging
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import replace
from itertools import count
from time import perf_counter
from typing import Any

from digests.draw import draw_said
from digests.limits import view_faults
from digests.texts import say, speaking
from digests.views.waiting import view_loading
from handlers.actions import Aloud, Shown, Verb, actions
from handlers.again import again
from handlers.answering import Answering
from handlers.books import Asker, Switchboard
from handlers.clients import Clients
from handlers.clock import Clock
from handlers.events import Event, Unfurl, events
from handlers.gate import Gate
from handlers.guarded import ANSWER_WITHIN, guarded, remember
from handlers.metrics import Tally
from handlers.modals import Modal, Submitted, Wrong, modals
from handlers.press import Form, Payload, Press, read_event, read_form, read_press, read_shortcut
from handlers.roles import Surface as Face
from handlers.seen import Seen
from handlers.shortcuts import Shortcut, shortcuts
from handlers.trouble import read_trouble
from handlers.words import HELP
from model.address import bare
from model.message import Drawn, View

log = logging.getLogger(__name__)

# Slack's three seconds begin when the person presses, not when we hear of it.
OPEN_WITHIN = 1.5
ACKNOWLEDGE_WITHIN = 2.0
# A modal that stays and says that it takes a moment may take some: thirty days are played in it.
SLOW_WITHIN = 120.0
UNFURLED_AGAIN = 1800.0
UNKNOWN = "unknown"
MOST_VIEWS = 1000
# What Slack says where we are no member.
NOT_IN = frozenset({"not_in_channel", "channel_not_found", "user_not_in_channel", "no_channel"})


class Surface:
    """One for the process. `answering` brings sentences to people and keeps what is under way."""

    def __init__(
        self, at: Switchboard, clients: Clients, answering: Answering, tally: Tally, clock: Clock, gate: Gate
    ) -> None:
        self.at = at
        self._gate = gate
        self._clients = clients
        self._answering = answering
        self._tally = tally
        self._clock = clock
        self._submitted = Seen()
        self._unfurled = Seen(UNFURLED_AGAIN)
        self._presses = count()
        self._newest: OrderedDict[str, int] = OrderedDict()  # by view: which press in it was the last

    # --- pressed ----------------------------------------------------------------------------------------------------

    def press(self, body: Payload) -> None:
        """Start answering a block_actions payload, already acknowledged."""
        press, number = read_press(body), next(self._presses)
        self._newest[press.view] = number
        self._newest.move_to_end(press.view)
        if len(self._newest) > MOST_VIEWS:
            self._newest.popitem(last=False)
        books, asker = self.at(press.asker)
        with speaking(books.language(asker)):  # a task keeps the language in which it was begun
            self._answering.begin(self._pressed(press, number))
        if not press.view:
            self._answering.begin(remember(books, asker, self._clock.now()))

    async def _pressed(self, press: Press, number: int) -> None:
        verb = actions().get(press.action)
        if verb is None:
            self._tally.pressed(UNKNOWN, "refused")
            await self._tell(press.asker, draw_said(say("unknown_action")), press.response_url)
            return
        began = perf_counter()
        asking = asyncio.ensure_future(guarded(self._act(verb, press), press.action))
        await asyncio.wait([asking], timeout=OPEN_WITHIN)
        waiting = "" if asking.done() or press.view else await self._open(press, view_loading())
        shown, result = await asking
        self._tally.pressed(press.action, result)
        self._tally.took("press", perf_counter() - began)
        if press.about.get("is") == self._is(shown) and self._newest.get(press.view, number) != number:
            return  # something else was changed in that modal meanwhile: its answer is the one to show
        await self._show(press, shown, waiting)

    async def _act(self, verb: Verb, press: Press) -> Shown:
        await self._gate.admit(Face.PRESS, verb.action, press.asker)
        known = await self._gate.known(press.asker) if press.home or verb.action == HELP else press.asker
        books, asker = self.at(known)
        shown = await verb.act(replace(press, asker=asker), books, self._clock.now())
        return await self._gate.offered(shown, press.asker)

    def _is(self, shown: Shown) -> object:
        return shown.get("callback_id", "") if isinstance(shown, Mapping) else ""

    async def _show(self, press: Press, shown: Shown, waiting: str) -> None:
        """Bring what an action returned to whoever pressed. `waiting` is the modal that was opened meanwhile."""
        if isinstance(shown, Drawn):
            if waiting:
                await self._call(press.asker, "views.update", view_id=waiting, view=view_loading(shown.text))
            else:
                await self._tell(press.asker, shown, press.response_url)
        elif isinstance(shown, Aloud):
            await self._aloud(press, shown)
        elif shown is not None and not await self._place(press, shown, waiting):
            await self._tell(press.asker, draw_said(say("too_late")), press.response_url)

    async def _aloud(self, press: Press, aloud: Aloud) -> None:
        """Queue it for the channel, once; where we are not in the channel, say how to let us in.

        What the presser is told shows whether we are in: only members may show anybody anything there.
        """
        trouble = await self._answering.whisper(press.asker, draw_said(say("share_coming")))
        if trouble:
            said = say("share_invite" if trouble in NOT_IN else "share_busy")
            await self._tell(press.asker, draw_said(said), press.response_url)
            return
        books, asker = self.at(press.asker)
        posting = books.post(aloud.message, aloud.what, asker, self._clock.now())
        new, _ = await guarded(posting, "posting an answer")
        if new is not True:
            await self._tell(press.asker, new or draw_said(say("share_already")), press.response_url)

    async def _place(self, press: Press, view: View, waiting: str) -> bool:
        if waiting:
            return bool(await self._call(press.asker, "views.update", view_id=waiting, view=view))
        if view.get("type") == "home":
            return bool(await self._call(press.asker, "views.publish", user_id=press.asker.user, view=view))
        if not press.view or press.home:
            return bool(await self._open(press, view))
        if press.about.get("is") == view.get("callback_id"):
            drawn = await self._call(press.asker, "views.update", view_id=press.view, hash=press.hash, view=view)
            # Two quick changes carry the same hash, with which Slack takes the first alone.
            return bool(drawn or await self._call(press.asker, "views.update", view_id=press.view, view=view))
        return bool(await self._call(press.asker, "views.push", trigger_id=press.trigger, view=view))

    async def _open(self, press: Press, view: View) -> str:
        """Open a modal; return its id, "" when Slack does not take it."""
        return await self._call(press.asker, "views.open", trigger_id=press.trigger, view=view)

    async def _call(self, asker: Asker, method: str, *, view: View, **said: str) -> str:
        found = view_faults(view)
        if found:
            log.error("a %s view would be refused: %s", view.get("callback_id"), "; ".join(found))
            return ""
        try:
            client = await self._clients.of(asker.workspace)
            if client is None:
                return ""
            answer = await client.api_call(method, json={**said, "view": dict(view)})
        except Exception as error:  # whatever the SDK raises, the person gets a sentence
            log.warning("%s was refused: %s", method, read_trouble(error, self._clock.now()).code)
            return ""
        shown = answer.get("view")
        return str(shown.get("id") or "shown") if isinstance(shown, Mapping) else "shown"

    # --- chosen from Slack's own menus --------------------------------------------------------------------------------

    def shortcut(self, body: Payload) -> None:
        """Start answering a shortcut, already acknowledged."""
        self._answering.begin(self._chosen(read_shortcut(body)))

    async def _chosen(self, press: Press) -> None:
        shortcut = shortcuts().get(press.action)
        if shortcut is None:
            self._tally.pressed(UNKNOWN, "refused")
            await self._tell(press.asker, draw_said(say("unknown_action")), press.response_url)
            return
        asking = asyncio.ensure_future(guarded(self._open_shortcut(shortcut, press), f"the shortcut {press.action}"))
        await asyncio.wait([asking], timeout=OPEN_WITHIN)
        waiting = "" if asking.done() else await self._open(press, view_loading())
        shown, result = await asking
        self._tally.pressed(press.action, result)
        await self._show(press, shown, waiting)

    async def _open_shortcut(self, shortcut: Shortcut, press: Press) -> Drawn | View:
        await self._gate.admit(Face.SHORTCUT, shortcut.name, press.asker)
        books, asker = self.at(press.asker)
        return await shortcut.open(replace(press, asker=asker), books, self._clock.now())

    # --- happened ---------------------------------------------------------------------------------------------------

    def happened(self, body: Payload) -> None:
        """Start answering an event_callback payload, already acknowledged."""
        said, asker = read_event(body)
        books, ours = self.at(asker)
        with speaking(books.language(ours)):
            self._answering.begin(self._happened(said, asker))

    async def _happened(self, said: Payload, asker: Asker) -> None:
        event = events().get(str(said.get("type")))
        if event is None or not asker.user:
            return
        began = perf_counter()
        shown, result = await guarded(self._draw(event, said, asker), event.name)
        self._tally.happened(event.name, result)
        self._tally.took("event", perf_counter() - began)
        if isinstance(shown, Unfurl):
            await self._unfurl(asker, shown)
        elif isinstance(shown, Aloud):
            books, ours = self.at(asker)
            posting = books.post(shown.message, shown.what, ours, self._clock.now())
            posted, _ = await guarded(posting, "answering a mention")
            shown = posted if isinstance(posted, Drawn) else None
        if isinstance(shown, Drawn) and event.failed is None:
            await self._tell(asker, shown)
        elif isinstance(shown, Drawn) and event.failed is not None:
            await self._call(asker, "views.publish", user_id=asker.user, view=event.failed(shown.text))
        elif isinstance(shown, Mapping):
            await self._call(asker, "views.publish", user_id=asker.user, view=shown)

    async def _draw(self, event: Event, said: Payload, asker: Asker) -> Aloud | Unfurl | View | None:
        await self._gate.admit(Face.EVENT, event.name, asker)
        # It is their Home, where an admin sees more.
        books, ours = self.at(await self._gate.known(asker) if event.failed is not None else asker)
        shown = await event.happened(said, ours, books, self._clock.now())
        return await self._gate.offered(shown, asker)

    async def _unfurl(self, asker: Asker, links: Unfurl) -> None:
        """Show what links lead to, each once in half an hour in a channel."""
        tick = self._clock.tick()
        fresh = {url: one for url, one in links.shown.items() if self._unfurled.first(f"{links.channel} {url}", tick)}
        shown = {url: {"blocks": [dict(block) for block in one.blocks]} for url, one in fresh.items()}
        if not shown:
            return
        try:
            client = await self._clients.of(asker.workspace)
            if client is not None:
                await client.chat_unfurl(channel=bare(links.channel), ts=links.ts, unfurls=shown)
        except Exception as error:  # whatever the SDK raises: the link stays a link
            log.warning("chat.unfurl was refused: %s", read_trouble(error, self._clock.now()).code)

    # --- submitted --------------------------------------------------------------------------------------------------

    async def submit(self, body: Payload) -> Mapping[str, Any]:
        """Answer a view_submission payload: what the acknowledgement says to Slack. Never raises."""
        form = read_form(body)
        books, asker = self.at(form.asker)
        with speaking(books.language(asker)):
            return await self._submit(form, body)

    async def _submit(self, form: Form, body: Payload) -> Mapping[str, Any]:
        modal = modals().get(form.callback)
        if modal is None:
            self._tally.submitted(UNKNOWN, "refused")
            self._answering.begin(self._tell(form.asker, draw_said(say("unknown_action"))))
            return {}
        if form.view and not self._submitted.first(form.view, self._clock.tick()):
            self._tally.submitted(form.callback, "repeated")
            return {"response_action": "clear"}
        within = SLOW_WITHIN if modal.slow else ANSWER_WITHIN
        taking = guarded(self._taken(modal, form), f"the {form.callback} modal", within)
        submitting = asyncio.ensure_future(taking)
        await asyncio.wait([submitting], timeout=ACKNOWLEDGE_WITHIN)
        if not submitting.done():
            self._answering.begin(self._later(form, submitting, body.get("view") if modal.slow else None))
            if modal.slow:
                return {"response_action": "update", "view": dict(view_loading())}
            return {"response_action": "clear"}
        done, result = submitting.result()
        return self._acknowledged(form, done, result)

    async def _taken(self, modal: Modal, form: Form) -> Submitted:
        await self._gate.admit(Face.FORM, modal.callback, form.asker)
        books, asker = self.at(form.asker)
        done = await modal.submit(replace(form, asker=asker), books, self._clock.now())
        return await self._gate.offered(done, form.asker)

    def _acknowledged(self, form: Form, done: Submitted, result: str) -> Mapping[str, Any]:
        self._tally.submitted(form.callback, "wrong" if isinstance(done, Wrong) else result)
        if isinstance(done, Wrong):
            self._submitted.forget(form.view)
            return {"response_action": "errors", "errors": dict(done.fields)}
        if isinstance(done, Drawn):
            if result != "answered":
                self._submitted.forget(form.view)
            self._answering.begin(self._tell(form.asker, done))
        elif done is not None and not view_faults(done):
            self._submitted.forget(form.view)
            return {"response_action": "update", "view": dict(done)}
        return {"response_action": "clear"}

    async def _later(
        self, form: Form, submitting: asyncio.Future[tuple[Submitted, str]], stays: Payload | None
    ) -> None:
        """Tell the outcome of a submission that took too long; where its modal `stays`, in that."""
        done, result = await submitting
        self._tally.submitted(form.callback, "wrong" if isinstance(done, Wrong) else result)
        if isinstance(done, Wrong):
            done = again(stays, done) if stays else draw_said(" ".join(done.fields.values()))
        elif isinstance(done, Mapping) and not stays:
            done = draw_said(say("done_later"))
        if stays and done is not None:
            self._submitted.forget(form.view)
            view = view_loading(done.text) if isinstance(done, Drawn) else done
            if await self._call(form.asker, "views.update", view_id=form.view, view=view):
                return
        if isinstance(done, Drawn):
            await self._tell(form.asker, done)

    async def _tell(self, asker: Asker, drawn: Drawn, response_url: str | None = None) -> None:
        await self._answering.tell(asker, drawn, response_url, self._clock.tick())
