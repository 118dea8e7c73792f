"""Drawn messages as they should look, in files: written when missing, and then the test fails: somebody has to look."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from digests.plain import as_text
from model.message import Drawn

FOLDER = Path(__file__).parents[1] / "fixtures" / "digests"


def agrees(name: str, text: str) -> None:
    """Compare with tests/fixtures/digests/`name`."""
    path = FOLDER / name
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
        pytest.fail(f"{path} was written: read it, then run again")
    assert text == path.read_text("utf-8"), f"delete {path} if what is drawn now is better"


def message_agrees(name: str, *messages: Drawn) -> None:
    """Compare messages with their golden as JSON and as text."""
    as_json = [{"text": drawn.text, "blocks": drawn.blocks} for drawn in messages]
    agrees(f"{name}.json", json.dumps(as_json, ensure_ascii=False, indent=1) + "\n")
    agrees(f"{name}.txt", "\n\n=====\n\n".join(as_text(drawn) for drawn in messages) + "\n")
