"""Whole articles, read as a recruiter would read them: tests/cases/articles/*.toml."""

from __future__ import annotations

from pathlib import Path

import pytest

from model.signal import Certainty
from tests.signals.lexicons import cases, item, reader
from tests.signals.test_articles import amiss

ARTICLES = Path(__file__).parents[1] / "cases" / "articles"


@pytest.mark.parametrize("language", sorted(path.stem for path in ARTICLES.glob("*.toml")))
def test_every_article_tells_its_events_and_no_others(language: str) -> None:
    wrong = []
    for case in cases(language, ARTICLES):
        signals = reader().read(item(case["title"], case["text"].strip(), language))
        silent = {Certainty.BACKGROUND, Certainty.DENIED}
        wrong.append(amiss(case, (signal for signal in signals if signal.certainty not in silent)))
    assert list(filter(None, wrong)) == []
