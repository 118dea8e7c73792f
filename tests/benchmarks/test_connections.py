"""The benchmark of exports runs, and its steps do what they say; how long they take is never asserted."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

HOUSE = Path(__file__).parents[2]
COMMAND = ("benchmarks/connections.py", "--rows", "300", "--moved", "6", "--json")


@pytest.mark.slow
def test_who_moved_between_two_exports_is_found_and_a_gigabyte_is_hardly_read() -> None:
    done = subprocess.run([sys.executable, *COMMAND], cwd=HOUSE, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    read, compare, gigabyte = json.loads(done.stdout)

    assert read["of"] == "300 rows, 0 moved"
    assert compare["of"] == "300 rows, 6 moved"
    assert gigabyte["of"].startswith("refused after 2")
    assert gigabyte["megabytes"] < 64
