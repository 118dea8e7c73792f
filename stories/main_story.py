"""Which of the stories that one item tells is the item's own: what happened, before what people said about it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta

from model.signal import Certainty, Kind, Seniority, Signal
from model.story import State, Story
from stories.same import ABOUT_ONE_PERSON, REACTIONS, VERY_NEAR, distance, is_specific

# What a company's people react to: a strike is told as part of the lay-offs that it is about.
DEEDS = frozenset(
    {Kind.LAYOFFS, Kind.HIRING_FREEZE, Kind.SHUTDOWN, Kind.ACQUISITION, Kind.DEPARTURE, Kind.LEAVE, Kind.PROMOTION}
)

CUTS = frozenset({Kind.LAYOFFS, Kind.HIRING_FREEZE, Kind.SHUTDOWN})
UNREST = timedelta(days=14)


def main_story(signals: Sequence[Signal], stories: Iterable[Story], followers: Mapping[str, int]) -> Story | None:
    """Choose among `stories` the one that an item is about; `signals` are the item's, as read. None when it tells none.

    A reaction (a strike, a staff letter) and people without a name yield to the deed that the same item tells, and the
    two sides of one person's move are one. Among equals the story that most items are about is preferred (`followers`
    counts them by the story's id), then what the item says first. A reaction told alone is about the deed that others
    told it with, or that it follows in time, even where it mentions that deed in passing.
    """
    identity = signals[0].item
    known = list(stories)
    told = [(story, own) for story in known for own in story.evidence if own.item == identity]
    if not told:
        return None
    ranked = sorted(told, key=lambda pair: _rank(pair[0], pair[1], signals, followers))
    main = ranked[0][0]
    if _is_minor(main):
        return _followed(main, known)
    unrest = next((story for story, own in ranked if own == signals[0] and story.kind is Kind.TURMOIL), None)
    if unrest and main.kind in CUTS and not followers.get(main.id) and not any(map(is_specific, main.evidence)):
        followed = _followed(unrest, (story for story in known if story.kind in CUTS and followers.get(story.id)))
        return main if followed is unrest else followed
    return main


def _rank(
    story: Story, own: Signal, signals: Sequence[Signal], followers: Mapping[str, int]
) -> tuple[bool, bool, bool, bool, int, int]:
    """Sort key among the stories of one item, which says `own` in it: the lowest is the item's own.

    Whom an item names is whom it is about: "Northwind's Ada Keller leaves while the chief executive is on leave".
    """
    first = signals[0]
    elsewhere = own.company != first.company and not (own.person and own.person == first.person)
    aside = own.certainty in {Certainty.BACKGROUND, Certainty.DENIED}
    place = signals.index(own) if own in signals else len(signals)
    unnamed = own.kind in ABOUT_ONE_PERSON and first.person is not None and own.person is None
    return (aside, elsewhere, _is_minor(story), unnamed, -followers.get(story.id, 0), place)


def _is_minor(story: Story) -> bool:
    """Tell a reaction, or people who come or go without a name or an office, from a deed."""
    if story.kind in ABOUT_ONE_PERSON:
        return not story.people and all(s.role is None or s.seniority is Seniority.GROUP for s in story.evidence)
    return story.kind in REACTIONS


def _followed(minor: Story, stories: Iterable[Story]) -> Story:
    """Find the deed that most of those tell who tell `minor`, or that it follows in time; itself when there is none."""
    items = {signal.item for signal in minor.evidence}
    best, most = minor, (0, 0)
    for story in stories:
        if story.company == minor.company and _is_deed(story):
            together = len(items & {signal.item for signal in story.evidence})
            weight = (together, len(story.evidence) if together or _follows(minor, story) else 0)
            best, most = (story, weight) if weight > most else (best, most)
    return best


def _is_deed(story: Story) -> bool:
    return story.kind in DEEDS and story.state is not State.DENIED and not _is_minor(story)


def _follows(minor: Story, deed: Story) -> bool:
    """Tell unrest without a name within two weeks of cuts, and people who leave within days of one who is named."""
    first = minor.evidence[0]
    apart = min(distance(signal, first) for signal in deed.evidence)
    if minor.kind is Kind.TURMOIL:
        begins_later = first.published + first.spread >= deed.first_seen
        return deed.kind in CUTS and begins_later and not minor.people and apart <= UNREST
    return minor.kind is deed.kind is Kind.DEPARTURE and bool(deed.people) and apart <= VERY_NEAR
