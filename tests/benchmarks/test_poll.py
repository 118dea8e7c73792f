"""The benchmark runs; what it measures is never asserted, since machines differ and are shared."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

HOUSE = Path(__file__).parents[2]
COMMAND = ("benchmarks/poll.py", "--addresses", "5", "--companies", "3", "--rounds", "1", "--made-up")


@pytest.mark.slow
def test_every_address_is_asked_once_a_round_and_the_second_round_is_304() -> None:
    done = subprocess.run(
        [sys.executable, *COMMAND, "--no-reader", "--json"], cwd=HOUSE, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")
    told = json.loads(done.stdout)
    floor, ours = told["contestants"]
    assert floor["name"] == "floor"
    assert ours["steps"]["first"]["taken"] == {"asked": 5, "unchanged": 0}
    assert ours["steps"]["again"]["taken"] == {"asked": 5, "unchanged": 5}
    first, read = ours["steps"]["first"]["counts"], ours["steps"]["read"]["counts"]
    assert first["new"] == first["items"] > read["items"] > 0
    assert all(step["cpu"] > 0 and step["peak_mb"] > 10 for step in ours["steps"].values())
    assert told["faults"] == []
