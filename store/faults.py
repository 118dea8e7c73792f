"""What a driver's error means to the person who runs the bot, and what to do about it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as NoConnection

from model.errors import StoreError

BUSY = "is locked by another program: close it (an open sqlite3 shell, a backup); we try again by ourselves."
FULL = "has no room left on its disk: free some space; nothing is lost, we try again by ourselves."
SERVER_FULL = "has too many connections: raise max_connections or stop a process; we try again by ourselves."

WRONG_USER = "refuses our user: check the name in `database` and the password (PGPASSWORD or ~/.pgpass)."
NO_DATABASE = "does not exist: create it with `createdb`."
STARTING = "is shutting down or starting; we try again by ourselves."

# By the beginning of SQLite's error name or of PostgreSQL's SQLSTATE; the first that fits.
MEANING = (
    ("SQLITE_BUSY", BUSY),
    ("SQLITE_LOCKED", BUSY),
    ("SQLITE_FULL", FULL),
    ("SQLITE_READONLY", "cannot be written: give the bot's user the right to write to the file and its folder."),
    ("SQLITE_CANTOPEN", "cannot be opened: check that its folder exists and that the bot's user may use it."),
    ("SQLITE_NOTADB", "is not a database: choose another file, or restore a backup."),
    ("SQLITE_CORRUPT", "is damaged: restore the last backup (`bot.py backup` makes them)."),
    ("SQLITE_IOERR", "could not be read or written: check the disk, and that it has room."),
    ("SQLITE_CONSTRAINT", "refused a row that contradicts another; the step is undone and will be tried again."),
    ("53100", FULL),
    ("53300", SERVER_FULL),
    ("28", WRONG_USER),
    ("3D000", NO_DATABASE),
    ("42501", "does not allow this to our user: grant it, or make our user the owner of the database."),
    ("57P", STARTING),
    ("55P03", BUSY),
    ("40", "was busy with another process at the same place; we try again by ourselves."),
    ("23", "refused a row that contradicts another; the step is undone and will be tried again."),
    ("42P01", "lacks a table: run `bot.py migrate`."),
    ("42703", "lacks a column: run `bot.py migrate`."),
)
# A refused connection has no code; by words of the server's own sentence.
REFUSALS = (
    ('database "', NO_DATABASE),
    ('role "', WRONG_USER),
    ("password", WRONG_USER),
    ("pg_hba.conf", WRONG_USER),
    ("too many", SERVER_FULL),
    ("remaining connection slots", SERVER_FULL),
    ("starting up", STARTING),
    ("shutting down", STARTING),
)
UNREACHABLE = "cannot be reached: start the server, or check host, port and name in `database`."
UNKNOWN = "refused a statement"


def _code(fault: BaseException | None) -> str:
    for name in ("sqlite_errorname", "sqlstate"):
        code = getattr(fault, name, None)
        if isinstance(code, str):
            return code
    return ""


def sentence(fault: DBAPIError, name: str) -> str:
    """What `fault` means for the database called `name`, with what to do; without the statement's values."""
    code = _code(fault.orig)
    for beginning, meaning in MEANING:
        if code.startswith(beginning):
            return f"{name} {meaning}"
    if not code and (fault.connection_invalidated or fault.statement is None):
        said = str(fault.orig).partition("FATAL:")[2]
        return f"{name} {next((meaning for words, meaning in REFUSALS if words in said), UNREACHABLE)}"
    return f"{name} {UNKNOWN} ({code or type(fault.orig).__name__})."


@contextmanager
def translated(name: str) -> Iterator[None]:
    """Raise StoreError in place of a driver's error. `name` is how the person knows the database."""
    try:
        yield
    except DBAPIError as fault:
        raise StoreError(sentence(fault, name)) from fault
    except NoConnection as fault:
        raise StoreError(f"{name} has been busy for too long; we try again by ourselves.") from fault
    except OSError as fault:
        raise StoreError(f"{name} {UNREACHABLE} ({fault.strerror or fault})") from fault
