"""Windows and messages that show what others wrote while something is set up or on record: each fits and is inert."""

from __future__ import annotations

import csv
import json
from dataclasses import replace
from random import Random
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from digests.draw import draw_said
from digests.draw_audit import VERBS, Done, draw_audit
from digests.draw_digest import draw_digest
from digests.draw_list import draw_list
from digests.draw_said import draw_forgetting, draw_story
from digests.draw_week import pictured
from digests.export import FORMULA, as_csv, as_json
from digests.handled import is_member
from digests.limits import faults, view_faults
from digests.rehearsal import Rehearsed
from digests.share import draw_shared, unpressed, with_share
from digests.views.company import view_add_signal, view_card, view_look_up
from digests.views.feed import view_add_feed, view_feed_tested
from digests.views.feedback import view_feedback
from digests.views.forget import HOLDS, view_forget
from digests.views.import_people import view_import_preview
from digests.views.rule import view_rule_choice, view_rule_edit, view_rule_tried
from digests.views.settings import view_settings, view_settings_said
from digests.views.setup import view_setup_channel, view_setup_companies, view_setup_sample
from digests.views.unwatch import view_unwatch
from digests.week import Both, Quality, Week
from model.company import Company
from model.effect import Alert, Effect, Rescored
from model.feed import AddedFeed, FirstLook
from model.feedback import Change, Override, Part
from model.imported import Export
from model.message import Drawn, View
from model.signal import Kind
from tests.digests.active import active
from tests.digests.invent import EVIL, chances, story_of
from tests.digests.scene import CHANNEL, NOW, weekly_digest
from tests.digests.test_draw import assert_sound, digest_of
from tests.rules.pack import pack

FOREIGN = st.one_of(st.sampled_from(EVIL), st.text(max_size=50), st.text(min_size=400, max_size=500))
RULES = pack().rules


def assert_inert(view: View) -> None:
    assert view_faults(view) == []
    blocks: Any = view["blocks"]
    for kind, target in active(Drawn("…", tuple(blocks))):
        assert kind == "date" or (kind, target) == ("mention", "@U1"), target


@settings(max_examples=15)
@given(FOREIGN, st.integers(0, 300))
def test_what_a_rule_would_have_changed(evil: str, many: int) -> None:
    rows = (Alert("2024-09-25", evil, evil, evil),) * many
    effect = Effect(30, rows, rows, (Rescored("2024-09-25", evil, "1 → 2", "3 → 4"),) * many)
    assert_inert(view_rule_tried(evil, effect, "{}"))


@given(FOREIGN, st.integers(0, 60))
def test_the_changes_in_force(evil: str, many: int) -> None:
    assume(not is_member(evil))  # whatever can be a member is mentioned as one
    change = Change(Part.EDIT, RULES[0].id, "{}")
    changes = [(Override(f"e{n}", change, evil, evil if n % 2 else "U1", NOW), evil) for n in range(many)]
    assert_inert(view_rule_choice(RULES, changes, CHANNEL.zone, "{}", evil))


@given(FOREIGN)
def test_every_rule_with_anything_typed(evil: str) -> None:
    for rule in RULES[::10]:
        assert_inert(view_rule_edit(rule, "{}", {"strength": evil, "cap": evil, "kernel": evil, "off": evil}))


@given(FOREIGN, st.integers(0, 200))
def test_feeds_and_what_they_hold(evil: str, many: int) -> None:
    by = "U1" if is_member(evil) else evil
    added = [(AddedFeed(f"https://a.example/{n}", "U1" if n % 2 else by, NOW), evil) for n in range(many)]
    assert_inert(view_add_feed(added, CHANNEL.zone, "{}", evil))
    assert_inert(view_feed_tested(FirstLook(evil, many, ((NOW, evil),) * 3), CHANNEL.zone, "{}"))


@given(st.integers(0, 10**9), st.lists(st.integers(1, 150_000), max_size=1_000).map(tuple), st.booleans())
def test_an_import_of_any_size(many: int, lines: tuple[int, ...], first: bool) -> None:
    assert_inert(view_import_preview(Export(many, many, many, many, lines, first, told=False), "{}"))


@given(FOREIGN, st.none() | st.integers(-9, 200), st.integers(0, 8))
def test_a_week_of_any_companies(evil: str, number: int | None, many: int) -> None:
    both = (Both(evil, number, 3, 4, number),) * many
    week = Week(both, both[:3], both[:3], tuple((kind, 10**6) for kind in Kind), Quality(10**6, 10**6, 10**6, 10**6))
    drawn, *rest = draw_digest(replace(weekly_digest(), week=week))
    assert rest == []
    assert_sound(drawn)
    assert_sound(pictured(drawn, "F1"))
    assert (drawn.picture is None) == (many == 0)


@settings(max_examples=15)
@given(FOREIGN, st.sampled_from((0, 1, 2, 101, 5_000)))
def test_companies_of_any_name_to_choose_from(evil: str, many: int) -> None:
    names = [f"{evil}{n}" for n in range(many)] + [evil]
    assert_inert(view_look_up(names, "{}"))
    assert_inert(view_add_signal(names, evil, evil * 20, "{}"))
    assert_inert(view_unwatch([Company(name, evil, (evil,)) for name in names[:9]], "{}"))
    assert_sound(draw_list(CHANNEL, names, None))


@settings(max_examples=15)
@given(FOREIGN, st.integers(0, 10**9))
def test_settings_of_any_size(evil: str, many: int) -> None:
    heard = Rehearsed(many, many, 30)
    assert_inert(view_settings(replace(CHANNEL, threshold=many % 101, cap=many), heard, "{}", chosen=True, hears=False))
    assert_inert(view_settings_said(evil, CHANNEL, heard))


@settings(max_examples=20)
@given(chances(), FOREIGN, st.integers(0, 10**9))
def test_what_is_asked_before_somebody_is_forgotten(chance: Random, evil: str, many: int) -> None:
    assert_inert(view_forget(evil, dict.fromkeys(HOLDS, many), "{}"))
    assert_sound(draw_forgetting(evil))
    assert_sound(draw_story(story_of(chance)))
    assert_inert(view_feedback("{}"))


@pytest.mark.parametrize("many", [1, 45, pytest.param(5_000, marks=pytest.mark.slow)])
def test_the_sample_of_the_first_set_up(many: int) -> None:
    sample = draw_digest(digest_of(Random(many), many))[0]  # noqa: S311  repeatable chance, not a secret
    view = view_setup_sample(sample, "{}")
    assert view_faults(view) == []
    blocks: Any = view["blocks"]
    assert {kind for kind, _ in active(Drawn("…", tuple(blocks)))} <= {"link", "date"}
    assert_inert(view_setup_companies("{}"))
    assert_inert(view_setup_channel("{}"))


@settings(max_examples=30)
@given(chances(), FOREIGN)
def test_the_log_of_anything(chance: Random, evil: str) -> None:
    told = {"s1": story_of(chance), "s2": None}
    rests = (evil, "s1", f"s2 in {evil}", f"{evil} in C0123456789", "s1 in C0123> <!channel")
    actors = ("U1", evil, "", "U1> <!here", "operator")
    done = [Done(NOW, chance.choice(actors), f"{verb} {chance.choice(rests)}", evil, evil) for verb in (*VERBS, evil)]
    for page in (done[:15], done[15:]):
        drawn = draw_audit(page, told, CHANNEL.zone, older=evil[:75])
        assert faults(drawn) == []
        for kind, target in active(drawn):
            assert kind == "date" or "'user_id': 'U1'" in target or "'channel_id': 'C0123456789'" in target, target


@settings(max_examples=6)
@given(chances(), FOREIGN, st.sampled_from((0, 2, 101)))
def test_an_answer_that_is_posted_for_all(chance: Random, evil: str, many: int) -> None:
    for drawn in (draw_said(evil), draw_list(CHANNEL, [evil] * many, NOW), draw_story(story_of(chance))):
        assert_sound(with_share(drawn, evil))
        assert_sound(draw_shared(drawn, evil, evil))
        assert_sound(unpressed(drawn))
    assert_inert(view_card(draw_said(evil)))


@settings(max_examples=12)
@given(chances(), st.sampled_from((0, 1, 45)))
def test_an_export_of_anything_is_cells_and_starts_no_formula(chance: Random, many: int) -> None:
    told = [story_of(chance, n) for n in range(many)]
    head, *rows = csv.reader(as_csv(told).splitlines())
    assert {len(row) for row in rows} <= {len(head)}
    assert len(rows) == len(json.loads(as_json(told))) == many
    assert [cell for row in rows for cell in row if cell.startswith(FORMULA)] == []
