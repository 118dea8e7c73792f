"""The benchmark of scoring runs; what it measures is never asserted, since machines differ and are shared."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

HOUSE = Path(__file__).parents[2]
SMALL = ("--companies", "30", "--signals", "3000", "--changed", "5", "--items", "200", "--json")


@pytest.mark.slow
def test_only_companies_that_changed_are_scored() -> None:
    done = subprocess.run(
        [sys.executable, "benchmarks/score.py", *SMALL], cwd=HOUSE, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")
    poll, cold, replay = json.loads(done.stdout)

    assert poll["of"] == "5 of 30 companies scored"
    assert "20 with a number" in cold["of"]
    assert replay["of"].startswith("200 items, ")
    assert min(figure["took"] for figure in (poll, cold, replay)) > 0
