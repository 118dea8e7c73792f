"""Quality on the labelled news, where it is at hand: figures may rise, not fall by more than a point."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Callable, Sequence
from functools import partial

import pytest

from benchmarks.detect import FIGURES, FLOOR, SETS, quality
from model.company import Company
from model.item import Item
from signals.detect import item_of
from signals.reader import Reader
from tests.cost import cost
from tests.signals.corpus import CORPUS, SHARED, lines, needs_shared, watched
from tests.signals.lexicons import lexicons

POINT = 0.01


def test_the_floor_names_every_figure() -> None:
    floor = tomllib.loads(FLOOR.read_text("utf-8"))
    assert {name: set(figures) for name, figures in floor.items()} == {name: set(FIGURES) for name in SETS}


@needs_shared
@pytest.mark.slow
def test_quality_falls_by_no_more_than_a_point() -> None:
    floor = tomllib.loads(FLOOR.read_text("utf-8"))
    fallen = [
        f"{name}: {figure} is {figures[figure]:.3f}, was {was:.3f}"
        for name, figures in quality()
        for figure, was in floor[name].items()
        if figures[figure] < was - POINT - 1e-9
    ]
    assert fallen == []


@needs_shared
@pytest.mark.slow
def test_general_news_hardly_ever_fires() -> None:
    reader = Reader(watched(), lexicons())
    items = [item_of(line) for line in lines(CORPUS / "unlabelled" / "general.jsonl")]
    assert sum(bool(reader.read(item)) for item in items) <= 20


@needs_shared
@pytest.mark.slow
def test_ten_thousand_names_are_ready_at_once() -> None:
    names = json.loads((SHARED / "bench" / "names.json").read_text("utf-8"))[:10_000]
    texts = json.loads((SHARED / "bench" / "items.json").read_text("utf-8"))
    reader = Reader([Company(name) for name in names], lexicons())
    assert cost(lambda: Reader([Company(name) for name in names], lexicons()), enough=0.3) <= 0.3
    items = [item_of({"id": str(number), "title": text}) for number, text in enumerate(texts)]
    for read, least in ((reader.mentions, 60_000), (reader.understand, 12_000)):  # measured 180,000 and 33,000
        enough = len(items) / least
        assert cost(partial(_each, read, items), enough) <= enough


def _each(read: Callable[[Item], object], items: Sequence[Item]) -> None:
    for item in items:
        read(item)
