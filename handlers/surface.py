"""Takes what is pressed and submitted, and answers: a sentence to that person alone, or a modal.

A modal has to be opened within three seconds of the press and a submission answered within three. Where the books take
longer, a modal that says so is opened first and filled later; a submission closes and its answer is told afterwards.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Mapping
from dataclasses import replace
from time import perf_counter
from typing import Any

from digests.draw import draw_said
from digests.limits import view_faults
from digests.texts import say
from digests.views.waiting import view_loading
from handlers.actions import Shown, actions
from handlers.answering import Answering
from handlers.books import Asker, Switchboard
from handlers.clients import Clients
from handlers.clock import Clock
from handlers.events import events
from handlers.guarded import guarded
from handlers.metrics import Tally
from handlers.modals import Submitted, Wrong, modals
from handlers.press import Form, Payload, Press, read_event, read_form, read_press
from handlers.seen import Seen
from handlers.trouble import read_trouble
from model.message import Drawn, View

log = logging.getLogger(__name__)

# Slack's three seconds begin when the person presses, not when we hear of it.
OPEN_WITHIN = 1.5
ACKNOWLEDGE_WITHIN = 2.0
UNKNOWN = "unknown"


class Surface:
    """One for the process. `answering` brings sentences to people and keeps what is under way."""

    def __init__(self, at: Switchboard, clients: Clients, answering: Answering, tally: Tally, clock: Clock) -> None:
        self.at = at
        self._clients = clients
        self._answering = answering
        self._tally = tally
        self._clock = clock
        self._submitted = Seen()

    # --- pressed ----------------------------------------------------------------------------------------------------

    def press(self, body: Payload) -> None:
        """Start answering a block_actions payload, already acknowledged."""
        self._answering.begin(self._pressed(read_press(body)))

    async def _pressed(self, press: Press) -> None:
        verb = actions().get(press.action)
        if verb is None:
            self._tally.pressed(UNKNOWN, "refused")
            await self._tell(press.asker, draw_said(say("unknown_action")), press.response_url)
            return
        began = perf_counter()
        books, asker = self.at(press.asker)
        work = verb.act(replace(press, asker=asker), books, self._clock.now())
        asking = asyncio.ensure_future(guarded(work, press.action))
        await asyncio.wait([asking], timeout=OPEN_WITHIN)
        waiting = "" if asking.done() or press.view else await self._open(press, view_loading())
        shown, result = await asking
        self._tally.pressed(press.action, result)
        self._tally.took("press", perf_counter() - began)
        await self._show(press, shown, waiting)

    async def _show(self, press: Press, shown: Shown, waiting: str) -> None:
        """Bring what an action returned to whoever pressed. `waiting` is the modal that was opened meanwhile."""
        if isinstance(shown, Drawn):
            if waiting:
                await self._call(press.asker, "views.update", view_id=waiting, view=view_loading(shown.text))
            else:
                await self._tell(press.asker, shown, press.response_url)
        elif shown is not None and not await self._place(press, shown, waiting):
            await self._tell(press.asker, draw_said(say("too_late")), press.response_url)

    async def _place(self, press: Press, view: View, waiting: str) -> bool:
        if waiting:
            return bool(await self._call(press.asker, "views.update", view_id=waiting, view=view))
        if view.get("type") == "home":
            return bool(await self._call(press.asker, "views.publish", user_id=press.asker.user, view=view))
        if not press.view or press.home:
            return bool(await self._open(press, view))
        if press.about.get("is") == view.get("callback_id"):
            return bool(await self._call(press.asker, "views.update", view_id=press.view, hash=press.hash, view=view))
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

    # --- happened ---------------------------------------------------------------------------------------------------

    def happened(self, body: Payload) -> None:
        """Start answering an event_callback payload, already acknowledged."""
        self._answering.begin(self._happened(*read_event(body)))

    async def _happened(self, said: Payload, asker: Asker) -> None:
        event = events().get(str(said.get("type")))
        if event is None or not asker.user:
            return
        began = perf_counter()
        books, ours = self.at(asker)
        drawing = event.happened(said, ours, books, self._clock.now())
        shown, result = await guarded(drawing, event.name)
        self._tally.happened(event.name, result)
        self._tally.took("event", perf_counter() - began)
        if isinstance(shown, Drawn):
            shown = event.failed(shown.text)
        if shown is not None:
            await self._call(asker, "views.publish", user_id=asker.user, view=shown)

    # --- submitted --------------------------------------------------------------------------------------------------

    async def submit(self, body: Payload) -> Mapping[str, Any]:
        """Answer a view_submission payload: what the acknowledgement says to Slack. Never raises."""
        form = read_form(body)
        modal = modals().get(form.callback)
        if modal is None:
            self._tally.submitted(UNKNOWN, "refused")
            self._answering.begin(self._tell(form.asker, draw_said(say("unknown_action"))))
            return {}
        if form.view and not self._submitted.first(form.view, self._clock.tick()):
            self._tally.submitted(form.callback, "repeated")
            return {"response_action": "clear"}
        books, asker = self.at(form.asker)
        work = modal.submit(replace(form, asker=asker), books, self._clock.now())
        submitting = asyncio.ensure_future(guarded(work, f"the {form.callback} modal"))
        await asyncio.wait([submitting], timeout=ACKNOWLEDGE_WITHIN)
        if not submitting.done():
            self._answering.begin(self._later(form, submitting))
            return {"response_action": "clear"}
        done, result = submitting.result()
        return self._acknowledged(form, done, result)

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

    async def _later(self, form: Form, submitting: asyncio.Future[tuple[Submitted, str]]) -> None:
        """Tell the outcome of a submission that took too long to be told in its modal."""
        done, result = await submitting
        self._tally.submitted(form.callback, "wrong" if isinstance(done, Wrong) else result)
        if isinstance(done, Wrong):
            done = draw_said(" ".join(done.fields.values()))
        if isinstance(done, Drawn):
            await self._tell(form.asker, done)

    async def _tell(self, asker: Asker, drawn: Drawn, response_url: str | None = None) -> None:
        await self._answering.tell(asker, drawn, response_url, self._clock.tick())
