"""The weekly summary: what it chooses, its chart as a drawing, and the bars where no picture can be shown."""

from __future__ import annotations

import re
from xml.etree import ElementTree

from hypothesis import given
from hypothesis import strategies as st

from digests.chart import WIDTH, chart, in_words
from digests.draw_digest import draw_digest
from digests.draw_week import CHART, pictured
from digests.limits import faults
from digests.plain import as_text
from digests.week import Both, Quality, Week, quality_of, told_in, week_of
from model.feedback import Feedback, Opinion
from model.score import Axis, Score
from model.signal import Kind, SourceClass
from tests.digests.golden import agrees, message_agrees
from tests.digests.invent import EVIL
from tests.digests.scene import weekly_digest
from tests.make import NOW, not_enough, points, score, story, subscription

QUIET = Quality(0, 0, 0, 0)


def numbers(company: str, window: int, pressure: int = 0) -> Score:
    parts = [(Axis.WINDOW, window), (Axis.PRESSURE, pressure)]
    return score(company=company, points=tuple(points(axis=axis, value=value) for axis, value in parts if value))


def week(now: dict[str, int], before: dict[str, int]) -> Week:
    later, earlier = ({name: numbers(name, value) for name, value in some.items()} for some in (now, before))
    return week_of(later, earlier, [], QUIET)


def test_who_moved_most_stands_first_on_either_side() -> None:
    made = week({"A": 80, "B": 40, "C": 10, "D": 50}, {"A": 20, "B": 10, "C": 60, "D": 50})
    assert [one.company for one in made.risen] == ["A", "B"]
    assert [one.company for one in made.fallen] == ["C"]
    assert made.both[0] == Both("A", 80, 20, 0, 0)


def test_the_chart_keeps_those_that_moved_and_leaves_out_what_has_no_number() -> None:
    now = {f"C{n:02}": 50 for n in range(12)} | {"C11": 90}
    made = week(now, {f"C{n:02}": 50 for n in range(12)})
    assert len(made.both) == 8
    assert made.both[0].company == "C11"
    assert week_of({"A": not_enough(company="A")}, {}, [], QUIET).both == ()


def test_only_what_the_channel_may_see_is_counted() -> None:
    private = story(private=True, owner="U1", source_class=SourceClass.PERSON)
    known = [story(), private, story(silent=True), story(kind=Kind.FUNDING)]
    hears = subscription(companies=frozenset({"OpenAI"}))
    assert [one.kind for one in told_in(known, hears)] == [Kind.DEPARTURE, Kind.FUNDING]
    assert told_in(known, subscription(companies=frozenset({"Glean"}))) == []
    wants = subscription(kinds=frozenset({Kind.FUNDING}))
    assert [one.kind for one in told_in(known, wants)] == [Kind.FUNDING]


def test_a_typical_week_looks_as_it_did() -> None:
    drawn = draw_digest(weekly_digest())
    message_agrees("digest_weekly", *drawn)
    assert [faults(one) for one in drawn] == [[] for _ in drawn]
    assert drawn[0].picture is not None
    agrees("week.svg", drawn[0].picture.svg)


def test_the_picture_takes_the_place_of_the_bars_and_says_the_same_in_words() -> None:
    [drawn] = draw_digest(weekly_digest())
    shown = pictured(drawn, "F1")
    assert faults(shown) == []
    assert shown.picture is None
    [image] = [block for block in shown.blocks if block.get("block_id") == CHART]
    assert (image["type"], image["slack_file"]) == ("image", {"id": "F1"})
    assert "OpenAI: sourcing window 12 → 84, rival pressure 30." in str(image["alt_text"])
    assert len(shown.blocks) == len(drawn.blocks)


def test_a_weekly_digest_without_news_still_sums_the_week_up() -> None:
    made = weekly_digest()
    assert not made.empty
    assert "▲" in as_text(draw_digest(made)[0])


NUMBER = st.none() | st.integers(-5, 130)


@given(st.lists(st.builds(Both, st.sampled_from([*EVIL, "OpenAI"]), NUMBER, NUMBER, NUMBER, NUMBER), max_size=8))
def test_any_names_and_numbers_make_a_sound_drawing(both: list[Both]) -> None:
    picture = chart(both)
    root = ElementTree.fromstring(picture.svg)  # noqa: S314  our own
    assert {element.tag.rpartition("}")[2] for element in root.iter()} <= {"svg", "rect", "text"}
    assert picture.alt == in_words(both)
    for rect in root.iter("{http://www.w3.org/2000/svg}rect"):
        assert 0 <= float(rect.attrib.get("x", 0)) + float(rect.attrib["width"]) <= WIDTH
    assert not re.search(r"href|url\(|<script|&#", picture.svg)


def test_quality_is_what_was_said_of_the_channels_stories() -> None:
    said = [Feedback("s", "OpenAI", opinion, "U1", NOW) for opinion in (Opinion.USEFUL, Opinion.OLD)]
    assert quality_of(said, alerts=4, missed=1) == Quality(4, 2, 1, 1)
