"""What every command of bot.py does alike: it runs, reads config.toml, prints rows, and ends with a sentence."""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import Callable, Coroutine, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn, TypeVar

import typer

if TYPE_CHECKING:
    from config import Settings
    from model.errors import SignalsError

# Everything else is imported where it is used: --help has to answer at once.

Result = TypeVar("Result")


def run(work: Coroutine[Any, Any, Result]) -> Result:
    """Run a command; what a person can mend ends as one sentence on stderr and exit code 2."""
    from model.errors import SignalsError

    try:
        return asyncio.run(work)
    except SignalsError as error:
        return stop(said(error))
    except KeyboardInterrupt:
        raise typer.Exit(130) from None


def said(error: SignalsError) -> str:
    """Tell a person what to do: faults of the configuration and the database say it themselves."""
    from model.errors import ConfigError, StoreError

    return error.detail if error.detail and isinstance(error, ConfigError | StoreError) else str(error)


def stop(sentence: str) -> NoReturn:
    """Say what to do and end with exit code 2."""
    sys.stderr.write(f"{sentence}\n")
    raise typer.Exit(2)


def load(path: Path, *, required: bool = True, talks: bool = False) -> Settings:
    """Read the configuration, or end with all its faults. A command logs faults of ours alone unless it `talks`."""
    import config
    from cli.logs import set_up
    from model.errors import ConfigError

    try:
        settings = config.load(path, required=required)
    except ConfigError as error:
        stop(said(error))
    set_up(settings, talks=talks)
    return settings


def emit(rows: Sequence[dict[str, Any]], as_json: bool, line: Callable[[dict[str, Any]], str]) -> None:
    """Print rows as lines of JSON, or as lines for a person."""
    for row in rows:
        told = json.dumps(row, ensure_ascii=False, default=str) if as_json else line(row)
        sys.stdout.write(f"{told}\n")


def moment(text: str, option: str = "--at") -> datetime:
    """Read --at, or another option that names a day; the present when it is empty."""
    from datetime import UTC

    if not text:
        return datetime.now(UTC)
    try:
        when = datetime.fromisoformat(text)
    except ValueError:
        stop(f"{option} {text}: write a day or a moment, such as 2024-10-02 or 2024-10-02T09:00Z")
    return when if when.tzinfo else when.replace(tzinfo=UTC)
