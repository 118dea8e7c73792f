"""What other wishes would have made of the last weeks: stored stories, decided again as if it were then.

A turn is a moment at which a story said something new, with the numbers of that moment. Turns do not depend on any
channel's wishes and are kept; deciding them again is what `decide` does, and takes a moment. The numbers are those that
were stored then: reckoning a month of thousands of companies anew takes minutes.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cached_property
from heapq import heapify, heappop, heappush

from digests.audience import hears
from digests.case import sides
from digests.decide import decide
from digests.messages import raised_to
from model.company import Company
from model.score import Axis, NotEnough, Score
from model.story import State, Story
from model.subscription import Audience, Held, InDigest, MessageKind, Now, Receipt, Subscription, Update
from rules.facts import as_of
from rules.lift import age

Number = Score | NotEnough


@dataclass(frozen=True)
class Turn:
    """A story as it stood at a moment, and its company's numbers without it and with it."""

    at: datetime
    story: Story
    before: Number
    after: Number

    def crosses(self, threshold: int) -> bool:
        """Tell whether one of the numbers goes over a threshold: what does not is left to the digest, unless held."""
        return any((before is None or before < threshold) and after >= threshold for before, after in self.spans)

    @cached_property
    def spans(self) -> tuple[tuple[int | None, int], ...]:
        """From where to where the story raises each number."""
        raised = sides(self.story, self.before, self.after) if isinstance(self.after, Score) else []
        return tuple((side.before, side.after) for side in raised)


@dataclass(frozen=True, slots=True)
class Rehearsed:
    """How many stories would have spoken at once, and how many others in a digest, in so many days."""

    alerts: int
    digest: int
    days: int


def turns(
    company: Company, stories: Iterable[Story], history: Sequence[Number], since: datetime, now: datetime
) -> list[Turn]:
    """List the turns of a company's stories from `since` to `now`, the earliest first.

    `history` are its stored numbers, the earliest first: what was reckoned then is not reckoned again.
    """
    mentions = _mentions(history)
    spoken: dict[int, list[tuple[Story, datetime]]] = {}
    for story in sorted(stories, key=age):
        if story.silent or story.private or story.last_seen < since:
            continue
        for moment, then in _changes(story, company, since, now):
            spoken.setdefault(_told_in(history, mentions.get(story.id, ()), moment), []).append((then, moment))
    found = [turn for row, told in spoken.items() for turn in _turns_of(company.name, history, row, told)]
    return sorted(found, key=lambda turn: turn.at)


def _turns_of(
    company: str, history: Sequence[Number], row: int, told: Sequence[tuple[Story, datetime]]
) -> Iterator[Turn]:
    """Credit each of the stories that one number tells of with its own rise, the oldest first."""
    unknown = NotEnough(company, told[0][1], "")
    now = history[row] if row >= 0 else unknown
    before = history[row - 1] if row > 0 else unknown
    younger = [story.id for story, _ in told]
    for story, moment in told:
        younger.remove(story.id)
        after = _without(now, younger)
        at = max(now.at, moment) if row >= 0 and story.id in _named(now) else moment
        yield Turn(at, story, before, after)
        before = after


def _without(number: Number, stories: Collection[str]) -> Number:
    """Take away from a number what these stories were the last to add."""
    if not stories or not isinstance(number, Score):
        return number
    left = tuple(points for points in number.points if points.story not in stories)
    window, pressure = (sum(p.value for p in left if p.axis is axis) for axis in (Axis.WINDOW, Axis.PRESSURE))
    return replace(number, window=window, pressure=pressure, points=left)


def _mentions(history: Sequence[Number]) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    for row, number in enumerate(history):
        for story in _named(number):
            found.setdefault(story, []).append(row)
    return found


def _named(number: Number) -> set[str]:
    return {story for p in number.points for story in (p.story, *p.stories)} if isinstance(number, Score) else set()


def _told_in(history: Sequence[Number], mentions: Sequence[int], moment: datetime) -> int:
    """Find the first number since a moment that tells of a story, else the one that held then; -1 for none."""
    first = next((row for row in mentions if history[row].at >= moment), None)
    return bisect_right(history, moment, key=lambda number: number.at) - 1 if first is None else first


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
        if story.id not in self._first and not turn.crosses(self._wishes.threshold):
            # As `decide` would have it, which says why in words and takes twenty times as long for it.
            wanted = not self._wishes.kinds or story.kind in self._wishes.kinds
            self.digested |= {story.id} if wanted and story.state is not State.DENIED else set()
            return None
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
