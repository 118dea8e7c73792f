"""Whoever watches the terminal reads first what runs there; a program that watches reads JSON alone."""

from __future__ import annotations

import json
import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest

import config
from cli.serve import greeting
from cli.wiring import open_kit
from tests.cli.newsroom import Newsroom, write_config
from tests.cli.running import UNSET
from tests.make import NOW

ROOT = Path(__file__).parents[2]


async def said(file: Path, *, seen: bool = True) -> str:
    settings = config.load(file)
    async with open_kit(settings, now=lambda: NOW) as kit:
        return greeting(settings, kit.pipeline.watch, len(kit.sources), seen=seen)


@pytest.mark.parametrize(
    ("slack", "seen", "where"),
    [
        ('mode = "console"', True, "appear here and nowhere else; they are for 1 channel."),
        ('mode = "console"', False, "go to standard output and nowhere else; they are for 1 channel."),
        ('mode = "socket"', True, "go to Slack, by Socket Mode; they are for 1 channel."),
        ('mode = "http"\nport = 4000', True, "go to Slack, which calls 127.0.0.1:4000; they are for 1 channel."),
    ],
)
async def test_it_says_where_messages_will_appear(
    slack: str, seen: bool, where: str, room: Newsroom, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SIGNALS_SLACK__BOT_TOKEN", "xoxb-1")
    told = await said(write_config(tmp_path, [room.feed], slack=slack), seen=seen)
    assert told == f"Talent Signals watches 2 companies in 1 source. Messages {where} Ctrl-C stops it."


async def test_where_no_channel_hears_anything_it_says_what_to_do(room: Newsroom, tmp_path: Path) -> None:
    told = await said(write_config(tmp_path, [room.feed], channels=""))
    assert "they are for no channel yet: add [[channels]]." in told


@pytest.mark.slow
@pytest.mark.parametrize("watched", [True, False])
def test_serve_greets_a_person_and_no_program(watched: bool, room: Newsroom, tmp_path: Path) -> None:
    file = write_config(tmp_path, [room.feed], channels="")
    own = {name: value for name, value in os.environ.items() if name not in UNSET}
    ours, theirs = pty.openpty() if watched else os.pipe()
    command = [sys.executable, str(ROOT / "bot.py"), "serve", "--config", str(file)]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=theirs, env={**own, "COLUMNS": "400"}) as process:
        os.close(theirs)
        with os.fdopen(ours, "r", encoding="utf-8") as lines:
            first = lines.readline()
            process.terminate()
            assert process.wait(20) == 0
    if watched:
        assert first.startswith("Talent Signals watches 2 companies in 1 source. Messages go to standard output")
        assert "add [[channels]]" in first
    else:
        assert json.loads(first)["event"] == "serving"
