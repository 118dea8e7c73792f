from __future__ import annotations

from typing import Any

import pytest

from digests.limits import MOST_CHARACTERS, faults, weight
from model.message import Drawn


def section(**parts: Any) -> dict[str, Any]:  # noqa: ANN401  any part of a block
    return {"type": "section", "text": {"type": "mrkdwn", "text": "x"}, **parts}


def words(length: int, kind: str = "plain_text") -> dict[str, str]:
    return {"type": kind, "text": "x" * length}


def button(**parts: Any) -> dict[str, Any]:  # noqa: ANN401  any part of a button
    return {"type": "actions", "elements": [{"type": "button", "text": words(3), **parts}]}


RIGHT: tuple[dict[str, Any], ...] = (
    {"type": "header", "text": words(150)},
    section(text=words(3000)),
    section(fields=[words(2000, "mrkdwn")] * 4),
    {"type": "context", "elements": [words(5)] * 10},
    button(value="v" * 2000, url="https://a.example"),
    {"type": "table", "rows": [[words(1)]] * 100},
    {"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": [words(20, "text")]}]},
)
WRONG: tuple[tuple[dict[str, Any], str], ...] = (
    ({"type": "header", "text": words(151)}, "151 characters, 150 are allowed"),
    ({"type": "header", "text": words(0)}, "is empty"),
    (section(text=words(3001)), "3001 characters, 3000 are allowed"),
    (section(fields=[words(1)] * 11), "11 members, 10 are allowed"),
    (section(fields=[words(2001)]), "2001 characters, 2000 are allowed"),
    (section(block_id="b" * 256), "256 characters, 255 are allowed"),
    ({"type": "context", "elements": [words(1)] * 11}, "11 members, 10 are allowed"),
    ({"type": "context", "elements": []}, "is empty"),
    ({"type": "actions", "elements": [button()["elements"][0]] * 26}, "26 members, 25 are allowed"),
    (button(text=words(76)), "76 characters, 75 are allowed"),
    (button(value="v" * 2001), "2001 characters, 2000 are allowed"),
    (button(url="u" * 3001), "3001 characters, 3000 are allowed"),
    (button(action_id="a" * 256), "256 characters, 255 are allowed"),
    ({"type": "table", "rows": [[words(1)]] * 101}, "101 members, 100 are allowed"),
    (
        {"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": [words(0, "text")]}]},
        "is empty",
    ),
    ({"type": "header", "text": words(76)["text"] and {"type": "plain_text", "text": "😀" * 76}}, "152 characters"),
)


@pytest.mark.parametrize("block", RIGHT)
def test_what_slack_takes_has_no_fault(block: dict[str, Any]) -> None:
    assert faults(Drawn("x", (block,))) == []


@pytest.mark.parametrize(("block", "fault"), WRONG)
def test_every_limit_of_a_block_is_watched(block: dict[str, Any], fault: str) -> None:
    assert any(fault in found for found in faults(Drawn("x", (block,))))


@pytest.mark.parametrize(
    ("drawn", "fault"),
    [
        (Drawn("", ()), "the fallback text is empty"),
        (Drawn("x" * 3001, ()), "the fallback text has 3001 characters"),
        (Drawn("x", ({"type": "divider"},) * 51), "51 blocks, 50 are allowed"),
        (Drawn("x", (section(text=words(2900)),) * 5), "characters over all blocks, 12000 are allowed"),
        (Drawn("x", (section(block_id="b"),) * 2), "block_id b stands 2 times"),
        (Drawn("x", ({"type": "table", "rows": [[words(1)]]},) * 2), "more than one table"),
    ],
)
def test_every_limit_of_a_message_is_watched(drawn: Drawn, fault: str) -> None:
    assert any(fault in found for found in faults(drawn))


def test_the_weight_is_that_of_the_json_that_slack_gets() -> None:
    assert weight([{"type": "divider"}]) == len('[{"type":"divider"}]')
    assert MOST_CHARACTERS == 12_000
