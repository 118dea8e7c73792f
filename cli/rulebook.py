"""The rules in force: those of the pack as config.toml changes them, read again when a file changes.

A wrong file never stops the bot. While it runs, the last good rules stay in force until every file is right; when it
starts, what is right in the files is. What is wrong is said in the log, by `bot.py check` and in App Home.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import structlog

import config
from cli.rule_files import changes_in, read_rule_files, rule_changes
from model.errors import ConfigError
from rules.faults import RuleFile
from rules.language import Rules, sound_rules

PACK = config.HERE / "rules" / "pack"

log = structlog.get_logger("rules")
Stamp = tuple[tuple[str, int, int], ...]


@dataclass(slots=True)
class Rulebook:
    """`rules` are in force; `faults` say what is wrong in the files since `wrong_since`, if anything is."""

    rules: Rules
    faults: tuple[str, ...]
    wrong_since: datetime | None
    _folder: Path | None = None
    _config: Path | None = None
    _stamp: Stamp = ()

    @classmethod
    def fixed(cls, rules: Rules) -> Rulebook:
        """Keep these rules, whatever stands in files."""
        return cls(rules, (), None)

    @classmethod
    def open(cls, settings: config.Settings, now: datetime, folder: Path = PACK) -> Rulebook:
        """Read the files; what is wrong in them is left out and said."""
        path = config.file_of(settings)
        stamp = _stamp(folder, path)
        rules, faults = read_sound(folder, rule_changes(settings))
        if faults:
            log.error("rules.wrong", faults=faults, hint="what is right in the files is in force")
        return cls(rules, tuple(faults), now if faults else None, folder, path, stamp)

    def look(self, now: datetime) -> bool:
        """Read the files again if one of them has changed; tell whether other rules are in force now."""
        if self._folder is None or (stamp := _stamp(self._folder, self._config)) == self._stamp:
            return False
        self._stamp = stamp
        rules, faults = self._read(self._folder)
        if faults:
            if tuple(faults) != self.faults:
                log.error("rules.wrong", faults=faults, hint="the last good rules stay in force")
            self.faults, self.wrong_since = tuple(faults), self.wrong_since or now
            return False
        if self.faults:
            log.info("rules.right", rules=len(rules.rules))
        self.faults, self.wrong_since = (), None
        changed = rules != self.rules
        self.rules = rules
        return changed

    def _read(self, folder: Path) -> tuple[Rules, list[str]]:
        try:
            changes = changes_in(self._config)
        except ConfigError as error:
            return Rules(()), list(error.faults)
        return read_sound(folder, changes)


def read_sound(folder: Path, changes: RuleFile) -> tuple[Rules, list[str]]:
    """Read the rules of a folder that are right, and list what is wrong in the others."""
    files: list[RuleFile] = []
    broken: list[str] = []
    for path in sorted(folder.glob("*.toml")):
        try:
            files += read_rule_files(path)
        except ConfigError as error:
            broken += error.faults
    rules, faults = sound_rules(files, changes)
    if not files:
        broken.append(f"{folder}: holds no rules")
    return rules, [*broken, *faults]


def _stamp(folder: Path, settings: Path | None) -> Stamp:
    """Tell when which files were written last; one that is being replaced has another stamp soon."""
    return tuple(_written(path) for path in _files(folder, settings))


def _files(folder: Path, settings: Path | None) -> Sequence[Path]:
    return [*sorted(folder.glob("*.toml")), *([settings] if settings else [])]


def _written(path: Path) -> tuple[str, int, int]:
    try:
        known = path.stat()
    except OSError:
        return path.name, 0, 0
    return path.name, known.st_mtime_ns, known.st_size
