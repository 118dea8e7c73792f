"""Books and an outbox in memory, with the behaviour the protocols ask for."""

from __future__ import annotations

import asyncio
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from digests.home import Home, Rank
from handlers.books import Archive, Asker, ChannelBooks, Editor, FeedBooks, Imports, Posting, Records, Standing
from handlers.stories import Hidden, Told
from model.company import Company
from model.errors import StoreError
from model.feedback import Opinion
from model.handling import NOBODY, Handling, Scope, When
from model.language import Language
from model.message import Drawn, Message
from model.story import Story
from model.subscription import MessageKind, Rhythm, Subscription, Weekday
from tests.make import NOW, at, company, not_enough, score, story, subscription

OPENAI = company()
ANTHROPIC = Company("Anthropic", domain="anthropic.com")


@dataclass
class ShelfStories:
    """Knows the one story `told`; `done` is what people did with it, in words."""

    told: Story = field(default_factory=story)
    done: list[str] = field(default_factory=list)
    broken: Exception | None = None
    gate: asyncio.Event | None = None
    handling: Handling = NOBODY

    async def _ask(self, id: str, question: str) -> bool:
        self.done.append(question)
        if self.gate is not None:
            await self.gate.wait()
        if self.broken is not None:
            raise self.broken
        return id == self.told.id

    async def story(self, id: str, asker: Asker, now: datetime) -> Told | None:
        known = await self._ask(id, f"story {id} {asker.channel}")
        place = subscription(channel=asker.channel)
        return Told(self.told, score(), (self.told,), self.handling, place) if known else None

    async def _say(self, id: str, question: str) -> str | None:
        return f"Done: {question}." if await self._ask(id, question) else None

    async def claim(self, id: str, asker: Asker, now: datetime) -> str | None:
        return await self._say(id, f"claim by {asker.name}")

    async def release(self, id: str, asker: Asker, now: datetime) -> str | None:
        return await self._say(id, f"release by {asker.user}")

    async def assign(self, id: str, asker: Asker, to: str, now: datetime) -> str | None:
        return await self._say(id, f"assign to {to}")

    async def follow(self, id: str, asker: Asker, now: datetime) -> str | None:
        return await self._say(id, f"follow by {asker.user}")

    async def unfollow(self, id: str, asker: Asker, now: datetime) -> str | None:
        return await self._say(id, f"unfollow by {asker.user}")

    async def remind(self, id: str, asker: Asker, when: When, now: datetime) -> str | None:
        return await self._say(id, f"remind {when}")

    async def unremind(self, id: str, asker: Asker, now: datetime) -> str | None:
        return await self._say(id, "unremind")

    async def note(self, id: str, asker: Asker, text: str, at: datetime, now: datetime) -> str | None:
        known = await self._ask(id, f"note {text} by {asker.name} at {at:%H:%M:%S}")
        return "Noted about OpenAI." if known else None

    async def guess(self, text: str, now: datetime) -> str:
        return "OpenAI" if "OpenAI" in text else ""

    async def hear(
        self, company: Company, asker: Asker, text: str, now: datetime, *, at: datetime | None = None, link: str = ""
    ) -> str:
        self.done.append(f"hear {text} of {company.name}")
        return f"Noted about {company.name}."

    async def judge(self, id: str, asker: Asker, opinion: Opinion, text: str, now: datetime) -> str | None:
        return await self._say(id, f"judge {opinion} {text}".strip())

    async def hidden(self, id: str, asker: Asker, now: datetime) -> Mapping[Scope, Hidden] | None:
        known = await self._ask(id, "hidden")
        return {scope: Hidden(number, 41, 30) for number, scope in enumerate(Scope, 1)} if known else None

    async def mute(
        self, id: str, asker: Asker, scope: Scope, until: datetime, unless_stronger: bool, why: str, now: datetime
    ) -> str | None:
        stronger = "unless stronger " if unless_stronger else ""
        return await self._say(id, f"mute {scope} until {until:%Y-%m-%d %H:%M} {stronger}{why}".strip())

    async def unmute(self, id: str, asker: Asker, now: datetime) -> str | None:
        return await self._say(id, "unmute")


@dataclass
class ShelfBooks:
    """Knows OpenAI well and Anthropic by name; `broken` is raised by every question, `slow` in seconds."""

    known: list[Company] = field(default_factory=lambda: [OPENAI, ANTHROPIC])
    mine: list[Company] = field(default_factory=lambda: [OPENAI])
    asked: list[str] = field(default_factory=list)
    broken: Exception | None = None
    stories: ShelfStories = field(default_factory=ShelfStories)
    notice: str | None = None
    tongues: dict[str, Language] = field(default_factory=dict)
    public_url: str = ""
    present: list[tuple[str, str]] = field(default_factory=list)

    @property
    def channel(self) -> ChannelBooks:
        raise NotImplementedError("only the books over a store know this: tests/handlers/pressing.py")

    @property
    def records(self) -> Records:
        raise NotImplementedError("only the books over a store know this: tests/handlers/pressing.py")

    @property
    def archive(self) -> Archive:
        raise NotImplementedError("only the books over a store know this: tests/handlers/pressing.py")

    @property
    def editor(self) -> Editor:
        raise NotImplementedError("only the books over a store know this: tests/handlers/pressing.py")

    @property
    def feeds(self) -> FeedBooks:
        raise NotImplementedError("only the books over a store know this: tests/handlers/pressing.py")

    @property
    def imports(self) -> Imports:
        raise NotImplementedError("only the books over a store know this: tests/handlers/pressing.py")

    def _ask(self, question: str) -> None:
        self.asked.append(question)
        if self.broken is not None:
            raise self.broken

    def language(self, asker: Asker) -> Language:
        return self.tongues.get(asker.channel) or self.tongues.get(asker.user, Language.ENGLISH)

    async def speak(self, asker: Asker, language: Language, now: datetime) -> None:
        self._ask("speak")
        self.tongues[asker.user] = language

    def rules_notice(self, zone: ZoneInfo) -> str | None:
        return self.notice

    async def seen(self, asker: Asker, now: datetime) -> None:
        self.present.append((asker.user, asker.channel))

    async def home(self, asker: Asker, now: datetime) -> Home:
        self._ask(f"home {asker.user}")
        ranks = (Rank("OpenAI", 55, 20, 3, (None, 20, 55)),)
        return Home(ZoneInfo("UTC"), (), ranks, len(self.known), (), ())

    async def companies(self, asker: Asker) -> Sequence[Company]:
        self._ask("companies")
        return self.known

    async def standing(self, company: Company, asker: Asker, now: datetime) -> Standing:
        self._ask(f"standing {company.name} {asker.channel}")
        if company.name != "OpenAI":
            return Standing(not_enough(company=company.name), [])
        told = story()
        return Standing(score(), [told], before=None, history=[None, 20, 55])

    async def watched(self, asker: Asker) -> Sequence[Company]:
        self._ask("watched")
        return self.mine

    async def subscription(self, asker: Asker) -> Subscription:
        self._ask("subscription")
        names = frozenset(company.name for company in self.mine)
        weekdays = Rhythm(frozenset(Weekday), at("2024-01-01 09:00").time())
        return subscription(channel=asker.channel, companies=names, digest=weekdays)

    async def next_digest(self, asker: Asker, now: datetime) -> datetime | None:
        self._ask("next_digest")
        return NOW + timedelta(days=1)

    async def watch(self, asker: Asker, company: Company) -> str:
        self._ask(f"watch {company.name} {company.domain}")
        self.mine.append(company)
        return f"This channel hears of {company.name} from now on."

    async def everyday(self, name: str) -> bool:
        return name.islower()

    async def describe(self, asker: Asker, company: Company) -> str:
        self._ask(f"describe {company.name}")
        return f"{company.name} is known so from now on."

    async def unwatch(self, asker: Asker, company: Company) -> str:
        self._ask(f"unwatch {company.name}")
        self.mine.remove(company)
        return f"This channel hears no more of {company.name}."

    async def post(self, message: Message, what: str, by: Asker, now: datetime) -> bool:
        self._ask(f"post {what} in {message.channel} by {by.name}")
        return True

    async def digest_now(self, asker: Asker, now: datetime) -> str:
        self._ask(f"digest {asker.channel}")
        return "The digest is on its way."


@dataclass(frozen=True)
class Row:
    """One message and its state: pending, posting, sent, dead, expired."""

    id: int
    message: Message
    made: datetime
    attempt: int = 0
    state: str = "pending"
    not_before: datetime | None = None
    lease_until: datetime | None = None
    ts: str | None = None
    trouble: str | None = None
    target_ts: str | None = None


class ShelfOutbox:
    """Rows in order; the first open row of a channel holds back the others."""

    def __init__(self) -> None:
        self.rows: dict[int, Row] = {}
        self.paused: dict[str, str] = {}
        self.down = False

    def put(self, message: Message, made: datetime) -> int:
        """Queue a message; return its id."""
        id = len(self.rows) + 1
        self.rows[id] = Row(id, message, made)
        return id

    def states(self) -> list[str]:
        """List the states in order."""
        return [row.state for row in self.rows.values()]

    def open(self) -> int:
        """Count what is neither sent nor settled otherwise."""
        return sum(row.state in ("pending", "posting") for row in self.rows.values())

    def _set(self, id: int, **changes: object) -> None:
        if self.down:
            raise StoreError("the disk is gone.")
        self.rows[id] = replace(self.rows[id], **changes)  # type: ignore[arg-type]  # names of fields

    def _target(self, row: Row) -> str | None:
        if row.message.kind not in (MessageKind.UPDATE, MessageKind.THREAD):
            return None
        alerts = [
            other.ts
            for other in self.rows.values()
            if other.message.kind is MessageKind.ALERT
            and (other.message.channel, other.message.story) == (row.message.channel, row.message.story)
        ]
        return alerts[0] if alerts else None

    async def claim(
        self, now: datetime, lease_seconds: float, channels_busy: Collection[str], edited: bool
    ) -> Row | None:
        if self.down:
            raise StoreError("the disk is gone.")
        heads: set[str] = set()
        for row in self.rows.values():
            channel = row.message.channel
            if row.state not in ("pending", "posting") or channel in heads:
                continue
            heads.add(channel)
            if row.state == "posting" or channel in channels_busy or channel in self.paused:
                continue
            if (row.not_before or now) > now or (row.message.kind is MessageKind.UPDATE and not edited):
                continue
            until = now + timedelta(seconds=lease_seconds)
            self._set(row.id, state="posting", attempt=row.attempt + 1, lease_until=until, target_ts=self._target(row))
            return self.rows[row.id]
        return None

    async def settle_sent(self, posting: Posting, ts: str, now: datetime, place: str = "") -> None:
        self._set(posting.id, state="sent", ts=ts)

    async def settle_retry(self, id: int, not_before: datetime, trouble: str) -> None:
        self._set(id, state="pending", not_before=not_before, trouble=trouble)

    async def settle_dead(self, id: int, trouble: str) -> None:
        self._set(id, state="dead", trouble=trouble)

    async def settle_expired(self, id: int) -> None:
        self._set(id, state="expired")

    async def in_doubt(self, now: datetime) -> list[Row]:
        return [r for r in self.rows.values() if r.state == "posting" and r.lease_until and r.lease_until <= now]

    async def requeue(self, ids: Collection[int]) -> None:
        for id in ids:
            self._set(id, state="pending")

    async def pause_channel(self, channel: str, trouble: str) -> None:
        self.paused[channel] = trouble


def message(text: str, channel: str = "C1", kind: MessageKind = MessageKind.ALERT, **changes: object) -> Message:
    """Make a small message; `changes` are fields of Message."""
    block = {"type": "section", "text": {"type": "plain_text", "text": text}}
    made = Message(channel=channel, kind=kind, key=text, story="s1", drawn=Drawn(text, (block,)))
    return replace(made, **changes)  # type: ignore[arg-type]  # names of fields
