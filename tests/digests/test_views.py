"""Every modal: how a typical one looks, that it fits into Slack, and that nothing in it is active but our own links."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from random import Random
from typing import Any

import pytest
from hypothesis import given

from digests.deeds import days_of
from digests.draw import draw_alert, draw_digest, draw_done, draw_update, draw_why
from digests.followed import draw_followed, draw_given, draw_reminder
from digests.handled import draw_assigned, draw_log
from digests.limits import faults, view_faults
from digests.messages import edit_of
from digests.plain import as_text
from digests.rehearsal import Rehearsed
from digests.schedule import parse_quiet, parse_rhythm
from digests.views.assign import view_assign
from digests.views.feed import view_add_feed, view_feed_tested
from digests.views.feedback import view_feedback
from digests.views.import_people import view_import, view_import_preview
from digests.views.more import view_more
from digests.views.mute import preview, view_mute
from digests.views.not_relevant import view_not_relevant, view_wrong_company
from digests.views.note import view_note
from digests.views.remind import view_remind
from digests.views.rule import view_rule_choice, view_rule_edit, view_rule_tried
from digests.views.settings import view_settings, view_settings_said
from digests.views.setup import view_setup_channel, view_setup_companies, view_setup_sample
from digests.views.unwatch import view_unwatch
from digests.views.waiting import view_loading
from digests.views.watch import view_watch
from digests.views.why import view_why
from learning.change import told
from model.company import Company
from model.effect import Alert, Effect, Rescored
from model.feed import AddedFeed, FirstLook
from model.feedback import Change, Opinion, Override, Part
from model.handling import Claim, Handling, Mark, Mute, Reminder, Scope, When
from model.imported import Export
from model.message import Drawn, View
from model.score import Axis
from model.signal import Kind
from model.story import State, Story
from model.subscription import Now
from tests.digests.active import active
from tests.digests.golden import agrees, message_agrees
from tests.digests.invent import EVIL, chances, score_of, story_of
from tests.digests.scene import CHANNEL, MURATI, NOW, OPENAI_BEFORE, STORIES, ZOPH, digest
from tests.digests.scene import OPENAI as LATER
from tests.digests.test_draw import assert_sound
from tests.make import DAY, HOUR, company, receipt
from tests.rules.pack import pack

OPENAI = replace(LATER, at=NOW)
NIGHTLY = replace(
    CHANNEL,
    kinds=frozenset({Kind.HIRE, Kind.LAYOFFS}),
    quiet=parse_quiet("20:15-07:00"),
    digest=parse_rhythm("weekdays 08:50"),
    story_wait=90,
    threshold=77,
)
OPENAI_INC = company(must=("software", "startup"), never=("cinema",), tier=1)
BARE = replace(CHANNEL, cap=0, story_wait=0)
LINK = "https://acme.slack.com/archives/C0123456789/p1727292600000100"
ABOUT = json.dumps({"story": MURATI.id})
PREVIEWS = {scope: preview(n, 41, 30) for scope, n in zip(Scope, (1, 17, 6, 2), strict=True)}
LEA = Claim(MURATI.id, "U1", "lea", NOW - HOUR)
GIVEN = Claim(MURATI.id, "U2", "", NOW, "U1")
MUTED = Mute(1, CHANNEL.channel, Scope.COMPANY, "OpenAI", NOW + 7 * DAY, "U1", "lea", NOW)
BUSY = Handling(LEA, 3, (Opinion.OLD, Opinion.TOO_WEAK, Opinion.OLD), MUTED)
ASKED = Reminder(MURATI.id, "U1", "C1", When.MONDAY, NOW, Mark(State.REPORTED), NOW - 3 * DAY)
TOLD = receipt(channel=CHANNEL.channel, story=MURATI.id, score=84, at=NOW - DAY)


def views(story: Story, previews: dict[Scope, str], handling: Handling, link: str) -> dict[str, View]:
    days = days_of(story, CHANNEL.zone, NOW)
    return {
        "assign": view_assign(story, ABOUT),
        "loading": view_loading(),
        "more": view_more(story, handling, link, CHANNEL, ABOUT),
        "mute": view_mute(story, previews, date(2024, 10, 3), ABOUT),
        "not_relevant": view_not_relevant(story, ABOUT),
        "note": view_note(story, ABOUT),
        "remind": view_remind(story, days, CHANNEL.zone, ABOUT),
        "wrong_company": view_wrong_company(story, ABOUT),
    }


def as_message(view: View) -> Drawn:
    blocks: Any = view["blocks"]
    return Drawn("…", tuple(blocks))


FOUNDER = next(rule for rule in pack().rules if rule.id == "departure.founder")
EDITED = Override("e1", Change(Part.EDIT, FOUNDER.id, '{"strength":30}', 60), "", "U1", NOW)
EFFECT = Effect(
    30,
    (Alert("2024-09-25", "C1", "OpenAI", "OpenAI's CTO Mira Murati <b>leaves</b>"),) * 10,
    (),
    (Rescored("2024-09-25", "OpenAI", "84 → 53", "30 → 30"),),
)
VIEWS = views(MURATI, PREVIEWS, BUSY, LINK) | {
    "feedback": view_feedback(ABOUT),
    "rule_choice": view_rule_choice(pack().rules, [(EDITED, told(EDITED.change))], CHANNEL.zone, "{}", "Done."),
    "rule_edit": view_rule_edit(FOUNDER, "{}"),
    "rule_tried": view_rule_tried(told(EDITED.change), EFFECT, "{}"),
    "feed": view_add_feed([(AddedFeed("https://a.example/rss?key=1", "U1", NOW), "a.example/rss")], CHANNEL.zone, "{}"),
    "feed_tested": view_feed_tested(FirstLook("a.example/rss", 40, ((NOW, "A <b>title</b>"),)), CHANNEL.zone, "{}"),
    "import": view_import("{}"),
    "import_first": view_import_preview(Export(412, 412, 0, 0, (), first=True, told=False), "{}"),
    "import_preview": view_import_preview(Export(412, 9, 3, 1, (7, 19, 20, 21), first=False), "{}"),
    "mute_one_source": view_mute(ZOPH, PREVIEWS, date(2024, 10, 3), ABOUT),
    "settings": view_settings(NIGHTLY, Rehearsed(9, 41, 30), ABOUT, chosen=True),
    "settings_bare": view_settings(BARE, Rehearsed(0, 0, 30), ABOUT, hears=False),
    "settings_said": view_settings_said("Done.", NIGHTLY, Rehearsed(1, 1, 30)),
    "watch": view_watch(Company("Opnai", "openai.com"), [OPENAI_INC, Company("Opnai Labs")], ABOUT),
    "setup_companies": view_setup_companies(ABOUT),
    "setup_channel": view_setup_channel(ABOUT),
    "setup_sample": view_setup_sample(draw_digest(digest())[0], ABOUT),
    "unwatch": view_unwatch([OPENAI_INC, Company("Opnai Labs")], ABOUT),
    "watch_everyday": view_watch(Company("Notion"), (), ABOUT, everyday=True),
    "watch_edit": view_watch(OPENAI_INC, (), ABOUT, known=True),
    "why": view_why(draw_why("OpenAI", OPENAI, STORIES, CHANNEL.zone)),
}
MESSAGES = {
    "alert_claimed": draw_alert(MURATI, OPENAI, Now("", Axis.WINDOW, 29, 84), CHANNEL, Handling(LEA)),
    "update_handled": draw_update(MURATI, OPENAI, 60, CHANNEL, NOW, BUSY),
    "edit_claimed": edit_of(MURATI, OPENAI_BEFORE, OPENAI, [TOLD], CHANNEL, Handling(LEA, 1), "claim", NOW).drawn,
    "edit_assigned": edit_of(MURATI, OPENAI_BEFORE, OPENAI, [TOLD], CHANNEL, Handling(GIVEN), "assign", NOW).drawn,
    "thread_claimed": draw_log("09:00", "lea takes this"),
    "thread_assigned": draw_assigned("09:00", "lea", "U2"),
    "direct_followed": draw_followed(MURATI, "it was reported, now it is confirmed", CHANNEL, LEA),
    "direct_reminder": draw_reminder(MURATI, ASKED, "", CHANNEL),
    "direct_given": draw_given(MURATI, "lea", CHANNEL, GIVEN),
    "done_followed": draw_done("You follow this.", MURATI.id, "unfollow"),
}


@pytest.mark.parametrize("name", VIEWS)
def test_a_typical_view_looks_as_it_did(name: str) -> None:
    view = VIEWS[name]
    assert view_faults(view) == []
    title: Any = view["title"]
    submit: Any = view.get("submit")
    ends = f"[ {submit['text']} ]" if submit else "[ ]"
    agrees(f"view_{name}.json", json.dumps(view, ensure_ascii=False, indent=1) + "\n")
    agrees(f"view_{name}.txt", f"{title['text']}\n{'═' * 24}\n{as_text(as_message(view))}\n{ends}\n")


@pytest.mark.parametrize("name", MESSAGES)
def test_a_typical_message_looks_as_it_did(name: str) -> None:
    message_agrees(name, MESSAGES[name])
    assert faults(MESSAGES[name]) == []


def test_a_claim_changes_the_first_line_and_the_button_and_nothing_else() -> None:
    before = as_text(draw_alert(MURATI, OPENAI, Now("", Axis.WINDOW, 4, 84), CHANNEL)).splitlines()
    after = as_text(MESSAGES["edit_claimed"]).splitlines()
    changed = [(one, other) for one, other in zip(before, after, strict=True) if one != other]
    assert changed == [
        (before[0], f"{before[0]} · 👤 lea, 08:00"),
        (before[-2], f"{before[-2]}\u2003followed by 1 person"),
        ("[ I'll take it ]  [ Follow ]  [ ⋯ ]", "[ Release ]  [ Follow ]  [ ⋯ ]"),
    ]


def test_the_first_two_lines_are_what_a_phone_shows() -> None:
    assert MESSAGES["edit_claimed"].text == (
        "🚪 OpenAI · sourcing window 4 → 84 · 👤 lea, 08:00\nMira Murati (CTO) leaves OpenAI."
    )


def test_where_the_number_has_moved_since_it_was_told_the_first_line_says_so() -> None:
    told = replace(TOLD, score=60)
    drawn = edit_of(MURATI, OPENAI_BEFORE, OPENAI, [told], CHANNEL, Handling(LEA), "claim", NOW).drawn
    assert drawn.text.startswith("🚪 OpenAI · sourcing window told at 60 → now 84 · 👤 lea")


def test_only_an_assignment_mentions_anybody() -> None:
    mentions = {
        name: [target for kind, target in active(drawn) if kind == "mention" and "U2" in target]
        for name, drawn in MESSAGES.items()
    }
    assert {name: len(found) for name, found in mentions.items() if found} == {
        "edit_assigned": 1,
        "thread_assigned": 2,
    }
    with pytest.raises(ValueError, match="member"):
        draw_assigned("09:00", "lea", "U2> <!channel")


def hostile(chance: Random) -> tuple[Story, Handling, str]:
    told = story_of(chance)
    evil = chance.choice(EVIL)
    claim = Claim(told.id, "U1", chance.choice(EVIL), NOW)
    mute = Mute(1, "C1", chance.choice(list(Scope)), evil, NOW + DAY, "U1", chance.choice(EVIL), NOW, evil)
    opinions = tuple(chance.choice(list(Opinion)) for _ in range(chance.randint(0, 20)))
    return told, Handling(claim, chance.randint(0, 3), opinions, mute), evil


@pytest.mark.slow
@given(chances())
def test_every_view_fits_and_is_inert(chance: Random) -> None:
    told, handling, evil = hostile(chance)
    previews = {scope: preview(10**6, 10**6, 30) for scope in Scope}
    for view in views(told, previews, handling, evil).values():
        assert view_faults(view) == []
        for kind, _ in active(as_message(view)):
            assert kind in {"link", "date"}
    known = Company(evil, evil, (evil, evil), (evil,), (evil,), (evil,))
    for watched in (view_watch(known, [known] * 9, "{}", everyday=True), view_watch(known, (), "{}", known=True)):
        assert view_faults(watched) == []
        assert list(active(as_message(watched))) == []
    number = score_of(chance, [told.id], 40)
    assert view_faults(view_why(draw_why(evil, number, [told], CHANNEL.zone))) == []
    assert view_faults(view_loading(evil)) == []


@given(chances())
def test_every_message_about_what_people_do_fits_and_is_inert(chance: Random) -> None:
    told, handling, evil = hostile(chance)
    number = score_of(chance, [told.id], 40)
    assert_sound(draw_alert(told, number, Now("x", Axis.WINDOW, None, 80), CHANNEL, handling))
    assert_sound(edit_of(told, number, number, [TOLD], CHANNEL, handling, "claim", NOW).drawn)
    assert_sound(draw_followed(told, evil, CHANNEL, handling.claim))
    assert_sound(draw_reminder(told, ASKED, evil, CHANNEL, handling.claim))
    assert_sound(draw_given(told, evil, CHANNEL, GIVEN))
    assert_sound(draw_log("09:00", evil))
    assert_sound(draw_done(evil, told.id, "unfollow", "unremind"))
