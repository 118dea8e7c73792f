"""The command line within this process, as a person types it."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from typer.testing import CliRunner

from bot import app

# What a developer's own shell says of their bot is nobody else's.
UNSET: dict[str, str | None] = {name: None for name in os.environ if name.startswith("SIGNALS_")}


@dataclass(frozen=True)
class Ended:
    """How a command ended."""

    code: int
    out: str
    err: str

    @property
    def rows(self) -> list[dict[str, Any]]:
        """Read what it printed as lines of JSON."""
        return [json.loads(line) for line in self.out.splitlines()]


@dataclass(frozen=True)
class Desk:
    """A folder with a config.toml, where commands are typed."""

    config: Path

    @property
    def folder(self) -> Path:
        """Give the folder."""
        return self.config.parent

    def type(self, *words: str, stdin: str | bytes | None = None, config: bool = True, **env: str) -> Ended:
        """Type `bot.py WORDS --config …`; a fault of ours that is not caught fails the test."""
        named = ["--config", str(self.config)] if config else []
        ended = CliRunner().invoke(app, [*words, *named], input=stdin, env={**UNSET, **env})
        if ended.exception is not None and not isinstance(ended.exception, SystemExit):
            raise ended.exception
        return Ended(ended.exit_code, ended.stdout, ended.stderr)
