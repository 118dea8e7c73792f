"""`bot.py detect`: reads items line by line and tells what happened to whom; no network, no database."""

from __future__ import annotations

import json
from typing import TextIO

import config
from cli.wiring import load_lexicons
from model.errors import ConfigError
from model.item import Item
from model.story import Story
from pipeline import MERGED_BACK
from signals.detect import answer, item_of
from signals.reader import Reader
from stories.merge import merge


class Detector:
    """Reads one item after the other and tells which story each belongs to; remembers the stories of each company."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader
        self._open: dict[str, dict[str, Story]] = {}

    def detect(self, item: Item) -> dict[str, object]:
        """Answer one line."""
        signals = self._reader.read(item) if self._reader.mentions(item) else []
        if not signals:
            return answer(item, [], None, self._reader.about(item))
        names = {signal.company for signal in signals}
        merged = merge(signals, [story for name in names for story in self._near(name, item)])
        for gone in merged.absorbed:
            for stories in self._open.values():
                stories.pop(gone, None)
        for story in merged.changed:
            self._open.setdefault(story.company, {})[story.id] = story
        return answer(item, signals, self._story_of(item, signals[0].company), self._reader.about(item))

    def _near(self, company: str, item: Item) -> list[Story]:
        stories = self._open.get(company, {}).values()
        return [
            story
            for story in stories
            if story.first_seen - MERGED_BACK <= item.published <= story.last_seen + MERGED_BACK
        ]

    def _story_of(self, item: Item, company: str) -> str | None:
        identity = (item.source, item.key)
        told = self._open.get(company, {}).values()
        return next((story.id for story in told if any(e.item == identity for e in story.evidence)), None)


async def detect_lines(settings: config.Settings, lines: TextIO, out: TextIO) -> None:
    """Answer each line of `lines` with one line, in the same order. Raises ConfigError for a line that is no item."""
    detector = Detector(Reader(config.companies(settings), load_lexicons()))
    try:
        for number, line in enumerate(lines, 1):
            if line.strip():
                out.write(json.dumps(detector.detect(_item(line, number)), ensure_ascii=False) + "\n")
    except UnicodeDecodeError as error:
        raise ConfigError([f"the items have to be lines of JSON in UTF-8: {error}"]) from None
    finally:
        out.flush()


def _item(line: str, number: int) -> Item:
    try:
        fields = json.loads(line)
        if not isinstance(fields, dict):
            raise ValueError("it has to be an object: { … }")
        return item_of(fields)
    except ValueError as error:
        raise ConfigError([f"line {number}: not an item: {error}"]) from None
