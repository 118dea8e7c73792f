"""What comes back by itself: a look again after an exit, the day on which a cut takes effect, the end of a lock-up.

Nothing is stored for it: a rule with `recheck` names the days after a story's first report, one with a `date` kernel
has the day that the kernel is about. Who asks for the time since the last digest is told each of them once.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from model.company import Company
from model.story import State, Story
from rules.anchor import DAY
from rules.facts import Facts, as_of, facts_of
from rules.kernel import Date
from rules.language import Rule, Rules
from rules.match import fits
from rules.returned import without_returned


@dataclass(frozen=True, slots=True)
class Due:
    """A story that comes back on a day, which is `days` after its first report, and what to do then.

    `recheck` tells a look again from a day that the news itself is about.
    """

    story: Story
    rule: str
    day: datetime
    advice: str
    recheck: bool

    @property
    def days(self) -> int:
        """How many days after the first report it is due."""
        return round((self.day - self.story.first_seen) / DAY)


Between = tuple[datetime, datetime]


@dataclass(frozen=True, slots=True)
class Days:
    """When something must have been, to come back in some time: after the first and not after the second of each pair.

    `told` is of reports of the news, `effective` of the days that the news itself tells.
    """

    told: tuple[Between, ...]
    effective: tuple[Between, ...]


def days_of(rules: Rules, since: datetime, now: datetime) -> Days:
    """List the days that matter for what comes back after `since` and not after `now`, each once."""
    told: set[timedelta] = set()
    effective: set[timedelta] = set()
    for rule in rules.rules:
        if rule.composite:
            continue
        if rule.recheck is not None:
            told.add(rule.recheck)
        elif isinstance(rule.kernel, Date):
            (effective if rule.kernel.anchor == "effective" else told).add(timedelta(days=rule.kernel.shift))
    return Days(*(tuple((since - ago, now - ago) for ago in sorted(each)) for each in (told, effective)))


def coming_back(company: Company, stories: Sequence[Story], rules: Rules, since: datetime, now: datetime) -> list[Due]:
    """List what comes back after `since` and not after `now`, the oldest day first; one for each story and day.

    Rumoured, denied and private stories do not come back, nor does an exit that was taken back. Of several rules that
    bring one story back on one day the strongest gives the advice.
    """
    shown = (as_of(story, now, company) for story in stories if not story.private)
    sure = [facts_of(story) for story in shown if story and story.state in {State.REPORTED, State.CONFIRMED}]
    by_strength = sorted((rule for rule in rules.rules if not rule.composite), key=lambda rule: -rule.strength)
    found: dict[tuple[str, datetime], Due] = {}
    for rule, facts in _fitting(by_strength, without_returned(sure), company):
        day = _day(rule, facts)
        if day is not None and max(since, facts.story.first_seen) < day <= now:
            again = Due(facts.story, rule.id, day, rule.advice, recheck=rule.recheck is not None)
            found.setdefault((facts.story.id, day), again)
    return sorted(found.values(), key=lambda one: (one.day, one.story.id))


def _fitting(rules: Iterable[Rule], known: Sequence[Facts], company: Company) -> Iterator[tuple[Rule, Facts]]:
    return ((rule, facts) for rule in rules for facts in known if fits(rule, facts, company))


def _day(rule: Rule, facts: Facts) -> datetime | None:
    """Tell on which day a rule brings a story back, None when it does not."""
    if rule.recheck is not None:
        return facts.story.first_seen + rule.recheck
    if not isinstance(rule.kernel, Date):
        return None
    anchor = facts.effective if rule.kernel.anchor == "effective" else facts.story.first_seen
    return anchor + timedelta(days=rule.kernel.shift) if anchor else None
