"""Help, one-sentence answers, and the answer to an unknown name."""

from __future__ import annotations

from collections.abc import Sequence

from slack_sdk.models.blocks import ActionsBlock, Block

from digests.blocks import Span, bullets, context, header, line, one, rich, text
from digests.buttons import SETTINGS, button, row, under
from digests.escape import clean, escape
from digests.sentence import LONGEST_NAME, sentence
from digests.texts import say, titled
from digests.views.story import heading
from model.message import Drawn
from model.story import Story

COMMANDS = (
    "help_company",
    "help_why",
    "help_compare",
    "help_flow",
    "help_search",
    "help_list",
    "help_watch",
    "help_unwatch",
    "help_mute",
    "help_unmute",
    "help_mutes",
    "help_note",
    "help_people",
    "help_sources",
    "help_rules",
    "help_digest",
    "help_schedule",
    "help_export",
    "help_audit",
    "help_forget",
)
# What a menu offers that shall be read at a glance.
FIRST = ("help_company", "help_why", "help_watch", "help_list", "help_digest")
EXAMPLE = "OpenAI"
FORGET = "forget"
MOST_TYPED = 200
SUGGESTED = 5


def draw_help(companies: Sequence[str] = (), typed: Sequence[str] = COMMANDS) -> Drawn:
    """Draw what can be asked, with examples from the channel's own companies; `typed` are the lines of it."""
    first = next(iter(_examples(companies)))
    return one(
        titled(say("help_title"), escape(say("help_company", company=first))),
        [header(say("help_title")), *help_lines(companies, typed)],
    )


def draw_menu(companies: Sequence[str] = (), typed: Sequence[str] = COMMANDS, channel: str = "") -> Drawn:
    """Draw what is asked most, out of what may be `typed`; the rest, and the channel's settings, are one press away."""
    title = say("app_name")
    few = bullets(_lines(companies, [one for one in FIRST if one in typed]))
    buttons = under(
        button("help", say("button_help_all")), button(SETTINGS, say("button_settings"), value=channel), name="menu"
    )
    return one(
        titled(title, escape(say("help_intro"))),
        [header(title), rich(line(text(say("help_intro")))), rich(few), context(say("help_numbers")), buttons],
    )


def help_lines(companies: Sequence[str], typed: Sequence[str]) -> list[Block]:
    """Lay out these lines of the help; `companies` are the examples."""
    return [
        rich(line(text(say("help_intro")))),
        rich(bullets(_lines(companies, typed))),
        rich(line(text(say("help_numbers"), italic=True, cap=600))),
    ]


def _lines(companies: Sequence[str], typed: Sequence[str]) -> list[list[Span]]:
    names = _examples(companies)
    lines: list[list[Span]] = []
    for number, command in enumerate(typed):
        written = say(command, company=names[number % len(names)])
        lines.append([text(written, bold=True), text("  " + say(f"{command}_does"))])
    return lines


def _examples(companies: Sequence[str]) -> list[str]:
    return [clean(name, LONGEST_NAME) for name in companies[: len(COMMANDS)]] or [EXAMPLE]


def draw_said(words: str) -> Drawn:
    """Draw an answer of one sentence."""
    said = clean(words, 600) or "…"
    return one(escape(said, 600), [rich(line(text(said, cap=600)))])


def draw_done(words: str | None, story: str, *verbs: str) -> Drawn:
    """Draw what was done with a story, with buttons that take it back or go on; None says that the story is gone."""
    if words is None:
        return draw_gone()
    said = clean(words, 600) or "…"
    blocks = [rich(line(text(said, cap=600)))]
    if verbs:
        blocks.append(row(story, *(button(verb, say(f"button_{verb}")) for verb in verbs)))
    return one(escape(said, 600), blocks)


def draw_story(story: Story) -> Drawn:
    """Draw a story in one line, with where it was told. `story` is as its readers may see it."""
    sources = ", ".join(story.outlets)
    return one(escape(sentence(story)), [heading(story), context(escape(say("more_sources", sources=sources), 200))])


def draw_forgetting(person: str) -> Drawn:
    """Draw the step before somebody is forgotten; its button opens the window that counts what would go."""
    said = say("forget_ask", name=clean(person, LONGEST_NAME))
    ask = ActionsBlock(block_id=FORGET, elements=[button(FORGET, say("button_forget"), value=person[:MOST_TYPED])])
    return one(escape(said, 600), [rich(line(text(said, cap=600))), ask])


def draw_gone() -> Drawn:
    """Draw the answer to a button of a story that is no longer stored, or that may not be seen here."""
    return draw_said(say("gone"))


def draw_unknown(name: str, suggestions: Sequence[str]) -> Drawn:
    """Draw the answer to a name that is not watched, with names that look like it."""
    asked = clean(name, LONGEST_NAME) or "…"
    parts = [say("unknown", name=asked)]
    if suggestions:
        names = ", ".join(clean(other, LONGEST_NAME) for other in suggestions[:SUGGESTED])
        parts.append(say("unknown_maybe", names=names))
    parts.append(say("unknown_add", name=asked))
    return draw_said(" ".join(parts))
