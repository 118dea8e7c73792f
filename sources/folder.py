"""A folder that people drop files into: what lies there unread, and reading it within bounds.

A source that reads such files one by one, oldest first, remembers each with its time in its cursor: a file that was
added to is read again, and what it told before is recognised.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import BinaryIO

from model.errors import Changed, Refused
from model.item import Page
from model.poll import PollState

MOST_FILES = 10_000
# What browsers and file syncs call a file that they are still loading.
UNFINISHED = frozenset({".part", ".partial", ".crdownload", ".download", ".tmp"})
SETTLES = timedelta(seconds=2)


@dataclass(frozen=True, slots=True, order=True)
class Dropped:
    """A file in a watched folder. `changed` is its modification time in nanoseconds since 1970."""

    changed: int
    name: str


def dropped(folder: Path) -> list[Dropped]:
    """List the folder's regular files, oldest first, without hidden and half-loaded ones.

    Raises Refused when the folder cannot be listed.
    """
    try:
        paths = [path for path in folder.iterdir() if not path.name.startswith(".")]
        if len(paths) > MOST_FILES:
            raise Refused(f"The folder {folder} holds more than {MOST_FILES:,} files: move what is done elsewhere.")
        return sorted(
            Dropped(path.stat().st_mtime_ns, path.name)
            for path in paths
            if path.suffix.lower() not in UNFINISHED and path.is_file()
        )
    except OSError as error:
        raise Refused(
            f"The folder {folder} cannot be read ({error.strerror}): create it, or correct `folder`."
        ) from error


def settled(file: Dropped, now: datetime) -> bool:
    """Tell whether nobody wrote to the file in the last two seconds, so that it is likely to be whole."""
    age = now - datetime.fromtimestamp(file.changed / 1e9, UTC)
    return not timedelta(0) <= age < SETTLES


@contextmanager
def opened(folder: Path, file: Dropped) -> Iterator[BinaryIO]:
    """Open a dropped file to be read as a stream; raises Changed when it cannot be read."""
    try:
        with (folder / file.name).open("rb") as handle:
            yield handle
    except OSError as error:
        raise Changed(f"{file.name} cannot be read ({error.strerror}).") from error


def read(folder: Path, file: Dropped, most: int) -> bytes:
    """Read one dropped file of at most `most` bytes; raises Changed when it is larger or cannot be read."""
    try:
        with (folder / file.name).open("rb") as handle:
            body = handle.read(most + 1)
    except OSError as error:
        raise Changed(f"{file.name} cannot be read ({error.strerror}).") from error
    if len(body) > most:
        raise Changed(
            f"{file.name} is larger than {most // 2**20} MB: that is not what this folder is for, move it away."
        )
    return body


def unread(folder: Path, state: PollState, now: datetime, most: int) -> Page | None:
    """Read the oldest file that was not read as it is; None when all were."""
    seen = _seen(state)
    for file in dropped(folder):
        if seen.get(file.name) != file.changed:
            return Page(file.name, read(folder, file, most), now, {"changed": str(file.changed)})
    return None


def remembered(state: PollState, page: Page) -> str:
    """Add a file that `unread` gave to those that were read: the next cursor."""
    seen = {**_seen(state), page.url: int(page.headers.get("changed", "0"))}
    return json.dumps(dict(list(seen.items())[-MOST_FILES:]))


def _seen(state: PollState) -> Mapping[str, int]:
    try:
        seen = json.loads(state.cursor or "{}")
        return {str(name): int(changed) for name, changed in seen.items()}
    except (ValueError, TypeError, AttributeError):
        return {}
