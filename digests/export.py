"""Stories as a file: CSV for spreadsheets, JSON for everything else. A cell can start no formula (requirement D6)."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable

from digests.escape import clean, safe_url
from digests.sentence import lead, sentence
from model.story import Story

COLUMNS = ("first seen", "last seen", "company", "kind", "state", "story", "outlets", "link")
# What a spreadsheet takes for the beginning of a formula (some also when it is wide), or for the end of the cell.
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
LONGEST = 1000


def as_csv(stories: Iterable[Story]) -> str:
    """Write one story a line, every cell in quotes."""
    written = io.StringIO()
    table = csv.writer(written, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    table.writerow(COLUMNS)
    table.writerows([quoted(cell) for cell in cells(story)] for story in stories)
    return written.getvalue()


def as_json(stories: Iterable[Story]) -> str:
    """Write a list of objects with the same names as the columns."""
    rows = [dict(zip(COLUMNS, cells(story), strict=True)) for story in stories]
    return json.dumps(rows, ensure_ascii=False, indent=1) + "\n"


def cells(story: Story) -> tuple[str, ...]:
    """Tell a story in plain cells."""
    return (
        f"{story.first_seen:%Y-%m-%d %H:%M}",
        f"{story.last_seen:%Y-%m-%d %H:%M}",
        clean(story.company, LONGEST),
        story.kind.value,
        story.state.value,
        clean(sentence(story), LONGEST),
        clean(", ".join(story.outlets), LONGEST),
        safe_url(lead(story).url) or "",
    )


def quoted(cell: str) -> str:
    """Put an apostrophe before what a spreadsheet would reckon: it shows the text then."""
    return f"'{cell}" if cell.startswith(FORMULA) else cell
