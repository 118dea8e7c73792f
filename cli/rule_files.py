"""Reads files of rules, and what config.toml changes in them, with the lines on which everything stands."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import config
from model.errors import ConfigError
from rules.faults import RuleFile
from rules.language import NO_CHANGES
from rules.places import places


def read_rule_files(*given: Path) -> list[RuleFile]:
    """Read files of rules, and every TOML file of a folder, with the lines of their keys."""
    files = (file for place in given for file in (sorted(place.glob("*.toml")) if place.is_dir() else [place]))
    return [RuleFile(file.name, config.read_toml(file), lines_of(file)) for file in files]


def rule_changes(settings: config.Settings) -> RuleFile:
    """List what the [rules] of the settings change in the pack, with the lines of their file."""
    path = config.file_of(settings)
    return RuleFile(str(path or "config.toml"), settings.rules, lines_of(path) if path else {})


def changes_in(path: Path | None) -> RuleFile:
    """Read the [rules] of config.toml as it is now. Raises ConfigError when it is no TOML or they are no table."""
    if path is None:
        return NO_CHANGES
    table = config.read_toml(path).get("rules", {})
    if not isinstance(table, dict):
        raise ConfigError([f'{path}: rules: write tables such as [rules."departure.founder"]'])
    return RuleFile(str(path), table, lines_of(path))


def lines_of(path: Path) -> Mapping[tuple[str | int, ...], int]:
    """Map the keys of a TOML file to their lines; nothing for one that cannot be read."""
    try:
        return places(path.read_text("utf-8"))
    except (OSError, UnicodeDecodeError):
        return {}
