"""Keeps secrets out of logs, tracebacks included (requirement E6).

Whatever is logged is written out first and cleaned as one text last, so that no argument, exception or chained cause
slips past. Known secrets are removed literally, others by their shape.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterable, MutableMapping
from typing import Any

GONE = "[secret]"
# Each pattern is a fixed start and one run of a class: linear for any text.
SHAPES = (
    re.compile(r"xox[a-z](?:\.xox[a-z])?-[\w.%-]+"),
    re.compile(r"xapp-[\w-]+"),
    re.compile(r"(?i)\bbearer\s+[\w.~+/=%-]+"),
    re.compile(r"(?<=hooks\.slack\.com/)[^\s\"'<>\\]+"),
    re.compile(r"(?<=hooks\.slack-gov\.com/)[^\s\"'<>\\]+"),
    re.compile(r"(?<=ticket=)[\w.~%+/=-]+"),
    re.compile(r"\bv0=[0-9a-fA-F]{16,}"),
    re.compile(r"(?<=:)[^\s:/@\"']+(?=@[\w.-]+[:/])"),
    re.compile(r"(?i)(?<=response_url)(?:[\"']?\s{0,4}[:=]\s{0,4}[\"']?)[^\s\"',}&]+"),
)
SHORTEST_SECRET = 6


class Redactor:
    """Removes the given secrets and everything that looks like one."""

    def __init__(self, secrets: Iterable[str] = ()) -> None:
        known = {secret for secret in secrets if len(secret) >= SHORTEST_SECRET}
        self._known = sorted(known, key=len, reverse=True)

    def __call__(self, text: str) -> str:
        """Return `text` without secrets."""
        for secret in self._known:
            text = text.replace(secret, GONE)
        for shape in SHAPES:
            text = shape.sub(GONE, text)
        return text

    def of(self, value: object) -> object:
        """Clean a value of a structured log: texts, and the texts within lists and tables; others by their repr()."""
        if isinstance(value, str):
            return self(value)
        if value is None or isinstance(value, bool | int | float):
            return value
        if isinstance(value, MutableMapping):
            return {str(key): GONE if str(key) == "response_url" else self.of(part) for key, part in value.items()}
        if isinstance(value, list | tuple | set | frozenset):
            return [self.of(part) for part in value]
        return self(repr(value))

    def processor(self, _logger: object, _method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
        """Be structlog's last processor before the renderer; put format_exc_info before it."""
        return {key: GONE if key == "response_url" else self.of(value) for key, value in event.items()}


class RedactingFormatter(logging.Formatter):
    """Formats with another formatter and cleans the finished line, traceback and all."""

    def __init__(self, inner: logging.Formatter, redactor: Redactor) -> None:
        super().__init__()
        self._inner = inner
        self._redactor = redactor

    def format(self, record: logging.LogRecord) -> str:
        """Write the record out, clean."""
        return self._redactor(self._inner.format(record))


def seal(redactor: Redactor, handlers: Iterable[logging.Handler] | None = None) -> None:
    """Put the redactor behind every handler of the root logger, or of those given. Doing it twice changes nothing."""
    for handler in logging.getLogger().handlers if handlers is None else handlers:
        inner = handler.formatter or logging.Formatter()
        if not isinstance(inner, RedactingFormatter):
            handler.setFormatter(RedactingFormatter(inner, redactor))
