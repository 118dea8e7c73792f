"""One process at a time writes a SQLite file: the second is told so at once instead of corrupting the order (A16)."""

from __future__ import annotations

import fcntl
import os
from contextlib import suppress
from pathlib import Path

from model.errors import StoreError


class FileLock:
    """A lock beside the database that dies with its process, kill -9 included. The file itself stays."""

    def __init__(self, database: Path) -> None:
        self._name = database.name
        self._file = os.open(f"{database}.lock", os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as taken:
            holder = os.pread(self._file, 32, 0).decode(errors="replace").strip()
            os.close(self._file)
            who = f"another process (number {holder})" if holder.isdigit() else "another process"
            raise StoreError(
                f"{self._name} is in use by {who}: stop it first, or move to PostgreSQL to run several processes."
            ) from taken
        os.ftruncate(self._file, 0)
        os.pwrite(self._file, f"{os.getpid()}\n".encode(), 0)

    def release(self) -> None:
        """Let another process in. Saying it twice does no harm."""
        with suppress(OSError):
            os.ftruncate(self._file, 0)
            os.close(self._file)
        self._file = -1
