"""`bot.py flow` on a small database that one poll of a local newsroom filled."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from tests.cli.running import Desk


def test_a_hire_from_a_watched_company_is_a_flow(stocked: Desk) -> None:
    [row] = stocked.type("flow", "--json").rows
    published = datetime.now(UTC) - timedelta(hours=2)
    assert row.pop("month") == f"{published:%Y-%m}"
    assert row == {
        "from_company": "OpenAI",
        "to_company": "Anthropic",
        "seniority": "founder",
        "moves": 1,
        "people": ["Durk Kingma"],
    }


def test_one_company_or_a_pair_in_either_order_can_be_asked_for(stocked: Desk) -> None:
    everything = stocked.type("flow").out
    assert everything.startswith("month    from company  to company  seniority  moves  people\n")
    for names in (("openai",), ("Anthropic",), ("Anthropic", "OpenAI")):
        assert stocked.type("flow", *names).out == everything


def test_a_later_day_leaves_earlier_moves_out(stocked: Desk) -> None:
    assert stocked.type("flow", "--since", "2100-01-01").out.startswith("Nobody is known to have moved")
    assert stocked.type("flow", "--since", "2100-01-01", "--json").out == ""


def test_what_nobody_can_answer_says_what_to_type(stocked: Desk) -> None:
    stranger = stocked.type("flow", "Initech")
    assert (stranger.code, "not watched, and no move there" in stranger.err) == (2, True)
    assert stocked.type("flow", "A", "B", "C").code == 2
    assert stocked.type("flow", "--since", "soon").err.startswith("--since soon: write a day")
