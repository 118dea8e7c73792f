"""The App Home: how a typical one looks, that any fits into Slack, and that nothing in it is active."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given

from digests.cost import Cost
from digests.digest import Late
from digests.home import MOST_COMPANIES, Home, Own, Place, Quality, Rank, Tie, Waiting, ranked, strongest
from digests.limits import view_faults
from digests.plain import as_text
from digests.views.home import view_home, view_home_said
from model.hook import Limits, Spent
from model.message import Drawn, View
from tests.digests.active import active
from tests.digests.golden import agrees
from tests.digests.invent import EVIL, chances, story_of
from tests.digests.scene import KINGMA, MCGREW, MURATI, NOW
from tests.make import DAY, signal, story

ZONE = ZoneInfo("America/Los_Angeles")
UP = tuple(range(0, 100, 2))
HOME = Home(
    ZONE,
    own=(
        Own(MURATI, Tie.REMINDED, NOW + DAY),
        Own(MCGREW, Tie.CLAIMED),
        Own(KINGMA, Tie.FOLLOWED),
        Own(replace(KINGMA, id="k2"), Tie.REMINDED),
    ),
    ranks=(
        Rank("OpenAI", 84, 29, 12, UP),
        Rank("Glean", 18, None, 0, (None, None, 18)),
        Rank("Perplexity", 40, 40, 51, (40, 40)),
        Rank("Anthropic", 8, 12, 60),
        Rank("Mistral", None, None, None, (None,)),
    ),
    known=40,
    places=(Place("C0123456789", 75, NOW + DAY), Place("#hiring", 60, None, 2, NOW + 9 * DAY)),
    late=(Late("feed news.example", NOW - DAY),),
    waiting=(Waiting(MURATI, "C0123456789", NOW - DAY), Waiting(KINGMA, "#hiring", NOW)),
    quality=Quality(9, 4, 3, timedelta(minutes=24), 2),
    budget=(("crustdata", Cost(Spent(calls=3, calls_month=40, credits=15, credits_month=200), Limits(5, 100, 5000))),),
)


def as_message(view: View) -> Drawn:
    blocks: Any = view["blocks"]
    return Drawn("…", tuple(blocks))


def lines(home: Home, notice: str | None = None) -> list[str]:
    return as_text(as_message(view_home(home, notice))).splitlines()


def test_a_typical_home_looks_as_it_did() -> None:
    view = view_home(HOME, "A rule file is wrong since 25 Sep 2024, 18:30; the last good rules stay in force.")
    assert view_faults(view) == []
    agrees("view_home.json", json.dumps(view, ensure_ascii=False, indent=1) + "\n")
    agrees("view_home.txt", as_text(as_message(view)) + "\n")


def test_the_notice_stands_first_and_what_is_empty_is_left_out() -> None:
    bare = Home(ZONE, (), (), 0, (), ())
    assert "a rule is wrong" in lines(bare, "a rule is wrong")[0]
    assert lines(bare)[:2] == ["Companies", "No company yet. Add one: /signals watch OpenAI"]
    assert not {"Today for you", "Waiting for somebody"} & set(lines(bare))
    assert any(line.startswith("  The channels in which you have asked") for line in lines(bare))
    assert "  All sources working" in lines(bare)


def test_where_no_channel_hears_yet_the_set_up_stands_first() -> None:
    bare = Home(ZONE, (), (), 0, (), (), new=True)
    assert lines(bare)[0] == "Set up Talent Signals"
    assert "[ Set up ]" in lines(bare)
    assert "[ Set up ]" not in lines(HOME)


def test_a_home_shows_nothing_of_private_persons() -> None:
    own = story(evidence=(signal(person="Sam Secret", private=True, owner="U1"),), private=True)
    shown = replace(HOME, own=(Own(own, Tie.CLAIMED),), waiting=(Waiting(own, "C1", NOW),))
    assert "Sam" not in "\n".join(lines(shown))


def test_whose_window_rose_most_stands_first_and_whoever_has_none_last() -> None:
    given_ = [Rank("none", None, 9, None), Rank("fell", 50, 60, 0), Rank("same", 90, 90, 0), Rank("new", 30, None, 0)]
    assert [one.company for one in ranked(given_)] == ["new", "same", "fell", "none"]


def test_stored_scores_choose_the_companies_that_are_shown() -> None:
    names = [f"c{n:03}" for n in range(200)]
    latest: dict[str, int | None] = {name: n % 100 for n, name in enumerate(names)}
    chosen = strongest(names, latest | {"c007": None}, dict.fromkeys(names[-3:], 0))
    assert len(chosen) == MOST_COMPANIES
    assert chosen[:4] == ["c199", "c198", "c197", "c099"]


def hostile(chance: Random, many: int) -> Home:
    def number() -> int | None:
        return chance.choice([None, chance.randint(0, 100)])

    def rank_of(n: int) -> Rank:
        before, history = number(), tuple(number() for _ in range(91))
        window = number()
        return Rank(chance.choice(EVIL) + str(n), window, before, None if window is None else 100, history)

    own = tuple(Own(story_of(chance, n), chance.choice(list(Tie)), chance.choice([None, NOW])) for n in range(9))
    places = tuple(Place(chance.choice(EVIL), 100, chance.choice([None, NOW])) for _ in range(min(many, 200)))
    late = tuple(Late(chance.choice(EVIL), NOW) for _ in range(min(many, 200)))
    waiting = tuple(Waiting(story_of(chance, n), chance.choice(EVIL), NOW) for n in range(9))
    judged = chance.randint(0, many)
    quality = Quality(many, judged, chance.randint(0, judged), timedelta(minutes=chance.randint(0, 10**5)))
    return Home(ZONE, own, tuple(map(rank_of, range(min(many, 60)))), many, places, late, waiting, quality)


def assert_sound(view: View) -> None:
    assert view_faults(view) == []
    assert {kind for kind, _ in active(as_message(view))} <= {"date"}


@given(chances())
def test_every_home_fits_and_is_inert(chance: Random) -> None:
    evil = chance.choice(EVIL)
    assert_sound(view_home(hostile(chance, chance.randint(1, 5000)), evil or None))
    assert_sound(view_home_said(evil))


@pytest.mark.parametrize("channel", ["C0123456789> <!channel", "U0123456789", "C1", "@channel", ""])
def test_only_a_channels_id_becomes_a_link_to_a_channel(channel: str) -> None:
    assert_sound(view_home(replace(HOME, places=(Place(channel, 75, None),), waiting=(Waiting(MURATI, channel, NOW),))))
