"""Take a CSV file apart line by line in bounded memory: records with their line numbers, or why there is none.

A quote that somebody forgot to close spoils its own line only: the lines after it are read again by themselves.
"""

from __future__ import annotations

import csv
from collections import deque
from collections.abc import Iterator
from typing import BinaryIO

from model.errors import Changed
from sources.connections.decoding import Text

MOST_BYTES = 20 * 2**20
MOST_LINES = 150_000
LONGEST_LINE = 16_000
# A quoted value may run over lines; more than these is a quote that somebody forgot to close.
LINES_OF_A_RECORD = 8
OPEN_QUOTE = "a quote is opened and never closed"
ADVICE = (
    "Give the Connections.csv that LinkedIn makes under Settings, Data privacy, Get a copy of your data, "
    "or a list of candidates from Recruiter; unpack it first when it comes in a ZIP archive."
)


class Lines:
    """The lines of the file with their numbers, from 1; lines can be put back to be read once more."""

    def __init__(self, body: bytes | BinaryIO) -> None:
        too_large = f"The file is larger than {MOST_BYTES // 2**20} MB, which no export is. {ADVICE}"
        self._stream = Text(body, MOST_BYTES, too_large)
        self._back: deque[tuple[int, str]] = deque()
        self._number = 0

    def next(self) -> tuple[int, str] | None:
        """Return the next line with its number, cut after LONGEST_LINE + 1 characters; None at the end."""
        if self._back:
            return self._back.popleft()
        line = self._stream.readline(LONGEST_LINE + 1)
        if not line:
            return None
        self._number += 1
        if self._number > MOST_LINES:
            raise Changed(f"The file has more than {MOST_LINES:,} lines, which no export has. {ADVICE}")
        rest = line
        while rest and not rest.endswith("\n"):
            rest = self._stream.readline(LONGEST_LINE)
        return self._number, line

    def records(self, delimiter: str, columns: int) -> Iterator[tuple[int, list[str] | str]]:
        """Give each record's first line number with its values, or with the reason why it has none."""
        while (first := self.next()) is not None:
            number, text = first
            more: list[tuple[int, str]] = []
            while text.count('"') % 2 and len(text) <= LONGEST_LINE and len(more) < LINES_OF_A_RECORD:
                following = self.next()
                if following is None:
                    break
                more.append(following)
                text += following[1]
            cells = cells_of(text, delimiter, columns)
            if isinstance(cells, str) and more:
                self._back.extendleft(reversed(more))
                cells = OPEN_QUOTE
            if cells != []:
                yield number, cells


def cells_of(text: str, delimiter: str, columns: int) -> list[str] | str:
    """Split one record; [] for an empty one, the reason for one that cannot be read."""
    if len(text) > LONGEST_LINE:
        return "it is too long"
    if "\0" in text:
        return "it holds NUL bytes"
    if '"' not in text:
        cells = text.rstrip("\n").split(delimiter)
    elif text.count('"') % 2:
        return OPEN_QUOTE
    else:
        try:
            cells = next(csv.reader([text.rstrip("\n")], delimiter=delimiter), [])
        except csv.Error:
            return "its quotes cannot be understood"
    if not any(cell.strip() for cell in cells):
        return []
    if columns and (len(cells) < columns or any(cell.strip() for cell in cells[columns:])):
        return f"it has {len(cells)} values, the header has {columns}"
    return cells
