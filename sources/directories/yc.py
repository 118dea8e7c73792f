"""Read a file of the YC directory as yc-oss/api publishes it: a list of companies, or one of them. Pure.

It has no clear licence, so it is never asked for. It says how many people work somewhere and what it was called before,
and is a guess to begin with: `status` and `isHiring` have no date, so that they changed is no news and is never told.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from model.errors import Changed
from sources.directories.entry import Entry
from sources.plain import clean

MOST_EMPLOYEES = 5_000_000
STATUSES = frozenset({"Acquired", "Inactive", "Public"})
NO_DIRECTORY = (
    "It is no file of the YC directory: a JSON list of companies with id, name, slug and batch, as yc-oss/api has it."
)


def read_directory(body: bytes) -> tuple[list[Entry], list[tuple[int, str]]]:
    """Read the companies; beside them, by number from 1, the entries that cannot be read and why.

    Raises Changed for a file that is cut short, is none, or holds no company that can be read.
    """
    try:
        told = json.loads(body)
    except (ValueError, RecursionError):
        raise Changed("It is no JSON, or it is cut short: get the file again.") from None
    rows = told if isinstance(told, list) else [told]
    found: list[Entry] = []
    bad: list[tuple[int, str]] = []
    for number, row in enumerate(rows, 1):
        read = _entry(row) if isinstance(row, dict) else "it is no company"
        if isinstance(read, Entry):
            found.append(read)
        else:
            bad.append((number, read))
    if not found:
        raise Changed(NO_DIRECTORY)
    return found, bad


def _entry(row: Mapping[str, Any]) -> Entry | str:
    if not {"name", "slug", "batch"} <= row.keys():
        return "it has no name, slug and batch"
    name = clean(row["name"]) if isinstance(row["name"], str) else ""
    if not name:
        return "it has no name"
    former = row.get("former_names")
    size = row.get("team_size")
    count = size if type(size) is int and 0 < size <= MOST_EMPLOYEES else None
    return Entry(
        name=name,
        page=_text(row, "url"),
        site=_text(row, "website"),
        former=tuple(clean(one) for one in former if isinstance(one, str)) if isinstance(former, list) else (),
        employees=count,
        remarks=_remarks(row),
    )


def _remarks(row: Mapping[str, Any]) -> tuple[str, ...]:
    """Say what a person may want to look up; the directory gives no day for either."""
    status = row.get("status")
    told = [f"{status.lower()}, with no day"] if isinstance(status, str) and status in STATUSES else []
    return (*told, "hiring, with no day") if row.get("isHiring") is True else tuple(told)


def _text(row: Mapping[str, Any], key: str) -> str:
    value = row.get(key)
    return clean(value) if isinstance(value, str) else ""
