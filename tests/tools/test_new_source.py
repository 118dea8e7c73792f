"""The scaffold makes a source that keeps the contract."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PARTS = (
    "model",
    "signals",
    "sources",
    "tools",
    "docs",
    "tests/__init__.py",
    "tests/make.py",
    "tests/sources",
    "tests/fixtures",
)


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """Give a copy of the parts of the checkout that a source lives in."""
    for part in (*PARTS, "pyproject.toml"):
        target = tmp_path / part
        target.parent.mkdir(parents=True, exist_ok=True)
        if (ROOT / part).is_dir():
            shutil.copytree(ROOT / part, target, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(ROOT / part, target)
    return tmp_path


def run(copy: Path, *command: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *command], cwd=copy, capture_output=True, text=True, check=False, timeout=120
    )


@pytest.mark.slow
def test_what_it_makes_passes_the_contract_once_its_golden_is_read(copy: Path) -> None:
    made = run(copy, "tools/new_source.py", "warn_texas")
    contract = ("-m", "pytest", "-q", "-p", "no:xdist", "tests/sources/test_contract.py", "-k", "warn_texas")
    first, second = run(copy, *contract), run(copy, *contract)
    linted = run(copy, "-m", "ruff", "check", "sources/warn_texas.py")
    formatted = run(copy, "-m", "ruff", "format", "--check", "sources/warn_texas.py")

    assert made.returncode == 0, made.stderr
    assert "made  sources/warn_texas.py" in made.stdout
    assert "pytest tests/sources/test_contract.py -k warn_texas" in made.stdout
    assert "## warn_texas" in (copy / "docs/sources.md").read_text("utf-8")
    assert "1 failed" in first.stdout
    assert "read it, then run again" in first.stdout
    assert second.returncode == 0, second.stdout
    assert linted.returncode == 0, linted.stdout
    assert formatted.returncode == 0, formatted.stdout


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "says"),
    [("Warn-Texas", "use lower-case words"), ("note", "exists already"), ("connections", "exists already")],
)
def test_a_name_that_will_not_do_is_refused(copy: Path, name: str, says: str) -> None:
    made = run(copy, "tools/new_source.py", name)

    assert made.returncode == 1
    assert says in made.stderr
