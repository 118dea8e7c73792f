"""Quality and speed of the reader: `python -m benchmarks.detect [all|quality|speed|floor]`.

Quality is that of ../shared/tools/score_corpus.py on the labelled news of ../shared/corpus, speed is measured in CPU
seconds over ../shared/bench. Neither is part of the product; without them there is nothing to measure.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

from cli.detect import Detector
from cli.wiring import load_lexicons
from model.company import Company
from model.item import Item
from signals.detect import item_of
from signals.reader import Reader

SHARED = Path(__file__).parents[1].parent / "shared"
CORPUS = SHARED / "corpus"
LABELS = frozenset({"events", "companies", "companies_maybe", "story", "notes"})
WATCHED = (100, 10_000, 100_000)
ROUNDS = 4
# Files of one kind are scored together.
SETS = {"en": "headlines_en_dev.jsonl", "intl": "headlines_intl_dev.jsonl", "articles": "articles_dev.jsonl"}
FIGURES = {
    "type F1": ("type", "f1"),
    "alert precision": ("alert", "p"),
    "alert recall": ("alert", "r"),
    "quiet": ("quiet",),
    "person F1": ("person", "f1"),
    "companies precision": ("companies", "p"),
    "companies recall": ("companies", "r"),
    "story precision": ("story", "p"),
    "story recall": ("story", "r"),
    "from": ("slots", "from"),
    "to": ("slots", "to"),
    "seniority": ("slots", "seniority"),
}
FLOOR = Path(__file__).with_name("detect_floor.toml")


@cache
def scorer() -> ModuleType:
    """Return the corpus's own scorer."""
    spec = importlib.util.spec_from_file_location("score_corpus", SHARED / "tools" / "score_corpus.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def lines(path: Path) -> list[dict[str, Any]]:
    """Return the objects of a file of JSON lines."""
    return [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()]


def unlabelled(line: Mapping[str, Any]) -> Item:
    """Return a line of the corpus as an item, without what the annotators wrote."""
    return item_of({key: value for key, value in line.items() if key not in LABELS})


def watched() -> list[Company]:
    """Return the watch list that the scorer's own tool would write."""
    norm = scorer().norm
    names: dict[str, set[str]] = {}
    for one in (line for file in sorted(CORPUS.glob("*_dev.jsonl")) for line in lines(file)):
        for name in [*one["companies"], *(event.get("company") for event in one["events"])]:
            if name and name != "unknown":
                names.setdefault(norm(name), set()).add(name)
    for name in (CORPUS / "also_watched.txt").read_text("utf-8").splitlines():
        names.setdefault(norm(name), set()).add(name)
    spellings = (sorted(forms, key=lambda form: (-len(form), form)) for forms in names.values())
    return [Company(forms[0], aliases=tuple(forms[1:])) for forms in spellings]


def quality() -> Iterator[tuple[str, dict[str, float]]]:
    """Yield each set of labelled items with its figures, as fractions; the stories are those of `bot.py detect`."""
    detector = Detector(Reader(watched(), load_lexicons()))
    for name, file in SETS.items():
        gold = lines(CORPUS / file)
        found = {line["id"]: detector.detect(unlabelled(line)) for line in gold}
        result = scorer().score(gold, found)
        yield name, {figure: _figure(result, path) for figure, path in FIGURES.items()}


def _figure(result: Mapping[str, Any], path: Sequence[str]) -> float:
    found: Any = result
    for key in path:
        found = found.get(key, {})
    return float(found.get("rate", 0.0) if isinstance(found, dict) else found or 0.0)


def rate(read: Callable[[Item], object], items: Sequence[Item]) -> float:
    """Return how many items a CPU second reads, the best of some rounds."""
    seconds = []
    for _ in range(ROUNDS):
        start = time.process_time()
        for one in items:
            read(one)
        seconds.append(time.process_time() - start)
    return len(items) / min(seconds)


def speed() -> Iterator[str]:
    """Yield one line for each number of watched names, and one for headlines that mostly tell something."""
    texts = json.loads((SHARED / "bench" / "items.json").read_text("utf-8"))
    names = json.loads((SHARED / "bench" / "names.json").read_text("utf-8"))
    items = [item_of({"id": str(number), "title": text}) for number, text in enumerate(texts)]
    Reader((), load_lexicons())
    for count in WATCHED:
        companies = [Company(name) for name in names[:count]]
        before, start = _memory(), time.process_time()
        reader = Reader(companies, load_lexicons())
        built, held = time.process_time() - start, _memory() - before
        naming = sum(map(reader.mentions, items))
        yield (
            f"{count:>7,} names: {_rates(reader, items)}, {rate(reader.mentions, items):,.0f} looked at "
            f"({naming:,} of {len(items):,} name one); built in {built:.2f} s, {held:+.0f} MB"
        )
    reader = Reader(watched(), load_lexicons())
    for file in SETS.values():
        yield f"{file}: {_rates(reader, [*map(unlabelled, lines(CORPUS / file))])}"


def _rates(reader: Reader, items: Sequence[Item]) -> str:
    """Measure what the product asks of every item, its signals, and what `bot.py detect` asks."""
    return (
        f"{rate(reader.read, items):>7,.0f} items/s read, {rate(reader.understand, items):,.0f} with whom it is about"
    )


def _memory() -> float:
    """Return the memory this process holds, in MB of a million bytes; 0 where there is no /proc."""
    status = Path("/proc/self/status")
    if not status.exists():
        return 0.0
    line = next(line for line in status.read_text("ascii").splitlines() if line.startswith("VmRSS:"))
    return int(line.split()[1]) * 1024 / 1e6


def write_floor() -> None:
    """Write the figures of today as those below which the suite lets quality fall by one point at most."""
    tables = [
        "\n".join([f"[{name}]", *(f'"{figure}" = {value:.3f}' for figure, value in figures.items())])
        for name, figures in quality()
    ]
    FLOOR.write_text("# Written by `python -m benchmarks.detect floor`.\n\n" + "\n\n".join(tables) + "\n", "utf-8")


def main() -> None:
    """Print what was asked for; both when nothing was."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("what", nargs="?", choices=["all", "quality", "speed", "floor"], default="all")
    what = parser.parse_args().what
    if not CORPUS.is_dir():
        raise SystemExit(f"There is nothing to measure on: {CORPUS} is not there.")
    if what == "floor":
        write_floor()
    if what in {"all", "quality"}:
        results = dict(quality())
        print(f"{'':<20}" + "".join(f"{name:>10}" for name in results))
        for figure in FIGURES:
            print(f"{figure:<20}" + "".join(f"{figures[figure]:>10.3f}" for figures in results.values()))
    if what in {"all", "speed"}:
        for line in speed():
            print(line, flush=True)


if __name__ == "__main__":
    main()
