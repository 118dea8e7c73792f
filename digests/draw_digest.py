"""The digest as Slack messages: the first goes to the channel, the others to its thread (slack.md 5.5)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from zoneinfo import ZoneInfo

from slack_sdk.models.blocks import Block, RichTextElement

from digests.blocks import Span, beside, bullets, context, divider, header, line, one, pack, rich, text
from digests.buttons import SETTINGS, button, under
from digests.buttons import row as buttons
from digests.dates import clock, day_and_time, span
from digests.dates import day as day_text
from digests.digest import Digest, Group, Row
from digests.draw_alert import advice_for, best_time, first_line, in_a_line, why_line
from digests.draw_week import draw_week, with_chart
from digests.escape import clean, escape
from digests.evidence import newest_report, provenance, told
from digests.handled import claim_button, owner
from digests.kinds import BADGE, ICON
from digests.reasons import reasons
from digests.sentence import LONGEST_NAME, sentence, together
from digests.sparkline import change, signed
from digests.texts import count, number, opening, say, spoken, titled
from model.message import Drawn
from model.story import State
from model.subscription import Audience, Density
from rules.due import Due
from rules.said import translated

TOP = 3
ROWS_A_BLOCK = 4
MOST_LATE = 5
MOST_QUIET = 5


def draw_digest(digest: Digest) -> list[Drawn]:
    """Draw a digest: one message for the channel and those that go to its thread; one line when there is no news."""
    if digest.empty:
        return [_quiet(digest)]
    zone = digest.subscription.zone
    title = say("digest_title", days=span(digest.since, digest.now, zone))
    fallback = "\n".join([titled(title, _counts(digest)), *(escape(sentence(row.story)) for row in digest.act_now)])
    blocks = [header(f"🗞️ {title}"), context(_counts(digest))]
    if digest.week:
        blocks += [*draw_week(digest.week), divider()]
    blocks += _act_now(digest)
    for heading, body in (
        (say("digest_worth"), list(_groups(digest.worth, digest))),
        (say("digest_rivals"), list(_chunks(digest.rivals, digest))),
        (say("digest_due"), [rich(bullets(map(_due, digest.due)))] if digest.due else []),
        (say("digest_changed", since=day_text(digest.since, zone)), list(_chunks(digest.changed, digest))),
    ):
        if body:
            blocks += [divider(), _heading(heading), *body]
    blocks += [divider(), context(_footer(digest))]
    if digest.verbs:
        place = digest.subscription.channel
        blocks.append(under(*(button(verb, say(f"button_{verb}"), value=place) for verb in digest.verbs)))
    first, *more = pack(fallback, blocks)
    return [with_chart(first, digest.week) if digest.week else first, *more, *_thread(digest)]


def _thread(digest: Digest) -> list[Drawn]:
    if not digest.rest:
        return []
    blocks = [_heading(say("digest_rest")), *_groups(digest.rest, digest)]
    if digest.cut:
        blocks.append(context(say("digest_cut", stories=count("stories", digest.cut))))
    return pack(say("digest_rest"), blocks)


def _act_now(digest: Digest) -> Iterable[Block]:
    if not digest.act_now:
        yield context(say("digest_nothing_strong", since=day_text(digest.since, digest.subscription.zone)))
        return
    yield _heading(f"🔺 {say('digest_act_now')}")
    for row in digest.act_now:
        claim = digest.claims.get(row.story.id)
        if digest.subscription.density is Density.COMPACT:
            yield rich(_act_in_a_line(row, digest.subscription.zone))
        else:
            yield rich(*_act(row, digest.subscription.zone))
        who = f" · {escape(owner(claim, digest.subscription.zone, digest.now))}" if claim else ""
        yield context(provenance(row.story, digest.subscription.zone) + who)
        if digest.subscription.audience is Audience.CHANNEL:
            yield buttons(row.story.id, claim_button(claim))


def _act(row: Row, zone: ZoneInfo) -> Iterable[RichTextElement]:
    moved = change(row.side.before, row.side.after) if row.side else ""
    yield line(
        text(f"{ICON[row.story.kind]} "),
        text(first_line(row.story, row.side), bold=True),
        text(moved and f"  {moved}"),
        text("\n"),
        *told(row.story),
        text("."),
    )
    if row.side is None or row.score is None:
        return
    yield line(text(why_line(row.story, row.score, row.side)))
    # A side is there only when reasons are.
    yield bullets(reasons(row.score, row.side.axis, TOP, about=row.story.id).lines())
    advice = advice_for(row.story, row.score, row.side.axis)
    if advice:
        yield line(text("👉 "), text(advice))
    if row.best is not None:
        yield line(*best_time(row.best, zone))


def _act_in_a_line(row: Row, zone: ZoneInfo) -> RichTextElement:
    first = f"{ICON[row.story.kind]} {first_line(row.story, row.side)}"
    return in_a_line(first, row.story, best_time(row.best, zone) if row.best else [])


def _groups(groups: Iterable[Group], digest: Digest) -> Iterable[Block]:
    for group in groups:
        for start in range(0, len(group.rows), ROWS_A_BLOCK):
            rows = bullets(_row(row, digest) for row in group.rows[start : start + ROWS_A_BLOCK])
            yield rich(line(*_company(group)), rows) if start == 0 else rich(rows)


def _company(group: Group) -> Sequence[Span]:
    numbers = [
        f"{say(axis)} {number}" for axis, number in (("window", group.window), ("pressure", group.pressure)) if number
    ]
    return text(group.company, bold=True, cap=LONGEST_NAME), text("  " + " · ".join(numbers))


def _chunks(rows: Sequence[Row], digest: Digest) -> Iterable[Block]:
    for start in range(0, len(rows), ROWS_A_BLOCK):
        yield rich(bullets(_row(row, digest) for row in rows[start : start + ROWS_A_BLOCK]))


def _row(row: Row, digest: Digest) -> list[Span]:
    story = row.story
    denied = story.state is State.DENIED
    gained = f" · {signed(row.side.own)} {row.side.name}" if row.side and row.side.own else ""
    return [
        text(f"{BADGE[story.state] if denied else ICON[story.kind]} "),
        *told(story),
        text(gained),
        text(say("digest_was", before=say(row.was.value), after=say(story.state.value)) if row.was else ""),
        *newest_report(story, digest.subscription.zone),
    ]


def _due(due: Due) -> list[Span]:
    """Tell what came back and what to do now: "… left OpenAI · day 45 after the first report. Write to …"."""
    when = say("due_after", days=due.days) if due.recheck else say("due_today")
    icon = ICON[due.story.kind]
    return [text(f"{icon} "), *told(due.story), text(when), text(f". {clean(translated(due.advice, spoken()), 200)}")]


def _heading(words: str) -> Block:
    return rich(line(text(words, bold=True)))


def _counts(digest: Digest) -> str:
    found = []
    if digest.act_now:
        found.append(say("count_strong", count=len(digest.act_now)))
    if digest.worth_a_look:
        found.append(say("count_worth", count=digest.worth_a_look))
    if digest.denied:
        found.append(say("count_denied", count=digest.denied))
    if digest.corrected:
        found.append(say("count_corrected", count=digest.corrected))
    read = [say("count_read", articles=count("articles", digest.counts.read))]
    if known := min(digest.counts.merged, digest.counts.read):
        read.append(say("count_known", count=known))
    done = ", ".join(read)
    return say("digest_counts", found=", ".join(found), read=done) if found else done


def _footer(digest: Digest) -> str:
    parts = [*_held(digest), _late(digest)]
    if digest.muted:
        parts.insert(0, say("digest_muted", count=digest.muted))
    more = sum(len(group.rows) for group in digest.rest) + digest.cut
    if more:
        parts.append(say("digest_in_thread", stories=count("stories", more)))
    return opening(" · ".join(parts))


def _held(digest: Digest) -> Iterable[str]:
    """Count what did not speak at once: "Held back from alerts: 3 (2 in quiet hours, 1 told already)".

    What quiet hours keep is named as well: "when quiet hours end (08:00): OpenAI and Glean".
    """
    if digest.held:
        causes = ", ".join(f"{number(held)} {say(f'cause_{cause}')}" for cause, held in digest.held)
        yield say("digest_held", count=number(sum(held for _, held in digest.held)), causes=causes)
    for until, names in sorted(digest.quiet.items()):
        shown = [escape(name, LONGEST_NAME) for name in names[:MOST_QUIET]]
        when = clock(until, digest.subscription.zone, digest.now)
        yield say("digest_quiet_hours", when=when, names=together(shown, len(names) - len(shown)))


def _late(digest: Digest) -> str:
    zone = digest.subscription.zone
    names = [
        say("source_since", name=escape(late.name, 60), since=day_and_time(late.since, zone))
        for late in digest.late[:5]
    ]
    return say("sources_late", names=", ".join(names)) if names else say("sources_fine")


def _quiet(digest: Digest) -> Drawn:
    late = f"{say('digest_muted', count=digest.muted)}, {_late(digest)}" if digest.muted else _late(digest)
    said = say(
        "digest_quiet",
        since=day_text(digest.since, digest.subscription.zone),
        articles=count("articles", digest.counts.read),
        late=late,
    )
    said = " ".join([said, *(f"{opening(held)}." for held in _held(digest))])
    if SETTINGS not in digest.verbs:
        return one(said, [context(said)])
    settings = button(SETTINGS, say("button_settings"), value=digest.subscription.channel)
    # Beside the line and not under it: where nothing happened, one line is all there is (slack.md 5.5).
    return one(said, [beside(said, settings)])
