"""A throw-away environment with lemon24/reader in it, so that it never becomes a dependency of ours."""

from __future__ import annotations

import subprocess
import venv
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

# Beside feedparser-sgmllib alone, as feedparser installs it, it cannot be imported.
PACKAGES = ("reader==3.26", "sgmllib3k")
INSTALLS_WITHIN = 180  # seconds


class NotInstalled(Exception):
    """The peer cannot be measured here; the text says why."""


@contextmanager
def reader_python() -> Iterator[Path]:
    """Install reader and give its Python. Raises NotInstalled."""
    with TemporaryDirectory(prefix="reader-") as folder:
        python = Path(folder) / "bin" / "python"
        try:
            venv.create(folder, with_pip=True)
            _run(python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *PACKAGES)
            _run(python, "-c", "import reader")
        except subprocess.CalledProcessError as error:
            lines = str(error.stderr or error.output or error).strip().splitlines()
            raise NotInstalled(lines[-1] if lines else str(error)) from None
        except subprocess.TimeoutExpired:
            raise NotInstalled(f"installing it took more than {INSTALLS_WITHIN} s") from None
        yield python


def _run(python: Path, *command: str) -> None:
    subprocess.run([python, *command], check=True, capture_output=True, text=True, timeout=INSTALLS_WITHIN)
