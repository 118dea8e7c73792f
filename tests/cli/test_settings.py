"""What config.toml may say."""

from __future__ import annotations

from pathlib import Path

import pytest

import config
from model.errors import ConfigError


def written(folder: Path, lines: str) -> config.Settings:
    path = folder / "config.toml"
    path.write_text(lines, "utf-8")
    return config.load(path)


@pytest.mark.parametrize(("said", "seconds"), [("0m", 0), ("0s", 0), ("90s", 90), ("20m", 1200)])
def test_a_story_may_wait_or_not(said: str, seconds: int, tmp_path: Path) -> None:
    settings = written(tmp_path, f'[[channels]]\nid = "C0123"\nstory_wait = "{said}"\n')
    assert config.subscriptions(settings)[0].story_wait == seconds


@pytest.mark.parametrize("said", ["0", "-1m", "soon"])
def test_a_wait_has_to_be_a_length_of_time(said: str, tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="is not a length of time"):
        written(tmp_path, f'[[channels]]\nid = "C0123"\nstory_wait = "{said}"\n')
