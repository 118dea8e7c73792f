"""A recruiter before the running bot: presses, fills in and submits over signed HTTP, and sees what Slack shows."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import partial
from itertools import count
from typing import Any

from books import RulesInForce, StoreBooks, StoreOutbox, wishes
from cli.effects import effect_of
from digests.limits import faults, view_faults
from digests.plain import as_text
from handlers.app import Slack, open_slack
from handlers.clock import Clock
from handlers.courier import SlackCourier
from handlers.files import SlackFiles
from handlers.health import Health
from handlers.inbound import listening, make_web
from handlers.metrics import Tally
from handlers.pace import Pace
from handlers.post import Poster
from model.address import HOME
from model.message import Drawn
from model.story import Story
from model.subscription import Subscription
from pipeline import Watch
from signals.reader import Reader
from sources.fetcher import Fetcher
from tests.fake_slack import FakeSlack, fake_slack
from tests.handlers.running import settings_for
from tests.make import DAY, NOW
from tests.pipeline.desk import Desk, Paper, channel
from tests.signals.lexicons import lexicons
from tests.signed import SECRET, TEAM, inside, press_body, send_payload, send_slash, submission

CHANNEL = channel().channel
Element = Mapping[str, Any]


@dataclass
class Room:
    """The bot in HTTP mode over a real store, and its Slack; `now` is when it happens,
    `papers` are its sources."""

    slack: FakeSlack
    desk: Desk
    base: str = ""
    now: datetime = NOW
    poster: Poster | None = None
    papers: list[Paper] = field(default_factory=list)
    books: StoreBooks | None = None
    connected: Slack | None = None
    numbers: Any = field(default_factory=lambda: count(1))

    async def told(self) -> Story:
        """Let the channel be alerted of a story."""
        await self.desk.print("OpenAI CTO Mira Murati leaves the company", at=self.now)
        await self.post()
        (story,) = await self.desk.store.stories_of("OpenAI", self.now - DAY)
        return story

    async def post(self) -> None:
        """Bring everything in the outbox to Slack."""
        assert self.poster is not None
        await self.poster.drain()

    def pass_by(self, **time: float) -> None:
        """Let time pass."""
        self.now += timedelta(**time)

    async def send(self, payload: Mapping[str, Any]) -> Any:  # noqa: ANN401  JSON
        """Send what Slack sends, signed; return what the acknowledgement says."""
        self.pass_by(milliseconds=1)
        payload = {**payload, "number": next(self.numbers)}
        status, ack = await send_payload(self.base, payload)
        assert status == 200
        return ack

    async def press(self, verb: str, story: Story, user: str = "lea", **changes: object) -> None:
        """Press a button of the story's message, or choose from its three dots."""
        buttons = {"claim", "release", "follow", "unfollow", "unremind"}
        body = press_body(
            verb,
            story.id,
            response_url=self.slack.response_url(user),
            trigger=self.slack.trigger(),
            overflow=verb not in buttons,
            **{"channel": {"id": CHANNEL, "name": "hiring"}, "user": member(user), **changes},
        )
        assert await self.send(body) is None

    async def said(self, user: str = "lea") -> str:
        """Wait for the next sentence to who pressed, at their response_url; check that nobody else saw it."""
        reply = await self.slack.replied(user)
        self.slack.replies[user].pop(0)
        assert reply["response_type"] == "ephemeral"
        drawn = Drawn(reply["text"], tuple(reply["blocks"]))
        assert faults(drawn) == []
        return as_text(drawn)

    async def ask(self, text: str, user: str = "lea", **changes: str) -> str:
        """Type `/signals text` in the channel; return the answer, which nobody else sees."""
        self.pass_by(milliseconds=1)
        who = member(user)
        address = self.slack.response_url(user)
        told = {"channel_id": CHANNEL, "user_name": user, "user_id": who["id"], **changes}
        told["trigger_id"] = self.slack.trigger()  # by which Slack's repeats are known
        sent = await send_slash(self.base, text, response_url=address, session=None, secret=SECRET, **told)
        assert sent == (200, "")
        return await self.said(user)

    async def opened(self) -> dict[str, Any]:
        """Wait for the next modal."""
        view = await self.slack.shown()
        self.slack.views.clear()
        assert view_faults(view) == []
        return view

    async def within(self, view: Element, verb: str, story: Story, user: str = "lea") -> None:
        """Press a button in a modal."""
        body = inside(view, verb, trigger=self.slack.trigger(), block_id=f"story:{story.id}")
        await self.send({**body, "user": member(user)})

    async def submit(
        self, view: Element, user: str = "lea", values: Mapping[str, Element] | None = None, **more: Element
    ) -> Any:  # noqa: ANN401  JSON
        """Submit a modal with these values of its fields; return what the acknowledgement says."""
        body = submission(view, id=f"V{next(self.numbers)}", **(values or {}), **more)
        return await self.send({**body, "user": member(user)})

    async def whispered(self) -> str:
        """Wait for the next ephemeral message."""
        whisper = await self.slack.whispered()
        self.slack.whispers.clear()
        return as_text(Drawn(whisper["text"], tuple(whisper["blocks"])))

    async def message(self) -> str:
        """The story's message as the channel sees it now."""
        await self.post()
        shown = self.slack.edits[-1] if self.slack.edits else self.slack.posts[0]
        return as_text(Drawn(shown["text"], tuple(shown["blocks"])))

    async def thread(self) -> list[str]:
        """The lines in the story's thread."""
        await self.post()
        lines = [post for post in self.slack.posts if post.get("thread_ts")]
        return [as_text(Drawn(one["text"], tuple(one["blocks"]))) for one in lines]

    async def direct(self, user: str) -> list[str]:
        """What was written to one person."""
        await self.post()
        return [as_text(Drawn(p["text"], tuple(p["blocks"]))) for p in self.slack.posts if p["channel"] == user]


def member(name: str) -> dict[str, str]:
    """Somebody of the workspace, as Slack sends them."""
    return {"id": f"U0{name.upper()}", "username": name, "name": name, "team_id": TEAM["id"]}


async def renew(desk: Desk, before: Watch) -> None:
    """Build the watch anew out of what it was `before` and what people have said since, as the bot does."""
    chosen = {place: one for place, (one, _) in (await desk.store.choices.of(desk.pipeline.workspace)).items()}
    said = await desk.store.watches(HOME)
    companies, places = wishes(before.companies, before.subscriptions, said, by_default, chosen)
    known = desk.pipeline.watch
    read = known.reader if companies == known.companies else Reader(companies, lexicons())
    desk.pipeline.watch = replace(known, companies=companies, subscriptions=places, reader=read)


def by_default(place: str) -> Subscription:
    """What a channel hears that chose nothing."""
    return replace(channel(), channel=place)


@asynccontextmanager
async def pressing(desk: Desk, rules: RulesInForce | None = None, http: Fetcher | None = None) -> AsyncIterator[Room]:
    """Run the bot while the block runs; `rules` tells what is wrong in the files of rules, `http` leads outside."""
    async with fake_slack() as slack:
        room = Room(slack, desk)
        books = StoreBooks(
            desk.pipeline,
            partial(renew, desk, desk.pipeline.watch),
            by_default,
            lambda: room.now,
            rules,
            sources=lambda: room.papers,
            public_url="https://signals.example/at",
        )
        books.play = effect_of
        clock, health, tally = Clock(now=lambda: room.now), Health(), Tally()
        settings = settings_for(slack)
        async with open_slack(settings, books, tally, clock) as connected:
            if http is not None:
                books.files = SlackFiles(connected.clients, http, settings)
            courier = SlackCourier(connected.clients, clock.now, 0.0)
            outbox = StoreOutbox(desk.store)
            pace = Pace(10_000, 10_000, 0.0)
            room.books, room.connected = books, connected
            room.poster = Poster(outbox, courier, health=health, tally=tally, clock=clock, pace=pace)
            # Signatures are held against the wall's clock, by Bolt as well.
            web = make_web(connected.app, settings, health=health, tally=tally)
            async with listening(web, "127.0.0.1", 0) as port:
                room.base = f"http://127.0.0.1:{port}"
                yield room
