"""Laws of whatever is drawn: it fits into Slack, and nothing in it is active but our own links and dates."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from random import Random
from urllib.parse import urlsplit

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from digests.digest import Counts, Digest, Entry, Late, compose
from digests.draw import (
    draw_alert,
    draw_card,
    draw_compare,
    draw_digest,
    draw_flow,
    draw_help,
    draw_list,
    draw_mutes,
    draw_people,
    draw_rules,
    draw_said,
    draw_search,
    draw_sources,
    draw_thread_line,
    draw_tried,
    draw_unknown,
    draw_update,
    draw_why,
)
from digests.draw_compare import Compared
from digests.draw_rules import Tried
from digests.draw_sources import Faring
from digests.evidence import named
from digests.limits import faults
from digests.plain import as_text
from model.handling import Mute, Scope
from model.message import Drawn
from model.score import Axis, Score
from model.signal import Kind, SourceClass
from model.story import State, Story
from model.subscription import Audience, InDigest, Now, Update
from stories.moves import Flow, Move
from tests.digests.active import active, labels
from tests.digests.invent import EVIL, chances, score_of, story_of
from tests.make import NOW, points, score, signal, story, subscription
from tests.rules.pack import pack

SUB = subscription()
NUMBER = re.compile(r"[+−]\d+|= -?\d+")


def digest_of(chance: Random, many: int) -> Digest:
    told = [story_of(chance, number) for number in range(many)]
    ids = [one.id for one in told]
    now = {one.company: score_of(chance, ids, 30) for one in told}
    then = {one.company: score_of(chance, ids, 30) for one in told}
    verdicts = (InDigest("x"), Update("x", broadcast=True, log="y"), Now("x", Axis.WINDOW, None, 80))
    entries = [Entry(one, chance.choice(verdicts)) for one in told]
    late = [Late(chance.choice(EVIL), NOW) for _ in range(chance.randint(0, 20))]
    return compose(SUB, entries, now, then, Counts(64, 51), late, NOW - timedelta(days=1), NOW)


def mute_of(evil: str) -> Mute:
    return Mute(1, "C1", Scope.COMPANY, evil, NOW, "U1", evil, NOW, evil)


def everything(chance: Random, many: int) -> Iterator[Drawn]:
    told = [story_of(chance, number) for number in range(many)]
    one = told[0]
    number = score_of(chance, [s.id for s in told], 40)
    evil = chance.choice(EVIL)
    yield draw_alert(one, number, Now("x", chance.choice(list(Axis)), None, 80), SUB)
    yield draw_update(one, number, 40, SUB, NOW)
    yield draw_thread_line(one, evil, SUB)
    yield draw_card(evil, number, told, NOW, SUB.zone, before=number, history=[None, 5, 90])
    yield draw_why(evil, number, told, SUB.zone)
    yield draw_list(SUB, [s.company for s in told], NOW)
    yield draw_mutes([(mute_of(evil), s) for s in (None, *told)], SUB.zone)
    move = Move(evil, evil, evil, None, NOW, ("s1",))
    yield draw_compare([Compared(evil, number, number, told)] * 5, [move] * many, NOW)
    yield draw_flow(evil, [Flow("2024-10", evil, evil, None, (evil,) * many)] * many)
    yield draw_search(evil, told, 90, SUB.zone)
    yield draw_people(evil, [replace(s, private=True) for s in told], "U1", SUB.zone)
    yield draw_rules(pack().rules, {}, evil)
    yield draw_tried([Tried(evil, evil, 3, 1)] * many, 30)
    yield draw_sources([Faring(evil, NOW, NOW, NOW, evil)] * many, SUB.zone)
    yield draw_help([s.company for s in told])
    yield draw_said(evil)
    yield draw_unknown(evil, [s.company for s in told])
    yield from draw_digest(digest_of(chance, many))


def assert_sound(drawn: Drawn) -> None:
    assert faults(drawn) == []
    for kind, target in active(drawn):
        assert kind in {"link", "date"}, target
        if kind == "link":
            assert urlsplit(target).scheme in {"http", "https"}
        else:
            assert re.fullmatch(r"!date\^\d+\^(\{\w+\}(, )?)+\|[\w ,:.]+", target)
    for url, label in labels(drawn):
        assert label.lstrip("…") in (urlsplit(url).hostname or ""), (url, label)


@pytest.mark.slow
@settings(max_examples=20)
@given(chances(), st.integers(1, 12))
def test_every_message_fits_and_is_inert(chance: Random, many: int) -> None:
    for drawn in everything(chance, many):
        assert_sound(drawn)


@pytest.mark.parametrize("many", [1, 45, 500, pytest.param(5_000, marks=pytest.mark.slow)])
def test_a_digest_of_many_stories_fits_and_is_inert(many: int) -> None:
    for drawn in draw_digest(digest_of(Random(many), many)):  # noqa: S311  repeatable chance, not a secret
        assert_sound(drawn)


@pytest.mark.slow
@settings(max_examples=60)
@given(chances(), st.integers(1, 500))
def test_every_message_fits_and_is_inert_at_length(chance: Random, many: int) -> None:
    for drawn in everything(chance, many):
        assert_sound(drawn)


@given(chances())
def test_the_reasons_told_add_up_to_the_number(chance: Random) -> None:
    number = score_of(chance, most=60)
    number = replace(number, points=tuple(replace(p, reason="because") for p in number.points))
    lines = [line for line in as_text(draw_why("OpenAI", number, [], SUB.zone)).splitlines() if line.startswith("  • ")]
    found = [NUMBER.match(line.removeprefix("  • ")) for line in lines]
    told = [int(number.group().replace("−", "-").replace("= ", "")) for number in found if number]
    sums = [n for n, line in zip(told, lines, strict=True) if line.startswith("  • =")]
    wanted = [total for axis, total in ((Axis.WINDOW, number.window), (Axis.PRESSURE, number.pressure))
              if any(p.axis is axis for p in number.points)]  # fmt: skip
    assert sums == wanted
    assert sum(told) == 2 * sum(sums)


def test_the_alert_says_what_rose_why_and_where_it_stands() -> None:
    told = story(outlets=("reuters.com", "nytimes.com", "lemonde.fr"))
    own = points(story=told.id, stories=(told.id,))
    drawn = draw_alert(told, score(points=(own,)), Now("x", Axis.WINDOW, 21, 76), SUB)
    assert drawn.text == "🚪 OpenAI · sourcing window 21 → 76\nMira Murati (CTO) leaves OpenAI."
    shown = as_text(drawn)
    for words in ("+55", own.advice, "confirmed", "<https://reuters.com/", "also in 2 more", "fair confidence"):
        assert words in shown


def test_an_alert_says_how_its_number_adds_up_and_names_its_own_reason_first() -> None:
    told = story()
    own = points(value=32, story=told.id, stories=(told.id,), reason="Mira Murati left")
    others = tuple(
        points(rule=f"r{n}", value=n, story=f"s{n}", stories=(f"s{n}",), reason=f"reason {n}") for n in (34, 3, 2, 1, 0)
    )
    number = score(points=(*others, own))
    shown = as_text(draw_alert(told, number, Now("x", Axis.WINDOW, 59, 72), SUB)).splitlines()
    why = next(at for at, line in enumerate(shown) if line.startswith("Why"))
    assert shown[why : why + 3] == [
        "Why 72: 32 from this story, 40 from the rest (59 without it)",
        "  • +32  Mira Murati left",
        "  • +34  reason 34",
    ]
    assert "  • +1  2 more reasons together" in shown
    edited = as_text(draw_update(told, number, 59, SUB, NOW))
    assert "told at 59 → now 72" in edited
    assert "Why 72: 32 from this story, 40 from the rest\n" in edited, "what it would be without the story is not known"


def test_an_alert_whose_number_is_all_its_own_says_no_more_than_the_number() -> None:
    told = story()
    own = points(value=55, story=told.id, stories=(told.id,))
    shown = as_text(draw_alert(told, score(points=(own,)), Now("x", Axis.WINDOW, None, 55), SUB))
    assert "Why 55\n" in shown


def test_a_denied_alert_strikes_the_claim_and_gives_no_advice() -> None:
    told = replace(story(), state=State.DENIED)
    own = points(story=told.id, stories=(told.id,))
    drawn = draw_update(told, score(points=(own,)), 76, SUB, NOW)
    assert "Denied: Mira Murati" in as_text(drawn)
    assert own.advice not in as_text(drawn)
    assert "'strike': True" in str(drawn.blocks)


def private(**changes: object) -> Story:
    shape = {"private": True, "owner": "U1", "source_class": SourceClass.PERSON, "person": "Ada Byron"}
    return story(**{**shape, "outlets": ("own.example",), **changes})


def test_a_private_story_cannot_be_drawn_for_a_channel() -> None:
    with pytest.raises(ValueError, match="private person"):
        draw_alert(private(), score(), Now("x", Axis.WINDOW, None, 80), SUB)


def test_private_evidence_of_a_public_story_stays_out_of_the_channel() -> None:
    mixed = story(evidence=(*story(outlets=("ft.com",)).evidence, *private().evidence))
    channel = as_text(draw_alert(mixed, score(), Now("x", Axis.WINDOW, None, 80), SUB))
    assert "Ada" not in channel
    assert "own.example" not in channel
    mine = subscription(channel="U1", audience=Audience.PERSON)
    assert "Ada Byron" in as_text(draw_alert(mixed, score(), Now("x", Axis.WINDOW, None, 80), mine))


def test_a_reason_that_rests_on_a_private_story_keeps_its_points_and_loses_its_words() -> None:
    hidden = private()
    own = points(reason="Ada Byron left", story=hidden.id, stories=(hidden.id,))
    for drawn in (
        draw_why("OpenAI", score(points=(own,)), [hidden], SUB.zone),
        draw_card("OpenAI", score(points=(own,)), [hidden], NOW, SUB.zone),
    ):
        assert "Ada" not in as_text(drawn)
        assert "+55" in as_text(drawn)
    assert "Ada Byron left" in as_text(draw_why("OpenAI", score(points=(own,)), [hidden], SUB.zone, viewer="U1"))


@given(chances())
def test_every_alert_ends_with_its_buttons(chance: Random) -> None:
    told = story_of(chance)
    drawn = draw_alert(told, score_of(chance, [told.id], 40), Now("x", Axis.WINDOW, None, 80), SUB)
    assert drawn.blocks[-1]["block_id"] == f"story:{told.id}"


def test_what_one_person_reads_has_no_buttons_of_a_team() -> None:
    mine = subscription(channel="U1", audience=Audience.PERSON)
    drawn = draw_alert(story(), score(), Now("x", Axis.WINDOW, None, 80), mine)
    assert "actions" not in {block["type"] for block in drawn.blocks}


def test_an_unknown_name_is_answered_with_names_like_it() -> None:
    said = as_text(draw_unknown("Opnai", ["OpenAI"]))
    assert said == "No company called “Opnai” is watched here. Did you mean OpenAI? To add it: /signals watch Opnai"


def test_help_shows_the_channels_own_companies() -> None:
    assert "/signals why Glean" in as_text(draw_help(["Glean"]))


def test_the_list_says_everything_that_was_wished() -> None:
    wishes = subscription(companies=frozenset({"Glean"}), kinds=frozenset({Kind.LAYOFFS}))
    shown = as_text(draw_list(wishes, ["Glean"], None))
    assert "Glean" in shown
    assert "Only news of these kinds: lay-offs" in shown
    assert "No digest is scheduled." in shown


def test_more_reasons_than_fit_are_summed_in_one_line() -> None:
    many = tuple(points(rule=f"r{n}", value=n, reason="because", story=str(n), stories=(str(n),)) for n in range(1, 41))
    shown = as_text(draw_why("OpenAI", score(points=many), [], SUB.zone))
    assert "20 more reasons together" in shown
    assert "= 820  Sum" in shown
    assert isinstance(score(points=many), Score)


def test_what_a_vendor_tells_of_a_person_is_the_vendors_word() -> None:
    about = {"private": True, "owner": "U1", "source_class": SourceClass.PERSON, "person": "Ada Byron", "url": ""}
    assert named(signal(**about, site="Crustdata")) == "Crustdata"
    assert named(signal(**about, site="connections")) == "your own connections"
