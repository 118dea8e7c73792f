"""What this folder asks of the rest of the product; bot.py hands in whatever fits.

`Books` answers the commands, `Outbox` holds the messages to be posted. Both raise model.errors.StoreError when the
database cannot be used, and nothing else on purpose.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from zoneinfo import ZoneInfo

from digests.home import Home
from handlers.archive import Archive
from handlers.asker import Asker
from handlers.channels import ChannelBooks
from handlers.editor import Editor
from handlers.feeds import FeedBooks
from handlers.imports import Imports
from handlers.records import Records
from handlers.stories import StoryBooks
from model.company import Company
from model.hiring import OpenRoles
from model.language import Language
from model.message import Message
from model.score import NotEnough, Score
from model.story import Story
from model.subscription import Subscription

__all__ = [
    "Archive",
    "Asker",
    "Books",
    "ChannelBooks",
    "Editor",
    "FeedBooks",
    "Imports",
    "Outbox",
    "Posting",
    "Records",
    "Standing",
    "StoryBooks",
    "Switchboard",
]


@dataclass(frozen=True, slots=True)
class Standing:
    """How one company stands. `before` is its score a week ago, `history` its window by day, None where unknown.

    `stories` are those the score rests on and the latest others, without what a channel must not see. `roles` are its
    open posts, None where no job board tells.
    """

    score: Score | NotEnough
    stories: Sequence[Story]
    before: Score | NotEnough | None = None
    history: Sequence[int | None] = ()
    roles: OpenRoles | None = None


class Books(Protocol):
    """What the commands ask. Every answer is for one asker: a channel never learns what is private to a person."""

    def language(self, asker: Asker) -> Language:
        """Tell what is spoken where the asker asks, at once and from memory: a channel's language, else their own."""

    async def speak(self, asker: Asker, language: Language, now: datetime) -> None:
        """Speak so to the asker alone from now on."""

    @property
    def stories(self) -> StoryBooks:
        """What people do with a story."""

    def rules_notice(self, zone: ZoneInfo) -> str | None:
        """Say that a file of rules is wrong and which rules hold meanwhile; None when all is right."""

    async def home(self, asker: Asker, now: datetime) -> Home:
        """Gather what the App Home shows the asker."""

    async def seen(self, asker: Asker, now: datetime) -> None:
        """Remember that somebody did something in a channel: they are in it."""

    @property
    def channel(self) -> ChannelBooks:
        """What people settle for a channel."""

    @property
    def public_url(self) -> str:
        """Where our own pages are, "" for nowhere: only links to there are unfurled."""

    @property
    def records(self) -> Records:
        """What is on record."""

    @property
    def archive(self) -> Archive:
        """All that is stored, looked back on."""

    @property
    def imports(self) -> Imports:
        """What people hand in of their own connections."""

    @property
    def editor(self) -> Editor:
        """The rules in force, and changes of them."""

    @property
    def feeds(self) -> FeedBooks:
        """Feeds that are added by command."""

    async def companies(self, asker: Asker) -> Sequence[Company]:
        """List every company the bot knows in this workspace."""

    async def standing(self, company: Company, asker: Asker, now: datetime) -> Standing:
        """Score one company as of `now`."""

    async def watched(self, asker: Asker) -> Sequence[Company]:
        """List the companies this channel hears of."""

    async def subscription(self, asker: Asker) -> Subscription:
        """Tell what this channel hears; a channel that never asked gets the defaults."""

    async def next_digest(self, asker: Asker, now: datetime) -> datetime | None:
        """Tell when this channel's next digest is due, in UTC; None for a channel without digests."""

    async def watch(self, asker: Asker, company: Company) -> str:
        """Make this channel hear of the company; one that nobody knew is added. Return a sentence for the asker."""

    async def everyday(self, name: str) -> bool:
        """Tell whether a name is a word of everyday texts too: then words near it have to prove the company."""

    async def describe(self, asker: Asker, company: Company) -> str:
        """Change what is known of a company, wherever it is watched. Return a sentence for the asker."""

    async def unwatch(self, asker: Asker, company: Company) -> str:
        """Make this channel hear no more of the company. Return a sentence for the asker."""

    async def post(self, message: Message, what: str, by: Asker, now: datetime) -> bool:
        """Put an answer into the outbox for the channel, once: False when it is there. `what` is for the audit log."""

    async def digest_now(self, asker: Asker, now: datetime) -> str:
        """Put this channel's digest of now into the outbox. Return a sentence for the asker."""


# The books of whoever asks, and the asker as those books know them.
Switchboard = Callable[[Asker], tuple[Books, Asker]]


class Posting(Protocol):
    """One row of the outbox, claimed: nobody else posts it until its lease is over.

    `attempt` counts from 1. `made` is when the message was drawn. `target_ts` is Slack's name of the story's alert in
    this channel, for an UPDATE or a THREAD; None when that alert was never posted.
    """

    @property
    def id(self) -> int:
        """The row's identity; it goes into the post's metadata."""

    @property
    def message(self) -> Message:
        """What to post."""

    @property
    def attempt(self) -> int:
        """How often it was claimed, this time included."""

    @property
    def made(self) -> datetime:
        """When it was drawn, in UTC."""

    @property
    def target_ts(self) -> str | None:
        """Which message an UPDATE edits or a THREAD answers."""


class Outbox(Protocol):
    """The messages waiting to be posted, in order within a channel: the first that is open holds back the others.

    A claimed row that nobody settles is in doubt once its lease is over.
    """

    async def claim(
        self, now: datetime, lease_seconds: float, channels_busy: Collection[str], edited: bool
    ) -> Posting | None:
        """Take the oldest message that is due, in no busy channel; None when there is none.

        `edited` False leaves UPDATEs alone, which Slack counts apart.
        """

    async def settle_sent(self, posting: Posting, ts: str, now: datetime, place: str = "") -> None:
        """Slack stored it as `ts`, in the conversation `place`: write the receipt."""

    async def settle_retry(self, id: int, not_before: datetime, trouble: str) -> None:
        """Offer it again from `not_before` on."""

    async def settle_dead(self, id: int, trouble: str) -> None:
        """Never offer it again; `trouble` is for the operator."""

    async def settle_expired(self, id: int) -> None:
        """Too old to interrupt anybody: what it says belongs to the channel's next digest (A13)."""

    async def in_doubt(self, now: datetime) -> Sequence[Posting]:
        """List what was claimed and never settled: nobody knows whether Slack has it (A5)."""

    async def requeue(self, ids: Collection[int]) -> None:
        """Offer messages in doubt again."""

    async def pause_channel(self, channel: str, trouble: str) -> None:
        """Remember why nothing can be posted to this channel, until something is."""
