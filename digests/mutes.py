"""Does somebody not want to hear of this here? What a mute holds waits for its end and is counted, never dropped."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from digests.case import Case, sides
from digests.escape import clean
from digests.kinds import kind_name
from digests.sentence import LONGEST_NAME
from digests.stronger import believed_more, grown
from digests.texts import say
from model.handling import Mute, Scope
from model.score import NotEnough, Score
from model.signal import Kind
from model.story import Story
from model.subscription import Held, Verdict

LONGEST_WHY = 200


def subject(story: Story, scope: Scope) -> str | None:
    """Name what a mute of this scope would hide because of the story; None when it has no single source."""
    match scope:
        case Scope.STORY:
            return story.id
        case Scope.KIND:
            return story.kind.value
        case Scope.COMPANY:
            return story.company
        case Scope.SOURCE:
            return story.outlets[0] if len(story.outlets) == 1 else None


def covers(mute: Mute, story: Story) -> bool:
    """Tell whether a mute is about the story; one of a source only where nobody else tells it."""
    return subject(story, mute.scope) == mute.name


def muting(mutes: Iterable[Mute], story: Story, number: int | None) -> Mute | None:
    """Find the mute that holds a story and ends last. `number` is what the story raises most; see `Mute.mark`."""
    holding = (mute for mute in mutes if covers(mute, story) and not _wakes(mute, story, number))
    return max(holding, key=lambda mute: (mute.until, mute.id), default=None)


def hiding(mutes: Iterable[Mute], story: Story) -> Mute | None:
    """Find the mute that is about a story and ends last, whether or not it holds it just now."""
    return max((one for one in mutes if covers(one, story)), key=lambda one: (one.until, one.id), default=None)


def sifted(
    mutes: Sequence[Mute], stories: Iterable[Story], scores: Mapping[str, Score | NotEnough]
) -> tuple[set[str], set[str]]:
    """Tell the ids of stories that may be shown from those that a mute holds. `scores` are their companies' now."""
    shown: set[str] = set()
    held: set[str] = set()
    for story in stories:
        known = scores.get(story.company)
        raised = sides(story, None, known) if mutes and isinstance(known, Score) else []
        (held if muting(mutes, story, raised[0].after if raised else None) else shown).add(story.id)
    return shown, held


def muted(case: Case) -> Verdict | None:
    """Hold what is muted here. A message that is there already is still kept true, silently: see `told_already`."""
    mute = mute_of(case)
    return None if mute is None or case.receipt() is not None else Held(reason(mute, case), mute.until, mute=mute.id)


def mute_of(case: Case) -> Mute | None:
    """Find the mute that holds this case's story."""
    raised = sides(case.story, case.before, case.after) if isinstance(case.after, Score) else []
    return muting(case.mutes, case.story, raised[0].after if raised else None)


def reason(mute: Mute, case: Case) -> str:
    """Say what is muted, by whom, until when, and why."""
    slots = {
        "what": what(mute),
        "until": case.clock(mute.until),
        "who": clean(mute.who, LONGEST_NAME) or say("no_name"),
    }
    why = clean(mute.why, LONGEST_WHY)
    return say("held_muted_why", why=why, **slots) if why else say("held_muted", **slots)


def what(mute: Mute) -> str:
    """Name what a mute hides, in clean text."""
    if mute.scope is Scope.STORY:
        return say("mute_story")
    if mute.scope is Scope.KIND:
        return next((kind_name(kind) for kind in Kind if kind.value == mute.name), clean(mute.name, 60))
    return clean(mute.name, LONGEST_NAME) or say("no_name")


def hidden(stories: Sequence[Story], story: Story, scope: Scope) -> int:
    """Count the stories that a mute of this scope, made because of `story`, would hide."""
    name = subject(story, scope)
    return sum(name is not None and subject(one, scope) == name for one in stories)


def _wakes(mute: Mute, story: Story, number: int | None) -> bool:
    if mute.mark is None:
        return False
    # That another story is believed more says nothing about what was muted.
    surer = mute.scope is Scope.STORY and believed_more(story, mute.mark)
    return surer or grown(number, mute.mark)
