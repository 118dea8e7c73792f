"""Windows and messages that show what others wrote while something is set up: each fits and holds nothing active."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from digests.draw_digest import draw_digest
from digests.draw_week import pictured
from digests.limits import view_faults
from digests.views.feed import view_add_feed, view_feed_tested
from digests.views.import_people import view_import_preview
from digests.views.rule import view_rule_choice, view_rule_edit, view_rule_tried
from digests.week import Both, Quality, Week
from model.effect import Alert, Effect, Rescored
from model.feed import AddedFeed, FirstLook
from model.feedback import Change, Override, Part
from model.imported import Export
from model.message import Drawn, View
from model.signal import Kind
from tests.digests.active import active
from tests.digests.invent import EVIL
from tests.digests.scene import CHANNEL, NOW, weekly_digest
from tests.digests.test_draw import assert_sound
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
    change = Change(Part.EDIT, RULES[0].id, "{}")
    changes = [(Override(f"e{n}", change, evil, evil if n % 2 else "U1", NOW), evil) for n in range(many)]
    assert_inert(view_rule_choice(RULES, changes, CHANNEL.zone, "{}", evil))


@given(FOREIGN)
def test_every_rule_with_anything_typed(evil: str) -> None:
    for rule in RULES[::10]:
        assert_inert(view_rule_edit(rule, "{}", {"strength": evil, "cap": evil, "kernel": evil, "off": evil}))


@given(FOREIGN, st.integers(0, 200))
def test_feeds_and_what_they_hold(evil: str, many: int) -> None:
    added = [(AddedFeed(f"https://a.example/{n}", "U1" if n % 2 else evil, NOW), evil) for n in range(many)]
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
