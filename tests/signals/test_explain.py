"""How a text was read, step by step, from the same path that reads it."""

from __future__ import annotations

import json
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from signals.explain import explain, lines
from tests.signals.lexicons import item, reader


def explained(title: str, text: str = "") -> dict[str, Any]:
    told: dict[str, Any] = json.loads(json.dumps(explain(reader(), item(title, text))))
    return told


def names(title: str, text: str = "") -> dict[str, tuple[bool, str]]:
    return {one["written"]: (one["taken"], one["why"]) for one in explained(title, text)["names"]}


def test_it_tells_the_pattern_its_slots_and_the_event() -> None:
    told = explained("Northwind CTO Ada Keller leaves after six years")
    (sentence,) = told["sentences"]
    assert [(unit["is"], unit["written"]) for unit in sentence["units"]][:3] == [
        ("company", "Northwind"),
        ("role", "CTO"),
        ("person", "Ada Keller"),
    ]
    assert any(one["events"] and one["slots"]["actor"].endswith("Ada Keller") for one in sentence["patterns"])
    (event,) = told["events"]
    assert (event["kind"], event["company"], event["person"]) == ("departure", "Northwind", "Ada Keller")
    assert event["pattern"] == "en.departure.leaves"


def test_it_says_why_a_name_was_not_taken() -> None:
    found = names(
        "Northwind thrives", "Contosometer runs. They block the road. On the Block they danced. Harbour was calm."
    )
    assert found["Northwind"] == (True, "the name is plain")
    assert found["Contoso"] == (False, "it is part of a longer word")
    assert found["block"] == (False, "an everyday word without its capital")
    assert found["Harbour"] == (False, "a word of its `never` stands near, or none of its `must`")
    assert not found["Block"][0]


def test_it_says_which_telling_was_dropped() -> None:
    told = explained("Northwind CTO Ada Keller leaves", "Ada Keller is leaving Northwind.")
    assert [one["why"] for one in told["dropped"]] == ["told again; one telling is kept"]


def test_it_says_why_a_match_told_nothing() -> None:
    (sentence,) = explained("A Contoso-backed startup raises $5 million in a round")["sentences"]
    assert {one["refused"] for one in sentence["patterns"] if not one["events"]} != {None}


def test_a_text_that_is_not_read_says_so() -> None:
    assert explained("The weather is fine")["answer"] == "No watched company is named, so it was not read."
    assert "not read in full" in explained("Northwind opens an office in Lyon")["answer"]


def test_words_that_make_it_less_sure_are_named() -> None:
    (sentence,) = explained("Northwind CTO Ada Keller reportedly leaves")["sentences"]
    assert {"words": "reportedly", "may_mean": "rumour"} in sentence["marks"]


@given(st.text(max_size=120), st.text(max_size=200))
@settings(max_examples=60, deadline=None)
def test_any_text_is_explained_as_it_is_read(title: str, text: str) -> None:
    news = item(f"{title} Northwind CTO leaves", text)
    told = explain(reader(), news)
    reading = reader().understand(news)
    assert told["companies"] == list(reading.about)
    assert len(told["events"]) == len(reading.signals)  # type: ignore[arg-type]  # a list
    assert all(tone in {"head", "good", "bad", "plain"} and line for tone, line in lines(told))
