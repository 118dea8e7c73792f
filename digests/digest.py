"""A digest's content: what to act on, what is worth a look, who hires against us, what changed (slack.md 5.5)."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from digests.case import Side, sides, value
from digests.privacy import seen_by, viewer_of
from digests.stronger import BELIEF
from digests.wanted import NEVER_URGENT
from digests.week import Scores, Week
from model.handling import Claim
from model.score import Axis, Score
from model.signal import Kind
from model.story import State, Story
from model.subscription import Cause, Held, Subscription, Update, Verdict
from rules.best import BestDays
from rules.due import Due

MOST_ACT_NOW = 3
LEAST_OWN = 5  # points: a company that stood high already gives small news no reason to act now
MOST_WORTH = 7
MOST_RIVALS = 5
MOST_CHANGED = 5
MOST_REST = 100
MOST_DUE = 8
RIVAL_KINDS = frozenset({Kind.HIRE, Kind.HIRING_SURGE, Kind.STRATEGIC_ROLE})


@dataclass(frozen=True, slots=True)
class Entry:
    """A story of the digest's days with the strongest verdict this subscription gave it in them.

    `was` is its state when this subscription last heard of it before these days, None where it did not.
    """

    story: Story
    verdict: Verdict
    was: State | None = None


@dataclass(frozen=True, slots=True)
class Counts:
    """What was done since the last digest: items read, and how many of them told of a story that was known already."""

    read: int
    merged: int


@dataclass(frozen=True, slots=True)
class Late:
    """A source that has not answered since a moment in UTC."""

    name: str
    since: datetime


@dataclass(frozen=True, slots=True)
class Row:
    """One story in the digest; `side` is the number it raises most, from the last digest to now, None for none.

    `best` are the days on which it is best acted on, `was` is how the channel heard of it before, where that changed.
    """

    story: Story
    side: Side | None
    score: Score | None
    best: BestDays | None = None
    was: State | None = None


@dataclass(frozen=True, slots=True)
class Group:
    """The rows of one company; `window` and `pressure` are its numbers now, None where there are none."""

    company: str
    window: int | None
    pressure: int | None
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Digest:
    """Everything a digest shows. `due` is what comes back by itself, `claims` is who has which story.

    `held` is how many stories did not speak at once by what kept them, the commonest first; `quiet` are the companies
    of those that speak when quiet hours end, by when that is.
    `rest` goes to its thread; `cut` is how many stories found no place at all, `muted` how many are hidden by mutes.
    `verbs` are the buttons under it, `week` is the summary that a weekly digest has.
    """

    subscription: Subscription
    since: datetime
    now: datetime
    act_now: tuple[Row, ...]
    worth: tuple[Group, ...]
    rivals: tuple[Row, ...]
    changed: tuple[Row, ...]
    rest: tuple[Group, ...]
    cut: int
    counts: Counts
    late: tuple[Late, ...]
    due: tuple[Due, ...] = ()
    held: tuple[tuple[Cause, int], ...] = ()
    muted: int = 0
    quiet: Mapping[datetime, Sequence[str]] = field(default_factory=dict)
    claims: Mapping[str, Claim] = field(default_factory=dict)
    verbs: tuple[str, ...] = ()
    week: Week | None = None

    @property
    def empty(self) -> bool:
        """Nothing at all to tell: the digest becomes one line."""
        return not (self.act_now or self.worth or self.rivals or self.changed or self.due or self.week)

    @property
    def worth_a_look(self) -> int:
        """How many stories are told outside of "act now" and "changed"."""
        groups = (*self.worth, *self.rest)
        return len(self.rivals) + sum(len(group.rows) for group in groups) + self.cut

    @property
    def denied(self) -> int:
        """How many of the changed stories were denied."""
        return sum(row.story.state is State.DENIED for row in self.changed)

    @property
    def corrected(self) -> int:
        """How many of them are believed more, or less, than when this channel heard of them, short of a denial."""
        return sum(row.was is not None and row.story.state is not State.DENIED for row in self.changed)


def compose(
    subscription: Subscription,
    entries: Iterable[Entry],
    scores_now: Scores,
    scores_then: Scores,
    counts: Counts,
    late: Sequence[Late],
    since: datetime,
    now: datetime,
    due: Sequence[Due] = (),
    held: Mapping[Cause, int] | None = None,
) -> Digest:
    """Choose and order what a digest tells. Held and private stories never enter; each story has one place.

    `scores_now` and `scores_then` (at the last digest) are by company name and made from stories that this
    subscription may see.
    """
    rows = _rows(subscription, entries, scores_now, scores_then)
    changed = [row for row, verdict in rows if _is_change(row, verdict)][:MOST_CHANGED]
    left = _without([row for row, _ in rows], changed)
    act_now = _one_a_company(row for row in left if _strong(row, subscription))[:MOST_ACT_NOW]
    left = _without(left, act_now)
    rivals = [row for row in left if _rival(row)][:MOST_RIVALS]
    left = _without(left, rivals)
    return Digest(
        subscription,
        since,
        now,
        tuple(act_now),
        _grouped(left[:MOST_WORTH], scores_now),
        tuple(rivals),
        tuple(changed),
        _grouped(left[MOST_WORTH : MOST_WORTH + MOST_REST], scores_now),
        max(0, len(left) - MOST_WORTH - MOST_REST),
        counts,
        tuple(late),
        tuple(due[:MOST_DUE]),
        tuple(sorted((held or {}).items(), key=lambda pair: (-pair[1], pair[0]))),
    )


def _rows(
    subscription: Subscription, entries: Iterable[Entry], scores_now: Scores, scores_then: Scores
) -> list[tuple[Row, Verdict]]:
    rows: list[tuple[Row, Verdict]] = []
    for entry in entries:
        story = seen_by(entry.story, viewer_of(subscription))
        if story is None or isinstance(entry.verdict, Held):
            continue
        score = scores_now.get(story.company)
        known = score if isinstance(score, Score) else None
        raised = sides(story, scores_then.get(story.company), known) if known else []
        was = entry.was if entry.was is not story.state else None
        rows.append((Row(story, raised[0] if raised else None, known, was=was), entry.verdict))
    return sorted(_moved_once(rows), key=lambda pair: _rank(pair[0]))


def _moved_once(rows: Sequence[tuple[Row, Verdict]]) -> list[tuple[Row, Verdict]]:
    """Tell a private move between two watched companies where somebody left, which names where to, and not there too.

    One line of an export tells both, of somebody whom only its owner knows: two lines would be two people to them.
    """
    left = {
        signal.item
        for row, _ in rows
        if row.story.private and row.story.kind is Kind.DEPARTURE
        for signal in row.story.evidence
    }
    return [pair for pair in rows if not _arrival_of(pair[0].story, left)]


def _arrival_of(story: Story, left: Collection[tuple[str, str]]) -> bool:
    return story.private and story.kind is Kind.HIRE and all(signal.item in left for signal in story.evidence)


def _rank(row: Row) -> tuple[int, float, str]:
    gained = row.side.gained if row.side else 0
    return -gained, -row.story.last_seen.timestamp(), row.story.id


def _strong(row: Row, subscription: Subscription) -> bool:
    if row.side is None or row.story.state not in BELIEF[1:] or row.story.kind in NEVER_URGENT:
        return False
    return row.side.after >= subscription.threshold and row.side.own >= LEAST_OWN


def _rival(row: Row) -> bool:
    return row.story.kind in RIVAL_KINDS and (row.side is None or row.side.axis is Axis.PRESSURE)


def _is_change(row: Row, verdict: Verdict) -> bool:
    heard = isinstance(verdict, Update) and verdict.broadcast
    return row.story.state is State.DENIED or row.was is not None or heard


def _one_a_company(rows: Iterable[Row]) -> list[Row]:
    best: dict[str, Row] = {}
    for row in rows:
        best.setdefault(row.story.company, row)
    return list(best.values())


def _without(rows: Sequence[Row], taken: Sequence[Row]) -> list[Row]:
    gone = {row.story.id for row in taken}
    return [row for row in rows if row.story.id not in gone]


def _grouped(rows: Sequence[Row], scores: Scores) -> tuple[Group, ...]:
    groups: dict[str, list[Row]] = {}
    for row in rows:
        groups.setdefault(row.story.company, []).append(row)
    return tuple(
        Group(
            company, value(scores.get(company), Axis.WINDOW), value(scores.get(company), Axis.PRESSURE), tuple(members)
        )
        for company, members in groups.items()
    )
