"""C2, C3, C4, C11 with public addresses: in a network of one machine (lonely.py), where public addresses are ours."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.sources.fetcher.lonely import FETCHES, NOT_ALLOWED

pytestmark = pytest.mark.slow
HOUSE = Path(__file__).parents[3]


@pytest.fixture(scope="module")
def told() -> dict[str, Any]:
    command = [sys.executable, "-m", "tests.sources.fetcher.lonely"]
    done = subprocess.run(command, cwd=HOUSE, capture_output=True, text=True)
    if done.returncode == NOT_ALLOWED:
        pytest.skip("needs a Linux that allows network namespaces")
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def test_c2_ten_thousand_rebinding_names_never_reach_the_canary(told: dict[str, Any]) -> None:
    rebinding = told["rebinding"]
    assert rebinding["canary"] == 0
    # A busy machine lets a few run out of time; that is neither.
    assert rebinding["answered"] + rebinding["refused"] + rebinding["busy"] == FETCHES
    assert rebinding["busy"] < FETCHES / 50
    assert rebinding["answered"] == rebinding["seen"] > FETCHES / 3
    assert rebinding["refused"] > FETCHES / 3


def test_c3_redirects_between_strangers_are_followed(told: dict[str, Any]) -> None:
    feed = "http://other.example/feed"
    assert told["strangers"]["/temporary"] == [feed, None]
    assert told["strangers"]["/permanent"] == [feed, feed]


@pytest.mark.parametrize("path", ["/home", "/localhost", "/private"])
def test_c2_a_stranger_redirects_nobody_into_a_private_network(told: dict[str, Any], path: str) -> None:
    assert "leads into a private network" in told["strangers"][path]
    assert told["strangers"]["canary"] == 0


def test_c4_the_next_host_learns_nothing_of_the_last(told: dict[str, Any]) -> None:
    asked = ["accept", "accept-encoding", "connection", "host", "if-none-match", "user-agent"]
    assert told["strangers"]["headers"] == asked


def test_c11_a_stranger_is_spared_even_where_private_networks_are_allowed(told: dict[str, Any]) -> None:
    starts, spacing = told["spacing"]["starts"], told["spacing"]["spacing"]
    assert len(starts) == 8
    assert all(at >= spacing * number for number, at in enumerate(starts))
