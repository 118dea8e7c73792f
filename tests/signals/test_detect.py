"""The lines of `bot.py detect`: what goes in, what comes out."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest

from model.signal import Amount
from signals.detect import answer, item_of, published, written
from tests.signals.lexicons import reader


def test_a_line_becomes_an_item_and_its_answer_is_json() -> None:
    line = {
        "id": "x1",
        "title": "Northwind raises $40 million",
        "lede": "The round closed.",
        "date": "2026-03",
        "lang": "en",
    }
    item = item_of(line)
    reading = reader().understand(item)
    out = json.loads(json.dumps(answer(item, reading.signals, "s1", reading.about)))
    assert (out["id"], out["companies"], out["story"]) == ("x1", ["Northwind"], "s1")
    (event,) = out["events"]
    assert event["type"] == "funding"
    assert event["amount"] == "40 million USD"
    assert event["person"] is None
    assert event["quote"] == "Northwind raises $40 million"


def test_lede_and_text_are_both_read() -> None:
    item = item_of({"id": "x", "title": "t", "lede": "one", "text": "two", "lang": None})
    assert (item.text, item.lang) == ("one\ntwo", None)


def test_a_line_without_an_id_is_refused() -> None:
    with pytest.raises(ValueError, match="needs an id"):
        item_of({"title": "t"})


@pytest.mark.parametrize(
    ("date", "moment"),
    [
        ("2026", datetime(2026, 1, 1, tzinfo=UTC)),
        ("2026-03", datetime(2026, 3, 1, tzinfo=UTC)),
        ("2026-03-02", datetime(2026, 3, 2, tzinfo=UTC)),
        ("2026-03-02T10:00:00+02:00", datetime(2026, 3, 2, 8, tzinfo=UTC)),
        ("2026-03-02T10:00:00", datetime(2026, 3, 2, 10, tzinfo=UTC)),
        ("soon", datetime(1970, 1, 1, tzinfo=UTC)),
    ],
)
def test_dates_of_any_precision_are_read(date: str, moment: datetime) -> None:
    assert published(date) == moment


def test_amounts_are_written_with_their_unit() -> None:
    assert written(Amount(6.6e9, "USD")) == "6.6 billion USD"
    assert written(Amount(750, "")) == "750"
    assert written(None) is None
