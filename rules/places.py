"""On which line of a TOML file each key stands: tomllib does not say, and a fault without its line is hard to mend."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

Path = tuple[str | int, ...]

_PART = r"""(?:[A-Za-z0-9_-]+|"(?:[^"\\\n]|\\.)*"|'[^'\n]*')"""
_KEYS = rf"{_PART}(?:[ \t]*\.[ \t]*{_PART})*"
_HEADER = re.compile(rf"[ \t]*(\[\[?)[ \t]*({_KEYS})[ \t]*\]")
_ASSIGNED = re.compile(rf"[ \t]*({_KEYS})[ \t]*=")
# What a value is made of, as far as its end is concerned: strings and comments hide brackets and ends of lines.
_VALUE = re.compile(
    r'"""(?:[^"\\]|\\.|"(?!""))*"{3,5}'
    r"|'''(?:[^']|'(?!''))*'{3,5}"
    r'|"(?:[^"\\\n]|\\.)*"'
    r"|'[^'\n]*'"
    r"|\#[^\n]*"
    r"|[\[\]{}\n]"
    r"|[^\"'#\[\]{}\n]+",
    re.DOTALL,
)
_DEPTH = {"[": 1, "{": 1, "]": -1, "}": -1}


def places(text: str) -> dict[Path, int]:
    """Map the path of each key and table of a valid TOML text to its line; tables of an array are numbered from 0.

    What stands inside an inline table has the line of the key that it belongs to: ask with `line_of`.
    """
    found: dict[Path, int] = {}
    counted: dict[Path, int] = {}
    table: Path = ()
    line, counted_to = 1, 0
    for start, statement in _statements(text):
        line, counted_to = line + text.count("\n", counted_to, start), start
        header = _HEADER.match(statement)
        if header:
            table = _inside(_parts(header[2]), counted)
            if header[1] == "[[":
                counted[table] = counted.get(table, -1) + 1
                table = (*table, counted[table])
            found.setdefault(table, line)
        elif assigned := _ASSIGNED.match(statement):
            found.setdefault((*table, *_parts(assigned[1])), line)
    return found


def line_of(lines: Mapping[Path, int], path: Path) -> int | None:
    """Find the line of a key, or of the nearest thing around it that has one."""
    while path:
        if path in lines:
            return lines[path]
        path = path[:-1]
    return None


def _statements(text: str) -> Iterator[tuple[int, str]]:
    """Cut a text where a line ends outside strings and brackets; with where each piece begins."""
    start, depth = 0, 0
    for piece in _VALUE.finditer(text):
        depth += _DEPTH.get(piece[0], 0)
        if piece[0] == "\n" and depth <= 0:
            yield start, text[start : piece.start()]
            start, depth = piece.end(), 0
    yield start, text[start:]


def _inside(keys: Path, counted: Mapping[Path, int]) -> Path:
    """Find where a header's table stands: below an array of tables it belongs to the last one."""
    path: Path = ()
    for number, key in enumerate(keys, 1):
        path = (*path, key)
        if path in counted and number < len(keys):
            path = (*path, counted[path])
    return path


def _parts(keys: str) -> Path:
    return tuple(part[1:-1] if part[0] in "\"'" else part for part in re.findall(_PART, keys))
