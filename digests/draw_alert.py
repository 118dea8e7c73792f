"""The instant alert, its later edits, and the lines that go to its thread (slack.md 5.2)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from slack_sdk.models.blocks import Block, RichTextElement

from digests.blocks import Span, bullets, context, header, line, one, quote, rich, text
from digests.case import Side, sides, value
from digests.dates import span, token
from digests.escape import clean, escape
from digests.evidence import linked, named, provenance, told
from digests.handled import alert_buttons, handled, owner
from digests.kinds import BADGE, ICON
from digests.privacy import seen_by, viewer_of
from digests.reasons import reasons
from digests.sentence import LONGEST_NAME, lead, sentence
from digests.texts import number, say, spoken
from model.handling import NOBODY, Handling
from model.message import Drawn
from model.score import Axis, NotEnough, Score
from model.story import State, Story
from model.subscription import Audience, Density, Now, Subscription
from rules.best import BestDays, strongest
from rules.said import translated

TOP = 4


def draw_alert(
    story: Story,
    score: Score,
    verdict: Now,
    subscription: Subscription,
    handling: Handling = NOBODY,
    best: BestDays | None = None,
) -> Drawn:
    """Draw a story that speaks at once. `score` is the company's, made from stories this subscription may see, `best`
    the days on which it is best acted on.

    Raises ValueError for a story that this subscription must not see at all: decide() holds such a story.
    """
    side = Side(verdict.axis, verdict.before, verdict.after)
    return _draw(_shown(story, subscription), score, side, subscription, handling, best)


def draw_update(
    story: Story,
    score: Score | NotEnough,
    told_at: int | None,
    subscription: Subscription,
    now: datetime,
    handling: Handling = NOBODY,
    best: BestDays | None = None,
) -> Drawn:
    """Draw the alert anew as things stand `now`: `score` is the company's now, `told_at` the number first told."""
    side = _standing(story, score, told_at)
    return _draw(_shown(story, subscription), score, side, subscription, handling, best, now, since_told=True)


def draw_handled(
    story: Story,
    before: Score | NotEnough | None,
    score: Score | NotEnough,
    told_at: int | None,
    subscription: Subscription,
    handling: Handling,
    updated: datetime | None,
    best: BestDays | None = None,
) -> Drawn:
    """Draw the alert anew because of what people do with it; `updated` is when its news changed last, if it has.

    While the number is the one told, the first line stays as it was: `before` is the company's score without the story.
    """
    side = _standing(story, score, told_at)
    moved = side is None or side.before not in (None, side.after)
    if side is not None and not moved:
        side = Side(side.axis, value(before, side.axis), side.after)
    return _draw(_shown(story, subscription), score, side, subscription, handling, best, updated, since_told=moved)


def _standing(story: Story, score: Score | NotEnough, told_at: int | None) -> Side | None:
    if not isinstance(score, Score):
        return None
    raised = sides(story, None, score)
    axis = raised[0].axis if raised else Axis.WINDOW
    return Side(axis, told_at, value(score, axis) or 0)


def draw_thread_line(story: Story, log: str, subscription: Subscription) -> Drawn:
    """Draw one dated line for the story's thread: `log` as decide() wrote it, and the newest report linked in it."""
    seen = _shown(story, subscription)
    newest = max(seen.evidence, key=lambda signal: signal.published)
    front, name, rest = log.partition(named(newest))
    link = (text(front), linked(newest), text(rest)) if name else (text(log), text(" · "), linked(newest))
    words = line(text(f"{BADGE[seen.state]} "), *link)
    return one(escape(log), [rich(words)])


def first_line(story: Story, side: Side | None, *, since_told: bool = False) -> str:
    """Say in clean text whose number moved from what to what: "OpenAI · sourcing window 62 → 81".

    With `since_told` the first number is the one that was told: "OpenAI · sourcing window told at 63 → now 81".
    """
    company = clean(story.company, LONGEST_NAME) or say("no_name")
    if side is None:
        return company
    if side.before is None or side.before == side.after:
        return say("alert_first_count", company=company, axis=side.name, after=side.after)
    return say(
        "alert_told_line" if since_told else "alert_first_line",
        company=company,
        axis=side.name,
        before=side.before,
        after=side.after,
    )


def best_time(best: BestDays, zone: ZoneInfo) -> list[Span]:
    """Say when it is best to write to people: "Best time: day 45–70 → 9 Nov – 4 Dec 2024"."""
    first, last = best.ages
    return [text("📅 "), text(say("digest_best", first=first, last=last, days=span(best.first, best.last, zone)))]


def advice_for(story: Story, score: Score, axis: Axis) -> str:
    """Find what to do: the advice of the reason that gives the best days too, else of the strongest that the story
    has a part in; "" when no rule gives any.
    """
    shared = [p for p in score.points if p.axis is axis and p.advice and story.id in p.stories]
    reason = strongest(story, score, axis) or max(shared, key=lambda p: p.value, default=None)
    return clean(translated(reason.advice, spoken()), 200) if reason else ""


def _draw(
    story: Story,
    score: Score | NotEnough,
    side: Side | None,
    subscription: Subscription,
    handling: Handling,
    best: BestDays | None,
    updated: datetime | None = None,
    *,
    since_told: bool = False,
) -> Drawn:
    first = first_line(story, side, since_told=since_told)
    denied = story.state is State.DENIED
    icon = BADGE[story.state] if denied else ICON[story.kind]
    if handling.claim:
        first = f"{first} · {owner(handling.claim, subscription.zone, score.at)}"
    known = (score, side) if side is not None and isinstance(score, Score) and not denied else None
    when = best_time(best, subscription.zone) if best and known and known[1].axis is Axis.WINDOW else []
    blocks: list[Block]
    if subscription.density is Density.COMPACT:
        blocks = [rich(in_a_line(f"{icon} {first}", story, when))]
    else:
        quoted = lead(story)
        said = quote(text(quoted.title, italic=True) or text(say("no_title")))
        blocks = [header(f"{icon} {first}"), rich(line(*told(story, bold=True), text(".")), said)]
        alone = None if side is None or since_told else side.before
        blocks += [_why(story, *known, alone, when)] if known else []
    blocks.append(context(_footer(story, score, subscription, updated), *handled(handling, subscription.zone)))
    if subscription.audience is Audience.CHANNEL:
        blocks.append(alert_buttons(story.id, handling))
    return one(f"{icon} {escape(first)}\n{escape(sentence(story))}.", blocks)


def in_a_line(first: str, story: Story, when: Sequence[Span]) -> RichTextElement:
    """Tell all that a channel sees at once where it wants one line for each story."""
    return line(text(first, bold=True), text(" · "), *told(story), text("."), *([text(" "), *when] if when else []))


def why_line(story: Story, score: Score, side: Side, alone: int | None = None) -> str:
    """Say how much of the number is the story's: "Why 72: 32 from this story, 40 from the rest (59 without it)".

    What is known already weighs less beside what is new, so that no number grows without end: without this line a
    reader sees 59 → 72 and a reason of +32, and cannot add it up. `alone` is the number without the story.
    """
    gained = sum(p.value for p in score.points if p.axis is side.axis and p.rests_on(story.id))
    rest = side.after - gained
    if gained <= 0 or not rest:
        return say("alert_why", after=side.after)
    parts = say("alert_why_parts", after=side.after, own=gained, rest=number(rest).replace("-", "−"))
    return parts if alone in (None, rest) else say("alert_why_without", parts=parts, alone=alone)


def _why(story: Story, score: Score, side: Side, alone: int | None, when: Sequence[Span]) -> Block:
    parts = [line(text(why_line(story, score, side, alone), bold=True))]
    told_reasons = reasons(score, side.axis, TOP, about=story.id).lines()
    if told_reasons:
        parts.append(bullets(told_reasons))
    advice = advice_for(story, score, side.axis)
    if advice:
        parts.append(line(text("👉 "), text(advice)))
    if when:
        parts.append(line(*when))
    return rich(*parts)


def _footer(story: Story, score: Score | NotEnough, subscription: Subscription, updated: datetime | None) -> str:
    parts = [provenance(story, subscription.zone)]
    if isinstance(score, Score):
        parts.append(say(score.confidence.value))
    parts.append(say("alert_threshold", threshold=subscription.threshold))
    if updated is not None:
        parts.append(f"{say('alert_updated')} {token(updated, subscription.zone, timed=True)}")
    return " · ".join(parts)


def _shown(story: Story, subscription: Subscription) -> Story:
    seen = seen_by(story, viewer_of(subscription))
    if seen is None:
        raise ValueError(f"story {story.id} is about a private person: do not draw it here, decide() holds it")
    return seen
