"""Official records end to end: a recorded page becomes items, signals with their words, stories and a score."""

from __future__ import annotations

from datetime import timedelta

import pytest

from model.company import Company
from model.score import Score
from model.signal import Kind, Signal
from model.story import State, Story
from rules.engine import score
from signals.reader import Reader
from sources.find import find
from stories.merge import merge
from tests.rules.pack import pack
from tests.signals.lexicons import lexicons
from tests.sources.recorded import recorded

LANTERN = Company("Moth & Lantern", cik=9000004)
NORTHWIND = Company("Northwind", cik=7)


def told(name: str, page: str, company: Company) -> tuple[list[Signal], tuple[Story, ...], Score]:
    """Play one recorded page as far as the score of a company a week later."""
    source = recorded(name).open(find()[name], "http://server.example")
    path = next(path for path in recorded(name).pages() if path.name == page)
    reader = Reader([company], lexicons())
    items = source.parse(recorded(name).page(path))
    signals = [signal for item in items if reader.mentions(item) for signal in reader.read(item)]
    stories = merge(signals, []).changed
    scored = score(company, stories, pack(), recorded(name).fetched + timedelta(days=7))
    assert isinstance(scored, Score)
    for signal in signals:
        words = [part for item in items if (item.source, item.key) == signal.item for part in (item.title, item.text)]
        assert any(signal.quote in part for part in words), signal.quote
    return signals, stories, scored


@pytest.mark.parametrize(
    ("name", "page", "company", "kinds"),
    [
        ("sec_8k", "watched.txt", NORTHWIND, {Kind.DEPARTURE, Kind.LAYOFFS}),
        ("form_d", "watched.txt", LANTERN, {Kind.FUNDING, Kind.HIRE, Kind.DEPARTURE}),
        ("warn", "alabama.csv", Company("Northwind Traders"), {Kind.LAYOFFS}),
        ("companies_house", "officers.json", LANTERN, {Kind.HIRE, Kind.DEPARTURE}),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_recorded_page_comes_as_far_as_a_score(name: str, page: str, company: Company, kinds: set[Kind]) -> None:
    signals, stories, scored = told(name, page, company)

    assert {signal.kind for signal in signals} == kinds
    assert {story.company for story in stories} == {company.name}
    assert State.RUMOURED not in {story.state for story in stories}
    assert scored.points
    assert max(scored.window, scored.pressure) > 0
