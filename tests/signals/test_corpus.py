"""Quality on the labelled news, where it is at hand: figures may rise, not fall."""

from __future__ import annotations

import importlib.util
import json
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from model.company import Company
from signals.detect import answer, item_of
from signals.reader import Reader
from tests.signals.lexicons import lexicons

SHARED = Path(__file__).parents[2].parent / "shared"
CORPUS = SHARED / "corpus"
needs_shared = pytest.mark.skipif(not CORPUS.is_dir(), reason="needs ../shared")


def scorer() -> ModuleType:
    spec = importlib.util.spec_from_file_location("score_corpus", SHARED / "tools" / "score_corpus.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def lines(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (CORPUS / name).read_text("utf-8").splitlines() if line.strip()]


def watched() -> list[Company]:
    """Return the watch list that the scorer's own tool would write."""
    norm = scorer().norm
    names: dict[str, set[str]] = {}
    for item in (item for path in sorted(CORPUS.glob("*_dev.jsonl")) for item in lines(path.name)):
        for name in [*item["companies"], *(event.get("company") for event in item["events"])]:
            if name and name != "unknown":
                names.setdefault(norm(name), set()).add(name)
    for name in (CORPUS / "also_watched.txt").read_text("utf-8").splitlines():
        names.setdefault(norm(name), set()).add(name)
    spellings = (sorted(forms, key=len, reverse=True) for forms in names.values())
    return [Company(forms[0], aliases=tuple(forms[1:])) for forms in spellings]


@needs_shared
@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "language", "type_f1", "person_f1", "quiet"),
    [
        ("headlines_en_dev.jsonl", "en", 0.83, 0.76, 0.965),
        ("headlines_intl_dev.jsonl", "fr", 0.83, 0.84, 0.98),
        ("articles_dev.jsonl", None, 0.50, 0.42, 0.98),
    ],
)
def test_quality_does_not_fall(name: str, language: str | None, type_f1: float, person_f1: float, quiet: float) -> None:
    reader = Reader(watched(), lexicons())
    gold = [line for line in lines(name) if language in (None, line["lang"])]
    found: dict[str, dict[str, object]] = {}
    for line in gold:
        item = item_of({key: value for key, value in line.items() if key not in {"events", "companies", "story"}})
        reading = reader.understand(item)
        found[item.key] = answer(item, reading.signals, None, reading.about)
    result = scorer().score(gold, found)
    assert result["type"]["f1"] >= type_f1
    assert result["person"]["f1"] >= person_f1
    assert result["quiet"] >= quiet


@needs_shared
@pytest.mark.slow
def test_general_news_hardly_ever_fires() -> None:
    reader = Reader(watched(), lexicons())
    items = [item_of(line) for line in lines("unlabelled/general.jsonl")]
    assert sum(bool(reader.read(item)) for item in items) <= 20


@needs_shared
@pytest.mark.slow
def test_ten_thousand_names_are_ready_at_once() -> None:
    import time

    names = json.loads((SHARED / "bench" / "names.json").read_text("utf-8"))[:10_000]
    texts = json.loads((SHARED / "bench" / "items.json").read_text("utf-8"))
    start = time.process_time()
    reader = Reader([Company(name) for name in names], lexicons())
    assert time.process_time() - start < 0.3
    items = [item_of({"id": str(number), "title": text}) for number, text in enumerate(texts)]
    start = time.process_time()
    for item in items:
        reader.mentions(item)
    assert len(items) / (time.process_time() - start) > 60_000  # measured 200,000; shared machines are slower
