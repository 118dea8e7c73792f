"""What recruiters' opinions propose: each opinion has one thing that mends it, and few opinions mend nothing.

Wrong company: an alias or a `never` word. No talent signal: half the strength of the rules that spoke, or off. Too
weak: a higher threshold of the channel. Old and duplicate speak against a source; precision.py counts them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import blake2b

from digests.texts import count, say, spoken
from learning.words import Mark, holds, meant, names_in, phrase_of, word_of
from model.company import Company
from model.feedback import Change, Feedback, Opinion, Override, Part, Proposal
from model.story import Story
from model.subscription import Subscription
from rules.language import Rule, Rules
from rules.said import translated

BACK = timedelta(days=90)
VERDICTS = 3  # so many opinions
PEOPLE = 2  # of so many people; a single click changes nothing, nor does one person with three
# A rule of which nobody says a good word and more people speak twice as often is switched off instead of halved.
VERDICTS_OFF = 6
PEOPLE_OFF = 3
MOST = 100


@dataclass(frozen=True, slots=True)
class Ground:
    """What is in force, with what was learned before, and the stories that may be spoken of, private ones too."""

    companies: tuple[Company, ...]
    rules: Rules
    subscriptions: tuple[Subscription, ...]
    stories: tuple[Story, ...]


def proposals(
    ground: Ground, feedback: Iterable[Feedback], overrides: Sequence[Override], now: datetime
) -> list[Proposal]:
    """Turn the opinions of the last 90 days into changes that an admin may apply, those with most opinions first.

    What led to an override in force speaks for no second one. No proposal names a person.
    """
    said = latest(one for one in feedback if now - BACK <= one.at <= now)
    held = [override for override in overrides if override.in_force]
    found = [
        *(one for rule in ground.rules.rules if (one := _rule(rule, said, held))),
        *(one for channel in ground.subscriptions if (one := _threshold(channel, said, held))),
        *_words(ground, said, held),
    ]
    return sorted(found, key=lambda one: (-one.verdicts, one.change.part, one.change.name, str(one.change.value)))


def latest(feedback: Iterable[Feedback]) -> list[Feedback]:
    """Keep the last opinion of each person on each story, oldest first."""
    ordered = sorted(feedback, key=lambda one: (one.at, one.story, one.by, one.opinion))
    last = {(one.story, one.by): one for one in ordered}
    return sorted(last.values(), key=lambda one: (one.at, one.story, one.by))


def enough(said: Sequence[Feedback], verdicts: int = VERDICTS, people: int = PEOPLE) -> bool:
    """Tell whether so many opinions of so many people say the same."""
    return len(said) >= verdicts and len({one.by for one in said}) >= people


def _since(held: Iterable[Override], parts: set[Part], name: str) -> datetime | None:
    """Tell when such a change was applied last: what was said before has led to it."""
    return max((one.at for one in held if one.change.part in parts and one.change.name == name), default=None)


def _after(said: Iterable[Feedback], since: datetime | None) -> list[Feedback]:
    return [one for one in said if since is None or one.at > since]


def _proposal(change: Change, reason: str, said: Sequence[Feedback]) -> Proposal:
    identity = f"{change.part}\0{change.name}\0{change.value}"
    id_ = f"p{blake2b(identity.encode(), digest_size=3).hexdigest()}"
    stories = tuple(sorted({one.story for one in said}))
    return Proposal(id_, change, reason, stories, len(said), len({one.by for one in said}))


def _rule(rule: Rule, said: Sequence[Feedback], held: Sequence[Override]) -> Proposal | None:
    mine = _after(
        (one for one in said if rule.id in one.rules), _since(held, {Part.STRENGTH, Part.OFF, Part.EDIT}, rule.id)
    )
    against = [one for one in mine if one.opinion is Opinion.NOT_A_SIGNAL]
    useful = sum(one.opinion is Opinion.USEFUL for one in mine)
    if not enough(against) or len(against) <= useful:
        return None
    slots = {
        "title": translated(rule.title, spoken()),
        "opinions": count("opinions", len(against)),
        "people": _people(against),
    }
    value = rule.strength // 2
    if value < 1 or (not useful and enough(against, VERDICTS_OFF, PEOPLE_OFF)):
        return _proposal(Change(Part.OFF, rule.id, None, rule.strength), say("learn_why_off", **slots), against)
    change = Change(Part.STRENGTH, rule.id, value, rule.strength)
    return _proposal(change, say("learn_why_strength", **slots, useful=useful, value=value), against)


def _threshold(channel: Subscription, said: Sequence[Feedback], held: Sequence[Override]) -> Proposal | None:
    """Raise a threshold above what was too weak, but not above what was useful."""
    since = _since(held, {Part.THRESHOLD}, channel.channel)
    here = [(one, one.told) for one in _after(said, since) if one.channel == channel.channel and one.told is not None]
    weak = [(one, told) for one, told in here if one.opinion is Opinion.TOO_WEAK]
    useful = min((told for one, told in here if one.opinion is Opinion.USEFUL), default=MOST)
    value = min(max((told for _, told in weak), default=0) + 1, useful, MOST)
    silenced = [one for one, told in weak if channel.threshold <= told < value]
    if value <= channel.threshold or not enough(silenced):
        return None
    change = Change(Part.THRESHOLD, channel.channel, value, channel.threshold)
    slots = {"channel": channel.channel, "people": _people(silenced), "alerts": count("opinions", len(silenced))}
    return _proposal(change, say("learn_why_threshold", **slots, value=value, before=channel.threshold), silenced)


def _words(ground: Ground, said: Sequence[Feedback], held: Sequence[Override]) -> Iterator[Proposal]:
    taken = names_in(ground.stories, ground.companies)
    public = {story.id: story for story in ground.stories if not story.private}
    wrong = [one for one in said if one.opinion is Opinion.WRONG_COMPANY and one.story in public]
    learned = [str(one.change.value) for one in held if one.change.part in {Part.ALIAS, Part.NEVER}]
    open_ = [one for one in wrong if not any(holds(public[one.story], word) for word in learned)]
    for company in ground.companies:
        mine = [one for one in open_ if one.company == company.name]
        if mark := next((mark for mark in word_of(mine, public, taken) if enough(mark.said)), None):
            yield _word(Part.NEVER, company, mark)
        theirs = [one for one in open_ if meant(one.text, ground.companies, one.company) == company.name]
        if mark := next((mark for mark in phrase_of(theirs, public, taken) if enough(mark.said)), None):
            yield _word(Part.ALIAS, company, mark)


def _word(part: Part, company: Company, mark: Mark) -> Proposal:
    stories = count("stories", len({one.story for one in mark.said}))
    slots = {"company": company.name, "word": mark.text, "people": _people(mark.said), "stories": stories}
    reason = say("learn_why_alias" if part is Part.ALIAS else "learn_why_never", **slots)
    return _proposal(Change(part, company.name, mark.text), reason, mark.said)


def _people(said: Iterable[Feedback]) -> str:
    return count("people", len({one.by for one in said}))
