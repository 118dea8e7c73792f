"""SQL is built from constructs with bound parameters; no statement is glued together from text (requirement E5)."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

STORE = Path(__file__).parents[2] / "store"
SAYS_SQL = {"text", "execute", "exec_driver_sql", "scalar", "scalars", "stream", "literal_column"}


def glued(tree: ast.AST) -> list[int]:
    """Lines on which a statement is made by an f-string, by +, by % or by format()."""
    found = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and node.args:
            called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            first = node.args[0]
            formats = isinstance(first, ast.Call) and getattr(first.func, "attr", "") == "format"
            if called in SAYS_SQL and (isinstance(first, ast.JoinedStr | ast.BinOp) or formats):
                found.append(node.lineno)
    return found


@pytest.mark.parametrize("path", sorted(STORE.glob("*.py")), ids=lambda path: path.name)
def test_no_statement_is_glued_together(path: Path) -> None:
    assert glued(ast.parse(path.read_text("utf-8"))) == []


@pytest.mark.parametrize(
    "line",
    ['execute(f"DELETE FROM {x}")', 'c.scalar("SELECT " + x)', 'text("%s" % x)', 'text("{}".format(x))'],
)
def test_a_glued_statement_would_be_seen(line: str) -> None:
    assert glued(ast.parse(line)) == [1]
