"""What the columns hold: moments and words that both databases take and give back alike, and the states of rows."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from enum import IntEnum, StrEnum

from sqlalchemy import BigInteger, Integer, Text
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)


class ItemState(IntEnum):
    """QUIET names no watched company; PENDING waits to be read; ERASED kept its identity and lost its words."""

    QUIET = 0
    PENDING = 1
    READ = 2
    ERASED = 3


class PostState(StrEnum):
    """PENDING and POSTING are open: nothing later of their channel is posted before they are settled."""

    PENDING = "pending"
    POSTING = "posting"
    SENT = "sent"
    DEAD = "dead"
    EXPIRED = "expired"


def micros(moment: datetime) -> int:
    """Whole microseconds since 1970 in UTC; exact, and it sorts. Raises TypeError for a moment without a zone."""
    return (moment - EPOCH) // MICROSECOND


def moment(count: int) -> datetime:
    """The UTC datetime `count` microseconds after the start of 1970."""
    return EPOCH + count * MICROSECOND


def storable(words: str) -> str:
    """`words` without what a database refuses: NUL (PostgreSQL) and halves of surrogate pairs (both)."""
    if words.isascii():
        return words.replace("\0", "") if "\0" in words else words
    return words.encode("utf-8", "replace").decode().replace("\0", "")


class Moment(TypeDecorator[datetime]):
    """An aware datetime as whole microseconds: SQLite's own type would give it back without its zone."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> int | None:
        """Aware datetime to integer."""
        return None if value is None else micros(value)

    def process_result_value(self, value: int | None, dialect: Dialect) -> datetime | None:
        """Integer to UTC datetime."""
        return None if value is None else moment(value)


class Words(TypeDecorator[str]):
    """Text that both databases take, whatever a stranger put into it."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        """Drop what cannot be stored."""
        return None if value is None else storable(value)


# SQLite counts up by itself in a column of exactly this type only.
Serial = BigInteger().with_variant(Integer, "sqlite")
