"""How typical messages, modals and the Home look in French, to the letter, and that whatever is drawn fits."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings

from digests.digest import Counts, compose
from digests.draw import (
    draw_alert,
    draw_card,
    draw_compare,
    draw_digest,
    draw_flow,
    draw_help,
    draw_list,
    draw_menu,
    draw_mutes,
    draw_rules,
    draw_sources,
    draw_tried,
    draw_unknown,
    draw_update,
    draw_why,
)
from digests.draw_compare import Compared
from digests.draw_rules import Tried
from digests.draw_sources import Faring
from digests.followed import change, draw_followed, draw_reminder
from digests.limits import faults, view_faults
from digests.messages import edit_of
from digests.plain import as_text
from digests.schedule import parse_quiet, parse_rhythm
from digests.texts import speaking
from digests.views.home import view_home
from digests.views.mute import preview
from model.errors import Busy
from model.handling import Mark, Scope
from model.hiring import OpenRoles
from model.language import Language
from model.message import Drawn, View
from model.score import Axis, Score
from model.signal import Kind
from model.story import State
from model.subscription import Now
from rules.engine import score
from stories.moves import Flow, Move
from tests.digests.golden import agrees
from tests.digests.invent import chances
from tests.digests.scene import BROCKMAN, CHANNEL, MURATI, NOW, SINCE, STORIES, digest
from tests.digests.test_draw import assert_sound, everything
from tests.digests.test_home import HOME
from tests.digests.test_views import ASKED, BUSY, GIVEN, LEA, LINK, MUTED, TOLD, as_message, views
from tests.make import DAY, company
from tests.rules.pack import pack

FRENCH = Language.FRENCH
THEIRS = [one for one in STORIES if one.company == "OpenAI"]
WISHES = replace(CHANNEL, quiet=parse_quiet("20:00-07:00"), digest=parse_rhythm("weekdays 09:00"))
ROLES = OpenRoles(42, -3, 30, (("Research", 14), ("Sales", 9)))
HISTORY = [None, 0, 4, 40, 84]


def scored() -> Score:
    """How OpenAI stands by the rules of the pack: reasons in both languages."""
    found = score(company(), THEIRS, pack(), NOW)
    assert isinstance(found, Score)
    return found


def messages() -> Iterator[tuple[str, list[Drawn]]]:
    """Draw what a channel and its people read."""
    known = scored()
    nothing = score(company(), [], pack(), NOW)
    lifted = Now("", Axis.WINDOW, 29, known.window)
    yield "alert", [draw_alert(MURATI, known, lifted, CHANNEL)]
    yield "alert_rumour", [draw_alert(BROCKMAN, known, lifted, CHANNEL)]
    yield "update_handled", [draw_update(MURATI, known, 60, CHANNEL, NOW, BUSY)]
    yield "update_denied", [draw_update(replace(MURATI, state=State.DENIED), known, 84, CHANNEL, NOW)]
    given = replace(BUSY, claim=GIVEN)
    yield "edit_assigned", [edit_of(MURATI, nothing, known, [TOLD], CHANNEL, given, "assign", NOW).drawn]
    yield "digest", draw_digest(replace(digest(), muted=2))
    yield "digest_without_news", draw_digest(compose(CHANNEL, [], {}, {}, Counts(64, 0), [], SINCE, NOW))
    yield "card", [draw_card("OpenAI", known, THEIRS, NOW, CHANNEL.zone, before=nothing, history=HISTORY, roles=ROLES)]
    yield "card_without_numbers", [draw_card("OpenAI", nothing, [BROCKMAN], NOW, CHANNEL.zone)]
    yield "why", [draw_why("OpenAI", known, THEIRS, CHANNEL.zone)]
    kinds = frozenset({Kind.DEPARTURE, Kind.LAYOFFS})
    yield "list", [draw_list(replace(WISHES, kinds=kinds), ["OpenAI", "Glean"], NOW)]
    yield "help", [draw_help(["OpenAI", "Glean"])]
    yield "menu", [draw_menu(["OpenAI"])]
    yield "unknown", [draw_unknown("Opnai <!channel>", ["OpenAI"])]
    rows = [
        Compared("OpenAI", known, nothing, THEIRS),
        Compared("Glean", score(company(name="Glean"), [], pack(), NOW), None, ()),
    ]
    yield "compare", [draw_compare(rows, [Move("Ada", "OpenAI", "Anthropic", None, SINCE, ("s1",))], SINCE)]
    yield "flow", [draw_flow("OpenAI", [Flow("2024-09", "OpenAI", "Anthropic", None, ("Ada", "Bob"))])]
    yield "rules", [draw_rules(pack().rules[:3], {pack().rules[0].id: (1, 4)}, None)]
    yield "rules_tried", [draw_tried([Tried(pack().rules[0].id, pack().rules[0].title, 3, 1)], 30)]
    yield "mutes", [draw_mutes([(MUTED, None)], CHANNEL.zone)]
    ill = Faring(
        "feed news.example",
        NOW - DAY,
        NOW,
        NOW,
        str(Busy("HTTP 503.")),
        items=12,
        signals=3,
        resting=True,
        questions=96,
    )
    yield "sources", [draw_sources([ill], CHANNEL.zone)]
    yield "direct_followed", [draw_followed(MURATI, change(MURATI, known, Mark(State.REPORTED)) or "", CHANNEL, LEA)]
    yield "direct_reminder", [draw_reminder(MURATI, ASKED, "", CHANNEL)]


with speaking(FRENCH):
    MESSAGES = dict(messages())
    VIEWS: dict[str, View] = views(MURATI, {s: preview(3, 41, 30) for s in Scope}, BUSY, LINK)
    AT_HOME = view_home(HOME)


@pytest.mark.parametrize("name", MESSAGES)
def test_a_typical_message_looks_as_it_did(name: str) -> None:
    agrees(f"fr/{name}.txt", "\n\n=====\n\n".join(as_text(drawn) for drawn in MESSAGES[name]) + "\n")
    assert [fault for drawn in MESSAGES[name] for fault in faults(drawn)] == []


@pytest.mark.parametrize("name", VIEWS)
def test_a_typical_modal_looks_as_it_did(name: str) -> None:
    view: dict[str, Any] = dict(VIEWS[name])
    assert view_faults(view) == []
    ends = f"[ {view['submit']['text']} ]" if view.get("submit") else "[ ]"
    agrees(f"fr/view_{name}.txt", f"{view['title']['text']}\n{'═' * 24}\n{as_text(as_message(view))}\n{ends}\n")


def test_a_typical_home_looks_as_it_did() -> None:
    assert view_faults(AT_HOME) == []
    agrees("fr/view_home.txt", as_text(as_message(AT_HOME)) + "\n")


def test_no_label_of_a_modal_is_cut() -> None:
    for name, view in VIEWS.items():
        assert "…" not in str(view["title"]), name
        assert "…" not in str(view.get("submit", "")), name


@pytest.mark.slow
@given(chances())
@settings(max_examples=25)
def test_whatever_is_drawn_in_french_fits_and_is_inert(chance: Random) -> None:
    with speaking(FRENCH):
        for drawn in everything(chance, 3):
            assert_sound(drawn)
