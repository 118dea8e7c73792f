"""What other wishes would have made of the last weeks: stored stories, decided again as if it were then.

A turn is a moment at which a story said something new, with the numbers of that moment. Turns do not depend on any
channel's wishes and are kept; deciding them again is what `decide` does, and takes a moment.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from heapq import heapify, heappop, heappush

from digests.audience import hears
from digests.decide import decide
from digests.messages import raised_to
from model.company import Company
from model.score import NotEnough, Score
from model.story import Story
from model.subscription import Audience, Held, InDigest, MessageKind, Now, Receipt, Subscription, Update
from rules.facts import as_of
from rules.language import Rules
from rules.lift import age, lift


@dataclass(frozen=True, slots=True)
class Turn:
    """A story as it stood at a moment, and its company's numbers without it and with it."""

    at: datetime
    story: Story
    before: Score | NotEnough
    after: Score | NotEnough


@dataclass(frozen=True, slots=True)
class Rehearsed:
    """How many stories would have spoken at once, and how many others in a digest, in so many days."""

    alerts: int
    digest: int
    days: int


def turns(company: Company, stories: Sequence[Story], rules: Rules, since: datetime, now: datetime) -> list[Turn]:
    """List the turns of a company's stories from `since` to `now`, the earliest first."""
    found = []
    for story in sorted(stories, key=age):
        if story.silent or story.private or story.last_seen < since:
            continue
        for moment, then in _changes(story, company, since, now):
            found.append(Turn(moment, then, *lift(company, stories, then, rules, moment)))
    return sorted(found, key=lambda turn: turn.at)


def _changes(story: Story, company: Company, since: datetime, now: datetime) -> Iterator[tuple[datetime, Story]]:
    """Tell when a story was new, was believed otherwise, or twice as many outlets told it: each time it may speak."""
    state, outlets = None, 0
    for moment in sorted({signal.published for signal in story.evidence}):
        then = as_of(story, moment, company) if since <= moment <= now else None
        if then is None or (then.state is state and len(then.outlets) < 2 * outlets):
            continue
        state, outlets = then.state, len(then.outlets)
        yield moment, then


def rehearse(told: Iterable[Turn], wishes: Subscription, now: datetime, days: int) -> Rehearsed:
    """Decide every turn again under these wishes, with the waits, nights and caps that they bring."""
    play = _Play(replace(wishes, audience=Audience.CHANNEL))
    ours = [(turn.at, number, turn) for number, turn in enumerate(told) if hears(turn.story.company, wishes)]
    heapify(ours)
    while ours:
        at, number, turn = heappop(ours)
        again = play.decide(turn, at)
        if again is not None and at < again <= now:
            heappush(ours, (again, number, turn))
    return Rehearsed(len(play.alerted), len(play.digested - play.alerted), days)


class _Play:
    """What a channel has been told so far."""

    def __init__(self, wishes: Subscription) -> None:
        self.alerted: set[str] = set()
        self.digested: set[str] = set()
        self._wishes = wishes
        self._receipts: dict[str, Receipt] = {}
        self._first: dict[str, Receipt] = {}
        self._today: dict[date, int] = {}
        self._latest: dict[str, datetime] = {}

    def decide(self, turn: Turn, at: datetime) -> datetime | None:
        """Decide a turn at a moment; tell when it is to be decided again, if ever."""
        story = turn.story
        if self._latest.get(story.id, turn.at) > turn.at:
            return None  # it has said something newer meanwhile
        self._latest[story.id] = turn.at
        day = at.astimezone(self._wishes.zone).date()
        known = {id(one): one for one in (self._first.get(story.id), self._receipts.get(story.id)) if one}
        verdict = decide(
            story, turn.before, turn.after, self._wishes, list(known.values()), at, self._today.get(day, 0)
        )
        match verdict:
            case Now():
                self.alerted.add(story.id)
                self._today[day] = self._today.get(day, 0) + 1
                self._tell(turn, MessageKind.ALERT, verdict.after, at)
            case InDigest():
                self.digested.add(story.id)
            case Update():
                self._tell(turn, MessageKind.UPDATE, raised_to(story, turn.after), at)
            case Held():
                return verdict.until
        return None

    def _tell(self, turn: Turn, kind: MessageKind, number: int | None, at: datetime) -> None:
        receipt = Receipt(self._wishes.channel, "", kind, turn.story.id, turn.story.state, number, at)
        self._receipts[turn.story.id] = receipt
        self._first.setdefault(turn.story.id, receipt)
