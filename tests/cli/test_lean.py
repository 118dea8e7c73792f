"""A running bot loads nothing that draws, and a command that draws still may."""

from __future__ import annotations

from tests.fresh import said

DRAWING = "[name for name in ('rich', 'pygments', 'click') if name in sys.modules]"


def test_what_serve_imports_draws_nothing() -> None:
    assert said("import bot, cli.serve", f"print({DRAWING})") == "[]"


def test_what_draws_can_be_had_afterwards_and_before() -> None:
    draw = "from rich.console import Console; Console(force_terminal=True, width=20).print('[b]drawn')"
    assert "drawn" in said("import cli.serve", draw)
    assert "drawn" in said(draw, "import cli.serve", "import httpx, structlog")
