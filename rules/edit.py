"""What somebody changes of one rule by hand: strength, cap, kernel, or that it is off; checked as in config.toml."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import timedelta

from pydantic import ValidationError

from rules.faults import ALLOWED, sentences
from rules.kernel import write_kernel
from rules.language import Rule

OFF = "off"
KEYS = ("strength", "cap", "kernel")
Edit = Mapping[str, object]


def typed_edit(rule: Rule, typed: Mapping[str, str], *, off: bool) -> Edit:
    """Read what was typed; only what differs from the rule in force is an edit. Nothing is checked yet."""
    before = written(rule)
    changed = {key: typed[key].strip() for key in KEYS if typed.get(key, "").strip() not in ("", before[key])}
    numbers = {key: int(text) if text.isascii() and text.isdigit() else text for key, text in changed.items()}
    return {OFF: True} if off else numbers


def written(rule: Rule) -> dict[str, str]:
    """Write what can be changed of a rule as it is in force."""
    return {"strength": str(rule.strength), "cap": str(rule.cap), "kernel": write_kernel(rule.kernel)}


def edited(rule: Rule, edit: Edit) -> Rule | Mapping[str, str] | None:
    """Change a rule: the rule as it is then, None for one that is off, or a sentence with what is wrong by key."""
    faults = {key: f"{key}: must be {ALLOWED[OFF]}" for key in edit if key == OFF and edit[key] is not True}
    faults |= {key: f"{key}: cannot be changed here" for key in edit if key not in (OFF, *KEYS)}
    if faults:
        return faults
    if edit.get(OFF):
        return None
    try:
        checked = Rule.model_validate({**_fields(rule), **edit})
    except ValidationError as error:
        for path, sentence in sentences(error, Rule):
            key = str(path[0]) if path else ""
            faults.setdefault(key if key in KEYS else _nearest(edit), sentence)
        return faults
    return rule.model_copy(update={key: getattr(checked, key) for key in edit})


def write_edit(edit: Edit) -> str:
    """Write an edit as one line."""
    return json.dumps(dict(sorted(edit.items())), separators=(",", ":"))


def read_edit(text: str) -> Edit:
    """Read what `write_edit` wrote; nothing out of anything else."""
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def _fields(rule: Rule) -> dict[str, object]:
    """Take a rule apart as a file has it. `when` is left out: it was compiled when the file was read."""
    found = {name: getattr(rule, name) for name in rule.model_fields_set - {"when"}}
    return {name: f"{value.days}d" if isinstance(value, timedelta) else value for name, value in found.items()}


def _nearest(edit: Edit) -> str:
    """Choose the field for a fault of the rule as a whole: that the cap is below the strength."""
    return next((key for key in ("cap", "strength", "kernel") if key in edit), "strength")
