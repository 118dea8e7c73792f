"""`bot.py feedback` and `learn`: opinions become proposals, shown with their effect, applied and taken back."""

from __future__ import annotations

import pytest

from tests.cli.newsroom import CHANNEL
from tests.cli.running import Desk

pytestmark = pytest.mark.slow  # seconds altogether: ./run.sh check leaves it out

RULE = "departure.c_suite"


def murati(desk: Desk) -> str:
    """Find the id of the story of Mira Murati."""
    return next(str(row["id"]) for row in desk.type("export").rows if "Mira Murati" in row["people"])


def strength(desk: Desk) -> int:
    return next(int(row["strength"]) for row in desk.type("rules", "--json").rows if row["id"] == RULE)


@pytest.fixture
def judged(desk: Desk) -> Desk:
    """A desk where three people say that the departure was no talent signal; it alerts at full strength only."""
    desk.config.write_text(desk.config.read_text("utf-8").replace("threshold = 30", "threshold = 45"), "utf-8")
    for by in ("U1", "U2", "U3"):
        ended = desk.type("feedback", murati(desk), "not-a-signal", "--by", by, "--text", "heard it before")
        assert (ended.code, ended.err) == (0, "")
    return desk


def test_an_opinion_is_noted_and_changes_nothing_by_itself(desk: Desk) -> None:
    before = strength(desk)
    story = murati(desk)
    told = desk.type("feedback", story, "not a signal", "--by", "U1").out
    row = desk.type("feedback", story, "useful", "--by", "U1", "--channel", CHANNEL, "--json").rows[0]
    assert told.startswith(
        "Noted: “OpenAI CTO Mira Murati is leaving the company” is called “not a talent signal” by U1."
    )
    assert (row["story"], row["opinion"], row["channel"]) == (story, "useful", CHANNEL)
    assert RULE in row["rules"]
    assert desk.type("learn").out == (
        "Nothing is proposed: a change needs 3 opinions that say the same, of 2 people.\n"
    )
    assert (desk.type("learn", "--json").out, strength(desk)) == ("", before)


def test_what_many_say_is_proposed_with_its_effect(judged: Desk) -> None:
    rows = judged.type("learn", "--json").rows
    row = next(row for row in rows if row["name"] == RULE)
    assert (row["state"], row["part"], row["value"], row["before"]) == (
        "proposed",
        "strength",
        row["before"] // 2,
        strength(judged),
    )
    assert (row["opinions"], row["people"], row["stories"]) == (3, 3, [murati(judged)])
    assert row["effect"]["lost"][0].keys() == {"channel", "date", "story", "company", "verdict", "reason"}
    days = row["effect"]["rescored"]  # of the news of three hours, which after midnight are of two days
    assert {one["company"] for one in days} == {"OpenAI"}
    shown = judged.type("learn").out
    assert f"{row['id']}  strength of {RULE}: {row['before']} → {row['value']}" in shown
    counted = "1 day" if len(days) == 1 else f"{len(days)} days"
    assert f"last 90 days: 1 alert lost, 0 gained, {counted} re-scored" in shown
    assert f"{CHANNEL}  OpenAI  OpenAI CTO Mira Murati is leaving the company" in shown


def test_what_is_applied_holds_everywhere_and_undo_restores_what_was(judged: Desk) -> None:
    before, score = strength(judged), judged.type("score", "OpenAI", "--json").rows[0]
    proposed = judged.type("learn", "--json").rows
    chosen = next(row for row in proposed if row["name"] == RULE)["id"]

    applied = judged.type("learn", "apply", chosen, "--by", "U9", "--why", "too many of them")

    assert applied.out.startswith(f"Applied: strength of {RULE}: {before} → {before // 2}. To take it back: learn undo")
    assert strength(judged) == before // 2
    assert judged.type("score", "OpenAI", "--json").rows[0]["window"] < score["window"]
    rows = {row["id"]: row for row in judged.type("learn", "--json").rows}
    assert (rows[chosen]["state"], rows[chosen]["by"], rows[chosen]["reason"]) == ("in force", "U9", "too many of them")
    assert judged.type("learn", "apply", chosen).code == 2

    undone = judged.type("learn", "undo", chosen, "--by", "U8")

    assert undone.out == f"Taken back: strength of {RULE}: {before} → {before // 2}. All is as it was before.\n"
    assert strength(judged) == before
    assert judged.type("score", "OpenAI", "--json").rows[0]["window"] == score["window"]
    rows_after = judged.type("learn", "--json").rows
    assert [row for row in rows_after if row["state"] == "proposed"] == proposed
    assert next(row for row in rows_after if row["state"].startswith("undone by U8"))["id"] == chosen
    assert judged.type("learn", "undo", chosen).code == 2


def test_rules_and_sources_show_how_often_they_were_right(judged: Desk) -> None:
    judged.type("feedback", murati(judged), "useful", "--by", "U4")
    rule = next(row for row in judged.type("rules", "--json").rows if row["id"] == RULE)
    source = next(row for row in judged.type("sources", "--json").rows if row.get("judged"))
    assert (rule["useful"], rule["judged"], rule["precision"]) == (1, 4, 25)
    assert (source["source"][:5], source["useful"], source["judged"], source["precision"]) == ("feed:", 1, 4, 25)
    assert "1 useful of 4 opinions" in judged.type("rules").out
    assert "1 useful of 4 opinions" in judged.type("sources").out


def test_wrong_words_are_answered_with_the_right_ones(desk: Desk) -> None:
    unknown = desk.type("feedback", "no-such-story", "useful")
    assert (unknown.code, "there is no such story" in unknown.err) == (2, True)
    spoken = desk.type("feedback", murati(desk), "boring")
    assert "there are: wrong-company, old, not-a-signal, too-weak, duplicate, useful" in spoken.err
    for words in (("apply", "p000000"), ("undo", "p000000"), ("apply",), ("forget",)):
        assert desk.type("learn", *words).code == 2
