"""Whole articles, read as a recruiter would read them: tests/cases/articles/*.toml."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from model.signal import Certainty
from tests.signals.lexicons import item, reader
from tests.signals.test_articles import as_table, fits

CASES = Path(__file__).parents[1] / "cases" / "articles"
FOUND = [
    pytest.param(path.stem, case, id=f"{path.stem}: {case['title']}")
    for path in sorted(CASES.glob("*.toml"))
    for case in tomllib.loads(path.read_text("utf-8"))["case"]
]


@pytest.mark.parametrize(("language", "case"), FOUND)
def test_an_article_tells_these_events_and_no_others(language: str, case: Mapping[str, Any]) -> None:
    signals = reader().read(item(case["title"], case["text"].strip(), language))
    told = [as_table(signal) for signal in signals if signal.certainty not in {Certainty.BACKGROUND, Certainty.DENIED}]
    for wanted in case["events"]:
        assert any(fits(wanted, one) for one in told), (wanted, told)
    assert len(told) == len(case["events"]), told
