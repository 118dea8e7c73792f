"""`bot.py detect`: reads items line by line and tells what happened to whom; no network, no database."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from typing import TextIO

from rich.console import Console
from rich.text import Text

import config
from cli.wiring import load_lexicons
from model.errors import ConfigError
from model.item import Item
from model.story import Story
from pipeline import MERGED_BACK
from signals import explain
from signals.detect import answer, item_of
from signals.reader import Reader
from stories.main_story import main_story
from stories.merge import merge

_STYLES = {"head": "bold", "good": "green", "bad": "red", "plain": ""}


class Detector:
    """Reads one item after the other and tells which story each belongs to; remembers the stories of each company."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader
        self._open: dict[str, dict[str, Story]] = {}
        self._followers: Counter[str] = Counter()

    def detect(self, item: Item) -> dict[str, object]:
        """Answer one line."""
        reading = self._reader.understand(item)
        signals = reading.signals
        if not signals:
            return answer(item, (), None, reading.about)
        names = {signal.company for signal in signals}
        merged = merge(signals, [story for name in names for story in self._near(name, item)])
        for gone, heir in merged.absorbed.items():
            self._followers[heir] += self._followers.pop(gone, 0)
            for stories in self._open.values():
                stories.pop(gone, None)
        for story in merged.changed:
            self._open.setdefault(story.company, {})[story.id] = story
        known = [story for name in sorted(names) for story in self._near(name, item)]
        main = main_story(signals, known, self._followers)
        if main:
            self._followers[main.id] += 1
        return answer(item, signals, main.id if main else None, reading.about)

    def _near(self, company: str, item: Item) -> list[Story]:
        earliest, latest = item.published - MERGED_BACK, item.published + item.spread + MERGED_BACK
        stories = self._open.get(company, {}).values()
        return [story for story in stories if story.first_seen <= latest and _end(story) >= earliest]


def _end(story: Story) -> datetime:
    """Tell the last moment of which a story may tell."""
    return max(signal.published + signal.spread for signal in story.evidence)


async def detect_lines(settings: config.Settings, lines: TextIO, out: TextIO) -> None:
    """Answer each line of `lines` with one line, in the same order. Raises ConfigError for a line that is no item."""
    detector = Detector(Reader(config.companies(settings), load_lexicons()))
    try:
        for item in _items(lines):
            out.write(json.dumps(detector.detect(item), ensure_ascii=False) + "\n")
    finally:
        out.flush()


async def explain_lines(settings: config.Settings, lines: TextIO, out: TextIO, as_json: bool) -> None:
    """Tell of each line how it was read, for a person (in colour on a terminal) or as JSON. Raises as detect_lines."""
    reader = Reader(config.companies(settings), load_lexicons())
    console = Console(file=out, highlight=False, soft_wrap=True)
    try:
        for item in _items(lines):
            explained = explain.explain(reader, item)
            if as_json:
                out.write(json.dumps(explained, ensure_ascii=False) + "\n")
                continue
            for tone, line in explain.lines(explained):
                console.print(Text(line, style=_STYLES[tone]))
    finally:
        out.flush()


def _items(lines: TextIO) -> Iterator[Item]:
    """Yield the items of `lines`. Raises ConfigError for a line that is none, and for bytes that are no text."""
    try:
        for number, line in enumerate(lines, 1):
            if line.strip():
                yield _item(line, number)
    except UnicodeDecodeError as error:
        raise ConfigError([f"the items have to be lines of JSON in UTF-8: {error}"]) from None


def _item(line: str, number: int) -> Item:
    try:
        fields = json.loads(line)
        if not isinstance(fields, dict):
            raise ValueError("it has to be an object: { … }")
        return item_of(fields)
    except ValueError as error:
        raise ConfigError([f"line {number}: not an item: {error}"]) from None
