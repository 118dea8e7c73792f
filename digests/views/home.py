"""The App Home: what is one's own, whose window moved, what the channels hear, and whether all sources answer."""

from __future__ import annotations

import re
from collections.abc import Sequence

from slack_sdk.models.blocks import ActionsBlock, Block, RichTextElementParts, SectionBlock
from slack_sdk.models.views import View as SdkView

from digests.blocks import Span, bullets, context, day, divider, header, line, rich, text
from digests.buttons import Choice, button, plain, select, settings_row, under
from digests.cost import Cost, told_cost
from digests.dates import day_and_time
from digests.draw_said import COMMANDS, EXAMPLE, FIRST
from digests.escape import clean, escape
from digests.evidence import told
from digests.home import MOST_COMPANIES, MOST_OWN, MOST_WAITING, Home, Own, Place, Quality, Rank, Tie, Waiting
from digests.kinds import ICON
from digests.privacy import seen_by
from digests.sentence import LONGEST_NAME
from digests.sparkline import change, sparkline
from digests.texts import count, opening, say, speaking, spoken, titled
from model.language import Language
from model.message import View

MOST_PLACES = 20
MOST_LATE = 5
DAYS = 30
COMPANIES_A_BLOCK = 5
# What Slack takes for a channel's id; in a console or an emulator a channel may be called anything.
CHANNEL_ID = re.compile(r"[CG][A-Z0-9]{8,20}")


def view_home(home: Home, notice: str | None = None, typed: Sequence[str] = COMMANDS) -> View:
    """Draw a person's Home; `notice` stands first, `typed` are the lines of the help that tell what they may do:
    those that are typed most stand here, the others behind the button.

    What is empty is left out, the companies and the health never.
    """
    blocks: list[Block] = [rich(line(text("⚠️ "), text(notice, bold=True, cap=1000)))] if notice else []
    if home.new:
        blocks += [header(say("setup_title")), rich(line(text(say("setup_intro")))), _setup(), divider()]
    own = [row for one in home.own[:MOST_OWN] if (row := _own(one, home))]
    if own:
        blocks += [header(say("home_own")), rich(bullets(own)), divider()]
    blocks += [header(say("home_companies")), *_companies(home), divider()]
    waiting = [row for one in home.waiting[:MOST_WAITING] if (row := _waiting(one, home))]
    if waiting:
        blocks += [header(say("home_waiting")), rich(bullets(waiting)), divider()]
    blocks += [header(say("home_channels")), *_places(home), divider()]
    blocks += [header(say("home_health")), context(opening(_health(home)))]
    if home.budget:
        blocks.append(context(*(_budget(name, cost) for name, cost in home.budget[:MOST_LATE])))
    if home.quality is not None:
        blocks.append(context(_quality(home.quality)))
    commands = " · ".join(say(command, company=EXAMPLE) for command in FIRST if command in typed)
    blocks += [context(say("home_help", commands=escape(commands, 600))), _language()]
    doors = [button("import_people", say("button_import_people"))] if "help_people" in typed else []
    blocks.append(under(*doors, button("help", say("button_help")), name="home_import"))
    blocks.append(context(say("home_privacy")))
    return _view(blocks)


def _setup() -> Block:
    return ActionsBlock(elements=[button("setup", say("button_setup"), style="primary")])


def view_home_said(words: str) -> View:
    """Draw a Home of one sentence: why there is nothing else on it."""
    return _view([rich(line(text(words, cap=600)))])


def _view(blocks: Sequence[Block]) -> View:
    made: dict[str, object] = SdkView(type="home", blocks=list(blocks)).to_dict()
    return made


def _language() -> Block:
    """Ask in which language the reader is spoken to; each is called as those who speak it call it."""
    choices = []
    for language in Language:
        with speaking(language):
            choices.append(Choice(language.value, say("language_name")))
    return SectionBlock(text=plain(say("button_language")), accessory=select("language", choices, spoken().value))


def _own(own: Own, home: Home) -> list[Span]:
    # A Home is looked at over a shoulder: it shows what a channel may see, and nothing more.
    story = seen_by(own.story, home.everybody)
    if story is None:
        return []
    spans = [text(f"{ICON[story.kind]} "), *told(story), text(" · " + say(f"home_{own.tie.value}"))]
    if own.tie is Tie.REMINDED:
        spans += [text(" "), day(own.due, home.zone, timed=True) if own.due else text(say("remind_on_change"))]
    return spans


def _companies(home: Home) -> list[Block]:
    if not home.ranks:
        return [rich(line(text(say("list_none"))))]
    rows = [_company(one) for one in home.ranks[:MOST_COMPANIES]]
    chunks = [rows[start : start + COMPANIES_A_BLOCK] for start in range(0, len(rows), COMPANIES_A_BLOCK)]
    blocks = [rich(bullets(chunk)) for chunk in chunks]
    rest = home.known - len(rows)
    notes = [say("home_order", days=DAYS), say("list_more", count=rest) if rest > 0 else ""]
    return [*blocks, context(" · ".join(note for note in notes if note))]


def _company(one: Rank) -> list[Span]:
    name = text(clean(one.company, LONGEST_NAME) or say("no_name"), bold=True)
    if one.window is None:
        return [name, text(" · " + say("card_not_enough"))]
    known = one.before is not None and one.before != one.window
    moved = change(one.before, one.window)
    window = f"{one.before} → {one.window}" if known else str(one.window)
    numbers = f" · {say('window')} {window}{moved and f' {moved}'} · {say('pressure')} {one.pressure}"
    return [name, text(numbers), text("  " + sparkline(one.history[-DAYS:]) if one.history else "")]


def _places(home: Home) -> list[Block]:
    if not home.places:
        return [context(say("home_no_channels"))]
    blocks: list[Block] = []
    for place in home.places[:MOST_PLACES]:
        blocks += [rich(line(*_place(place, home))), settings_row(place.channel)]
    rest = len(home.places) - MOST_PLACES
    return [*blocks, context(say("list_more", count=rest))] if rest > 0 else blocks


def _place(place: Place, home: Home) -> list[Span]:
    spans = [channel(place.channel), text(" · " + say("home_threshold", threshold=place.threshold) + " · ")]
    if place.next_digest is None:
        spans.append(text(say("home_no_digest")))
    else:
        spans += [text(say("home_next")), day(place.next_digest, home.zone, timed=True)]
    if place.muted_until is not None:
        spans += [text(" · " + say("home_muted", mutes=count("mutes", place.mutes)) + " ")]
        spans.append(day(place.muted_until, home.zone))
    return spans


def _waiting(one: Waiting, home: Home) -> list[Span]:
    story = seen_by(one.story, home.everybody)
    if story is None:
        return []
    return [
        text(f"{ICON[story.kind]} "),
        *told(story),
        text(" · "),
        channel(one.channel),
        text(" · "),
        day(one.told, home.zone),
    ]


def channel(id: str) -> Span:
    """Name a channel."""
    real = CHANNEL_ID.fullmatch(id)
    return RichTextElementParts.Channel(channel_id=id) if real else text(id, cap=LONGEST_NAME)


def _quality(quality: Quality) -> str:
    minutes = round(quality.took.total_seconds() / 60)
    took = count("minutes", minutes) if minutes < 120 else count("hours", round(minutes / 60))
    parts = [say("home_quality", alerts=count("alerts", quality.alerts), days=DAYS), say("home_took", took=took)]
    if quality.judged:
        share = round(100 * quality.useful / quality.judged)
        parts.insert(1, say("home_useful", share=share, judged=count("opinions", quality.judged)))
    if quality.missed:
        parts.append(say("week_missed", stories=count("stories", quality.missed)))
    return " · ".join(parts)


def _budget(name: str, cost: Cost) -> str:
    return escape(titled(clean(name, LONGEST_NAME), told_cost(cost)))


def _health(home: Home) -> str:
    if not home.late:
        return say("sources_fine")
    names = [
        say("source_since", name=escape(late.name, 60), since=day_and_time(late.since, home.zone))
        for late in home.late[:MOST_LATE]
    ]
    rest = len(home.late) - len(names)
    return say("sources_late", names=", ".join([*names, say("list_more", count=rest)] if rest > 0 else names))
