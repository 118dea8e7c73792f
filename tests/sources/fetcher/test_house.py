"""C4, C17 and design.md 4: nothing else in the house opens a connection to the outside."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

HOUSE = Path(__file__).parents[3]
FOLDERS = ("model", "sources", "signals", "stories", "rules", "digests", "store", "cli")
FILES = ("pipeline.py", "books.py", "config.py", "bot.py")
# What opens a connection. handlers/ is left out, since it alone talks to Slack, and demo/, which serves.
DOORS = (
    "httpx",
    "aiohttp",
    "httpx_aiohttp",
    "socket",
    "urllib.request",
    "urllib3",
    "requests",
    "http.client",
    "ftplib",
)
CALLS = ("open_connection", "create_connection", "sock_connect")


def _modules() -> Iterator[Path]:
    for folder in FOLDERS:
        yield from (HOUSE / folder).rglob("*.py")
    yield from (HOUSE / name for name in FILES if (HOUSE / name).exists())


def _doors(file: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(file.read_text("utf-8"))):
        names: list[str] = []
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module:
            names = [node.module, *(f"{node.module}.{alias.name}" for alias in node.names)]
        elif isinstance(node, ast.Attribute) and node.attr in CALLS:
            yield node.attr
        yield from (name for name in names if any(name == door or name.startswith(door + ".") for door in DOORS))


def test_only_the_fetcher_opens_connections() -> None:
    fetcher = HOUSE / "sources" / "fetcher"
    found = {str(file.relative_to(HOUSE)): doors for file in _modules() if (doors := sorted(set(_doors(file))))}
    elsewhere = {name: doors for name, doors in found.items() if fetcher not in (HOUSE / name).parents}
    assert elsewhere == {"cli/lean.py": ["httpx"]}, "which is loaded there early, and asked nothing"
    assert any("aiohttp" in doors for doors in found.values())


def test_c17_certificates_are_checked_in_every_line_of_the_fetcher() -> None:
    for file in (HOUSE / "sources" / "fetcher").glob("*.py"):
        text = file.read_text("utf-8")
        for switch in ("verify=False", "CERT_NONE", "check_hostname", "ssl=False", "_create_unverified"):
            assert switch not in text, file
