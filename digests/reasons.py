"""The reasons of a score, strongest first; whatever is left out is still summed, so that they always add up."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from digests.blocks import Span, text
from digests.privacy import seen_by
from digests.sparkline import signed
from digests.texts import say, spoken
from model.score import Axis, NotEnough, Points, Score
from model.story import Story
from rules.engine import COVERAGE

LONGEST_REASON = 160


@dataclass(frozen=True, slots=True)
class Reasons:
    """`shown` and `rest` together are all points of one axis; `hidden` are ids of stories that may not be told."""

    shown: tuple[Points, ...]
    rest: tuple[Points, ...]
    hidden: frozenset[str] = frozenset()

    def lines(self) -> list[list[Span]]:
        """Write "+24  Mira Murati (CTO) left" for each reason, and one line for the sum of those left out."""
        lines = [_line(point.value, self.words(point)) for point in self.shown]
        return [*lines, self.left_out()] if self.rest else lines

    def left_out(self) -> list[Span]:
        """Write "+38  4 more reasons together"."""
        return _line(sum(p.value for p in self.rest), say("why_more", count=len(self.rest)))

    def words(self, point: Points) -> str:
        """Read a reason, unless it rests on a story that may not be told here."""
        resting = {point.story, *point.stories}
        return say("alert_not_shown") if resting & self.hidden else point.told(spoken())


def missing(score: NotEnough) -> str:
    """Say what is missing for a number."""
    if score.lack is None:
        return score.reason
    return say(f"not_enough_{score.lack.value}", company=score.company, days=COVERAGE.days)


def reasons(score: Score, axis: Axis, most: int, hidden: Collection[str] = (), *, about: str | None = None) -> Reasons:
    """Take the `most` strongest reasons of one axis; a single one too many is shown and not summed.

    Those of the story `about` come first, however strong others are: they are what its message is about.
    """
    found = sorted(
        (p for p in score.points if p.axis is axis),
        key=lambda p: (_distance(p, about), -abs(p.value), p.rule, p.story),
    )
    most = most + 1 if len(found) == most + 1 else most
    return Reasons(tuple(found[:most]), tuple(found[most:]), frozenset(hidden))


def hidden_from(viewer: str | None, stories: Iterable[Story]) -> frozenset[str]:
    """Name the stories of which nothing may be told to `viewer`: their reasons keep their points, not their words."""
    return frozenset(story.id for story in stories if seen_by(story, viewer) is None)


def _distance(point: Points, story: str | None) -> int:
    """Tell how near a reason is to a story: 0 is about it alone, 1 about it and others, 2 about others."""
    if story is None or not point.rests_on(story):
        return 2
    return 0 if point.story == story and set(point.stories) <= {story} else 1


def _line(points: int, words: str) -> list[Span]:
    return [text(signed(points), bold=True), text("  " + words, cap=LONGEST_REASON)]
