"""What is left of a posted message when somebody whom it names is forgotten."""

from __future__ import annotations

import json
from zoneinfo import ZoneInfo

import pytest

from digests.draw import draw_card, draw_said, draw_search, draw_why
from digests.limits import faults
from digests.share import with_share
from model.message import Drawn
from store.erasure import without
from store.naming import Person
from tests.make import NOW, points, score, story

ZONE = ZoneInfo("UTC")
HER = story(id="s1", url="https://news.example/mira-murati-leaves", outlets=("news.example", "other.example"))
OTHER = story(id="s2", person="Ada Quill")
COUNTED = score(points=(points(reason="Mira Murati left", value=30), points(reason="Ada Quill left", value=25)))
DRAWN = {
    "search": draw_search("leaves", [HER, OTHER], 90, ZONE),
    "card": draw_card("OpenAI", COUNTED, [HER, OTHER], NOW, ZONE),
    "why": draw_why("OpenAI", COUNTED, [HER, OTHER], ZONE),
    "shared": with_share(draw_said("José and Mira  MURATI, she says"), "search Mira Murati"),
}


@pytest.mark.parametrize("name", DRAWN)
def test_nothing_is_left_of_the_name_and_slack_takes_the_rest(name: str) -> None:
    left = without(DRAWN[name], Person("mira murati"))
    assert "murati" not in json.dumps([left.text, left.blocks]).lower()
    assert faults(left) == []
    assert len(left.blocks) >= len(DRAWN[name].blocks) - 1


@pytest.mark.parametrize("name", ["search", "why"])
def test_what_it_says_of_others_stays(name: str) -> None:
    left = without(DRAWN[name], Person("Mira Murati"))
    assert "Ada Quill" in json.dumps(left.blocks)


def test_a_message_that_names_nobody_stays_as_it_is() -> None:
    drawn = draw_said("Nothing new since Monday.")
    assert without(drawn, Person("Mira Murati")) == drawn
    assert without(Drawn("x", ()), Person("Mira Murati")) == Drawn("x", ())
