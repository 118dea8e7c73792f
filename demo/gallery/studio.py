"""Where the gallery is drawn: the played weeks, a recruiter who presses and types, and what she and others then see."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

from books import StoreBooks
from demo.gallery.kinds import Hall
from demo.play import Played, Sending, place
from digests.html_gallery import Exhibit
from handlers.actions import Aloud, Shown
from handlers.asker import Asker
from handlers.desk import Desk
from handlers.events import Unfurl
from handlers.guarded import guarded
from handlers.modals import Wrong, modals
from handlers.press import Form, Press, read_about
from model.message import Drawn, View
from model.subscription import MessageKind
from sources.contract import Fetched, Http

NOTHING: Mapping[str, str] = {}
TEAM = "T0DEMO"
CHANNEL = "C0RECRUITING"
LEA = Asker(TEAM, CHANNEL, "U0LEA", "Lea")
TOM = Asker(TEAM, CHANNEL, "U0TOM", "Tom")
LINK = f"https://northwind.slack.com/archives/{CHANNEL}/p1727848800000001"
HEARD = "Two of their engineers asked me who is hiring; <both> wrote “soon” & meant it."
OURS = "https://signals.example"
NEW_FEED = "https://wire.example/people.rss"
PAPER = b"""<rss version="2.0"><channel><title>Wire</title>
<item><title>Mistral names a chief people officer</title><link>https://wire.example/1</link>
<pubDate>Mon, 07 Oct 2024 08:00:00 GMT</pubDate></item>
<item><title>Cohere opens an office in Paris</title><link>https://wire.example/2</link>
<pubDate>Mon, 07 Oct 2024 09:00:00 GMT</pubDate></item></channel></rss>"""
CONNECTIONS = b"""First Name,Last Name,URL,Email Address,Company,Position,Connected On
Nina,Example,https://www.linkedin.com/in/nina-example,,OpenAI,Engineer,12 Mar 2024
Omar,Sample,https://www.linkedin.com/in/omar-sample,,Glean,Designer,2 May 2024
"""
# What is filled into these fields, whatever they hold.
WRITTEN: Mapping[str, str] = {
    "url": NEW_FEED,
    "strength": "5",
    "cap": "",
    "kernel": "",
    "threshold": "90",
    "domain": "",
    "aliases": "",
    "must": "",
    "never": "",
    "rivals": "Mistral",
    "departments": "Research, Engineering",
    "cities": "Paris",
    "company1": "Northwind Robotics northwind.example",
    "company2": "OpenAI",
    "company3": "",
    "other": "OpenAI",
}
# What is filled into a field that holds nothing yet.
FILLED: Mapping[str, Mapping[str, Any]] = {
    "users_select": {"selected_user": "U0TOM"},
    "multi_users_select": {"selected_users": ["U0TOM"]},
    "conversations_select": {"selected_conversation": CHANNEL},
    "multi_conversations_select": {"selected_conversations": [CHANNEL]},
    "channels_select": {"selected_channel": CHANNEL},
    "multi_channels_select": {"selected_channels": [CHANNEL]},
    "plain_text_input": {"value": HEARD},
    "timepicker": {"selected_time": "09:00"},
    "number_input": {"value": "80"},
    "file_input": {"files": [{"id": "F0CONNECTIONS"}]},
}
HALLS = {
    MessageKind.ALERT: Hall.ALERTS,
    MessageKind.UPDATE: Hall.ALERTS,
    MessageKind.THREAD: Hall.THREADS,
    MessageKind.DIGEST: Hall.DIGESTS,
    MessageKind.DIRECT: Hall.DIRECT,
    MessageKind.ANSWER: Hall.SHARED,
    MessageKind.ERASURE: Hall.ALERTS,
}


@dataclass(frozen=True, slots=True)
class Outside:
    """The way to the outside, where a feed stands that nobody has added yet."""

    http: Http

    async def get(
        self,
        url: str,
        *,
        etag: str | None = None,
        last_modified: str | None = None,
        accept: str = "*/*",
        allow_private: bool = False,
        largest: int = 0,
        question: bytes | None = None,
        authorization: str | None = None,
        listen: float | None = None,
    ) -> Fetched | None:
        """Fetch it."""
        if url == NEW_FEED:
            return Fetched(url, PAPER, {"content-type": "application/rss+xml"})
        return await self.http.get(
            url,
            etag=etag,
            last_modified=last_modified,
            accept=accept,
            allow_private=allow_private,
            largest=largest,
            question=question,
            authorization=authorization,
            listen=listen,
        )


class Drawer:
    """What people hand in."""

    async def read(self, file: str, workspace: str) -> bytes:
        """Read it."""
        return CONNECTIONS


@dataclass(slots=True)
class Studio:
    """Collects the exhibits. What is pressed and typed goes through the real handlers and books over the store."""

    done: Played
    books: StoreBooks
    desk: Desk
    open_desk: Callable[[StoreBooks], Desk]
    opened: list[View]
    exhibits: list[Exhibit] = field(default_factory=list)
    modals: set[str] = field(default_factory=set)

    @property
    def now(self) -> datetime:
        """Tell the virtual time."""
        return self.done.scene.clock.now()

    def pass_by(self, **time: float) -> None:
        """Let time pass."""
        self.done.scene.clock.at += timedelta(**time)

    def hang(
        self, hall: Hall, title: str, shown: Drawn | View | None, *, at: datetime | None = None, private: bool = False
    ) -> None:
        """Hang up a drawing, of now or of the time it was sent; nothing is hung for nothing, and none twice."""
        when = f"{at or self.now.astimezone(self.done.scene.zone):%H:%M}"
        if shown is not None and all(one.shown != shown for one in self.exhibits):
            self.exhibits.append(Exhibit(hall.value, title, shown, when, private))

    def hang_all(self, hall: Hall, title: str, shown: Shown | Unfurl) -> None:
        """Hang up what somebody sees alone (a message, a modal or their Home), or what the channel sees of it."""
        if isinstance(shown, Aloud):
            self.hang(Hall.SHARED, title, shown.message.drawn)
            return
        if isinstance(shown, Unfurl):
            for drawn in shown.shown.values():
                self.hang(Hall.SHARED, title, drawn)
            return
        if shown is not None and not isinstance(shown, Drawn):
            hall = Hall.HOME if shown.get("type") == "home" else Hall.MODALS
            self.modals.add(str(shown.get("callback_id")))
        self.hang(hall, title, shown, private=hall not in (Hall.HOME, Hall.MODALS))

    def news(self) -> list[Sending]:
        """List what was posted since this was asked last."""
        fresh = list(self.done.scene.fresh)
        self.done.scene.fresh.clear()
        return fresh

    async def post(self, after: str) -> None:
        """Bring to Slack what is in the outbox, and hang it up."""
        await self.done.poster.drain()
        for message, at in self.news():
            if message.kind is MessageKind.ERASURE:
                continue  # what is deleted shows nothing
            direct = message.channel.startswith("U")
            hall = Hall.DIRECT if direct else HALLS[message.kind]
            self.hang(hall, f"{after}, to {place(message.channel)}" if direct else after, message.drawn, at=at)

    def with_books(self, books: StoreBooks) -> Studio:
        """Make a studio with other books, whose drawings hang beside the others."""
        return replace(self, books=books, desk=self.open_desk(books))

    async def type(self, text: str, asker: Asker = LEA, title: str = "") -> Drawn | None:
        """Type a command and hang up its answer, or the window that opens, under `title` or what was typed."""
        self.pass_by(seconds=1)
        drawn = await self.desk.answer({
            "text": text, "team_id": TEAM, "channel_id": asker.channel, "user_id": asker.user, "user_name": asker.name,
        })  # fmt: skip
        self.hang(Hall.COMMANDS, title or f"/signals {text}", drawn, private=True)
        while self.opened:
            view = self.opened.pop()
            self.hang_all(Hall.MODALS, title or f"/signals {text}", view)
            await self.fill(view, text)
        await self.post(f"After {title or f'/signals {text}'}")
        return drawn

    def held(
        self, verb: str, story: str, asker: Asker = LEA, value: str = "", about: Mapping[str, str] = NOTHING
    ) -> Press:
        """Make the press of a button of a story's message, or of one that carries a value."""
        return Press(
            verb, asker, story, value=value, trigger="1.2.demo", about=about, ts="1727848800.000001", link=LINK
        )

    async def fill(self, view: View, title: str, asker: Asker = LEA, steps: tuple[str, ...] = ()) -> None:
        """Submit a modal, first as it stands, then filled in; hang up what it says to each, and go on from there.

        `steps` are those that were filled in already.
        """
        steps = steps or (_step(view),)
        modal = modals().get(str(view.get("callback_id")))
        if modal is None:
            return
        about = read_about(str(view.get("private_metadata") or ""))
        for filled, how in ((False, "with nothing filled in"), (True, "sent")):
            self.pass_by(seconds=1)
            person = replace(asker, channel=about.get("channel", asker.channel))
            form = Form(modal.callback, person, about, "", values(view, filled=filled))
            if not filled and form.values == values(view, filled=True):
                continue
            done, _ = await guarded(modal.submit(form, self.books, self.now), modal.callback)
            if isinstance(done, Wrong):
                self.exhibits.append(Exhibit(Hall.MODALS.value, f"{title}: {how}", view, wrong=done.fields))
            elif filled or done is not None:
                self.hang_all(Hall.PRESSES, f"{title}: {how}", done)
                await self.post(f"After “{title}”")
                # A list that is shown again after saving is no next step.
                if isinstance(done, Mapping) and filled and _step(done) not in steps:
                    await self.fill(done, f"{title}, then", asker, (*steps, _step(done)))


def _step(view: View) -> str:
    """Name a step of several: the modal, and which of its pages."""
    about = read_about(str(view.get("private_metadata") or ""))
    return f"{view.get('callback_id')} {about.get('step', '')}"


def values(view: View, *, filled: bool) -> dict[str, Mapping[str, Any]]:
    """Read what the fields of a modal hold; `filled` fills in those that hold nothing."""
    found: dict[str, Mapping[str, Any]] = {}
    blocks: Any = view.get("blocks")
    for block in blocks:
        if block.get("type") == "input":
            name = str(block.get("block_id"))
            found[name] = _value(block["element"], filled=filled, written=WRITTEN.get(name))
    return found


def _value(element: Mapping[str, Any], *, filled: bool, written: str | None) -> Mapping[str, Any]:
    kind = str(element.get("type"))
    if kind in ("radio_buttons", "static_select"):
        groups = element.get("option_groups") or [element]
        offered = [option for group in groups for option in group["options"]]
        wanted = [option for option in offered if filled and option["value"] == written]
        return {
            "selected_option": wanted[0]
            if wanted
            else element.get("initial_option") or (offered[0] if filled else None)
        }
    if kind == "plain_text_input" and filled and written is not None:
        return {"value": written or element.get("initial_value") or ""}
    if kind in ("checkboxes", "multi_static_select"):
        return {"selected_options": list(element.get("initial_options") or ())}
    for name in ("date", "time", "user", "users", "conversation", "conversations", "channel", "channels"):
        if given := element.get(f"initial_{name}"):
            return {f"selected_{name}": given}
    if given := element.get("initial_value"):
        return {"value": given}
    return FILLED.get(kind, {}) if filled else {}
