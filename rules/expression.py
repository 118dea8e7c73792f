"""`when = "…"`: a condition in CEL, compiled when the rules are read, over flat and typed variables.

CEL has no loops and its regular expressions cannot hang, so a rule file from elsewhere cannot stop the bot. The
variables are flat because a mistyped field of a map is only found when it is asked for; numbers are whole.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

# What an expression may ask, and as what. What is not known is 0 or "". How many outlets tell a story is not among
# them: ten outlets of one story count once.
VARIABLES = {
    "kind": "STRING",
    "company": "STRING",
    "company_tier": "INT",
    "employees": "INT",
    "seniority": "STRING",
    "role": "STRING",
    "people": "INT",
    "certainty": "STRING",
    "state": "STRING",
    "classes": "LIST",
    "amount": "INT",
    "currency": "STRING",
    "headcount": "INT",
    "share": "INT",
    "from_companies": "LIST",
    "to_companies": "LIST",
    "confidence": "INT",
}
MISSING = 'needs the extra "cel": install cel-expr-python, or say it with the other keys'


@dataclass(frozen=True, slots=True)
class When:
    """A compiled condition; two are equal when their texts are."""

    text: str
    program: Any = field(compare=False, repr=False)

    def holds(self, values: Mapping[str, object]) -> bool:
        """Tell whether it is true of these values; one that cannot be worked out (a division by 0) is not."""
        told = self.program.eval(data=dict(values)).value()
        return told is True


def compile_when(text: object) -> When:
    """Compile an expression. Raises ValueError that says where it is wrong and which variables there are."""
    if isinstance(text, When):
        return text
    if not isinstance(text, str):
        raise ValueError('must be an expression in CEL, such as "headcount > 50"')
    environment = _environment()
    if environment is None:
        raise ValueError(MISSING)
    try:
        program = environment.compile(text)
    except RuntimeError as error:
        raise ValueError(f"{_first(str(error))}; there are {', '.join(VARIABLES)}") from None
    kind = program.return_type().name()
    if kind != "BOOL":
        raise ValueError(f"must be true or false, not {kind.lower()}: compare it with something")
    return When(text, program)


@cache
def _environment() -> Any | None:  # noqa: ANN401 - the extra's own type, which is not there without it
    try:
        from cel_expr_python import cel
    except ImportError:
        return None
    kinds = {"STRING": cel.Type.STRING, "INT": cel.Type.INT, "LIST": cel.Type.List(cel.Type.STRING)}
    return cel.NewEnv(variables={name: kinds[kind] for name, kind in VARIABLES.items()})


def _first(fault: str) -> str:
    """Take the first fault with its column: "column 1: undeclared reference to 'knd'"."""
    found = re.search(r"ERROR: <input>:(\d+):(\d+): ([^\n]*)", fault)
    return f"column {found[2]}: {found[3].split(' (in container')[0]}" if found else fault.splitlines()[0]
