"""What the process says of itself: plain lines for a person, JSON when nobody watches, never a secret."""

from __future__ import annotations

import logging
import sys

import structlog

from config import SECRETS, Settings, token_keys
from handlers.redact import Redactor, seal


def set_up(settings: Settings, *, talks: bool = True) -> None:
    """Send every logger's words through one cleaned line on stderr; without `talks` only errors."""
    secrets = [getattr(settings.slack, name) for name in SECRETS]
    known = [secret.get_secret_value() for secret in secrets if secret is not None]
    redactor = Redactor([*known, *token_keys(settings)])
    watched = sys.stderr.isatty()
    shared: list[structlog.typing.Processor] = [
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    last: structlog.typing.Processor = (
        structlog.dev.ConsoleRenderer() if watched else structlog.processors.JSONRenderer(ensure_ascii=False)
    )
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
    )
    formatter = structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=shared,
        processors=[
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            structlog.processors.format_exc_info,
            last,
        ],
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(formatter)
    logging.basicConfig(level=logging.INFO if talks else logging.ERROR, handlers=[handler], force=True)
    seal(redactor)
    # httpx writes each address with its query, keys included; the SDK the body of each call.
    for noisy in ("httpx", "httpcore", "slack_sdk", "slack_bolt", "aiosqlite", "alembic"):
        logging.getLogger(noisy).setLevel(logging.WARNING)
