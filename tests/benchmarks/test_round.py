"""The benchmark of a round runs; what it measures is never asserted, since machines differ and are shared."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

HOUSE = Path(__file__).parents[2]
SMALL = ("--boards", "10", "--feeds", "20", "--rounds", "1", "--json")


@pytest.mark.slow
def test_a_steady_round_asks_everybody_once_and_gives_only_what_is_new() -> None:
    done = subprocess.run(
        [sys.executable, "benchmarks/round.py", *SMALL], cwd=HOUSE, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")
    told = json.loads(done.stdout)
    rounds = {one["name"]: one for one in told["rounds"]}

    assert list(rounds) == ["first", "settling", "steady", "next day"]
    assert rounds["first"]["unchanged"] == 0
    # Two boards and one feed are the twentieth part that has something new; what sends no ETag is sent whole.
    assert [rounds[name]["new"] for name in ("settling", "steady")] == [2, 2]
    assert rounds["steady"]["asked"] > rounds["steady"]["unchanged"] > 10
    assert {one["most_connections"] for one in told["rounds"]} <= {1, 2}
    assert all(one["cpu"] > 0 and one["peak_mb"] > one["held_mb"] for one in told["rounds"])
    assert told["faults"] == []
