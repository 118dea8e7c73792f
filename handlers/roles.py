"""Who may do what: roles.toml, read once. What has no row there may be done by nobody."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files


class Role(StrEnum):
    """What somebody is here, the least first."""

    GUEST = "guest"
    MEMBER = "member"
    ADMIN = "admin"


class Surface(StrEnum):
    """Through what somebody does something: the tables of roles.toml."""

    COMMAND = "command"
    PRESS = "press"
    FORM = "form"
    SHORTCUT = "shortcut"
    EVENT = "event"


@dataclass(frozen=True, slots=True)
class Right:
    """One row. `person`: it is about single people; `changes`: it leaves one line in the audit log."""

    least: Role
    why: str
    person: bool = False
    changes: bool = False

    def allows(self, role: Role) -> bool:
        """Tell whether a role is enough."""
        order = list(Role)
        return order.index(role) >= order.index(self.least)


@cache
def rights() -> Mapping[tuple[Surface, str], Right]:
    """Read the table. A row that is wrong raises, for the file is ours."""
    table = tomllib.loads((files(__package__) / "roles.toml").read_text("utf-8"))
    return {
        (Surface(surface), name): Right(**{**row, "least": Role(row["least"])})
        for surface, rows in table.items()
        for name, row in rows.items()
    }
