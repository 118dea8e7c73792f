"""A fresh Python: what importing something brings along cannot be seen where all of it is imported already."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]


def said(*lines: str) -> str:
    """Run these lines in a process of their own, which knows `sys`; return what they print."""
    command = [sys.executable, "-c", "\n".join(("import sys", *lines))]
    return subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True).stdout.strip()
