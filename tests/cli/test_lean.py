"""A running bot loads nothing that draws, and a command that draws still may."""

from __future__ import annotations

import subprocess
import sys

from tests.test_house import ROOT

DRAWING = "[name for name in ('rich', 'pygments', 'click') if name in sys.modules]"


def said(*lines: str) -> str:
    """Run these lines in a process of their own; return what they print."""
    command = [sys.executable, "-c", "\n".join(("import sys", *lines))]
    return subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True).stdout.strip()


def test_what_serve_imports_draws_nothing() -> None:
    assert said("import bot, cli.serve", f"print({DRAWING})") == "[]"


def test_what_draws_can_be_had_afterwards_and_before() -> None:
    draw = "from rich.console import Console; Console(force_terminal=True, width=20).print('[b]drawn')"
    assert "drawn" in said("import cli.serve", draw)
    assert "drawn" in said(draw, "import cli.serve", "import httpx, structlog")
