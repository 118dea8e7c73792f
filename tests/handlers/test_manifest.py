"""The app needs two scopes; each other one is optional, and says what it adds."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from handlers.events import events
from handlers.scopes import OPTIONAL, SCOPES
from handlers.settings import SlackSettings
from handlers.shortcuts import shortcuts
from handlers.uninstall import EVENTS

MANIFEST = Path(__file__).parents[2] / "manifest.yaml"


def _read(text: str) -> dict[str, Any]:
    """Read the little of YAML that the manifest uses: tables and lists by indent, bare or double-quoted words."""
    root: dict[str, Any] = {}
    open_: list[tuple[int, Any]] = [(-1, root)]
    lines = [line for line in text.splitlines() if line.strip() and not line.lstrip().startswith("#")]
    for line, after in zip(lines, [*lines[1:], ""], strict=True):
        indent, said = len(line) - len(line.lstrip()), line.partition(" #")[0].strip()
        assert indent % 2 == 0, line
        while open_[-1][0] >= indent:
            open_.pop()
        here = open_[-1][1]
        if said.startswith("- "):
            said = said[2:]
            if ": " not in said:
                here.append(_word(said))
                continue
            here.append({})
            here, indent = here[-1], indent + 2
            open_.append((indent - 1, here))
        key, colon, value = said.partition(":")
        assert colon, line
        if value.strip():
            here[key] = _word(value)
        else:
            here[key] = [] if after.strip().startswith("- ") else {}
            open_.append((indent, here[key]))
    return root


def _word(said: str) -> str | bool:
    said = said.strip()
    return {"true": True, "false": False}.get(said, said.strip('"'))


def test_the_manifest_needs_two_scopes_and_has_one_command() -> None:
    manifest = _read(MANIFEST.read_text("utf-8"))
    assert list(SCOPES) == ["commands", "chat:write"]
    assert manifest["oauth_config"]["scopes"] == {"bot": [*SCOPES, *OPTIONAL], "bot_optional": list(OPTIONAL)}
    [command] = manifest["features"]["slash_commands"]
    assert command["command"] == SlackSettings("x").command
    assert 0 < len(command["usage_hint"]) <= 100
    assert 0 < len(command["description"]) <= 100
    assert manifest["settings"]["socket_mode_enabled"] is True
    assert manifest["settings"]["interactivity"] == {"is_enabled": True}


def test_the_manifest_has_a_home_and_asks_for_the_events_that_are_answered() -> None:
    manifest = _read(MANIFEST.read_text("utf-8"))
    assert manifest["features"]["app_home"]["home_tab_enabled"] is True
    assert manifest["settings"]["event_subscriptions"] == {"bot_events": [*events(), *EVENTS]}


def test_the_manifest_has_every_shortcut_that_is_answered() -> None:
    manifest = _read(MANIFEST.read_text("utf-8"))
    given = manifest["features"]["shortcuts"]
    assert sorted(one["callback_id"] for one in given) == sorted(shortcuts())
    assert {one["callback_id"]: one["type"] for one in given} == {"add_signal": "message", "look_up": "global"}
    assert all(len(one["name"]) <= 24 and len(one["description"]) <= 150 for one in given)


def test_the_manifest_keeps_slacks_limits_for_names() -> None:
    shown = _read(MANIFEST.read_text("utf-8"))["display_information"]
    assert len(shown["name"]) <= 35
    assert len(shown["description"]) <= 140
    assert shown["background_color"].startswith("#")


def test_every_scope_carries_its_reason_beside_it() -> None:
    lines = MANIFEST.read_text("utf-8").splitlines()
    readme = (MANIFEST.parent / "README.md").read_text("utf-8")
    for scope in (*SCOPES, *OPTIONAL):
        assert f"| `{scope}`" in readme
        assert any(line.strip().startswith(f"- {scope} ") and "# to " in line for line in lines)
