"""Without the extra `articles`, listing sites is a fault that says what to install; without sites nothing is needed."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from config import Settings
from model.errors import ConfigError
from tests.cli.newsroom import write_config

pytestmark = pytest.mark.slow
ROOT = Path(__file__).parents[2]
# A machine without it: Python finds no module of that name.
WITHOUT = "import sys; sys.modules['trafilatura'] = None; import bot; bot.app(['check', '--config', sys.argv[1]])"


@pytest.mark.parametrize(("sites", "told"), [('["acme-news.com"]', True), ("[]", False)])
def test_it_says_what_to_install(tmp_path: Path, sites: str, told: bool) -> None:
    path = write_config(tmp_path, [], more=f"[articles]\nsites = {sites}\n")
    ended = subprocess.run([sys.executable, "-c", WITHOUT, str(path)], cwd=ROOT, capture_output=True, text=True)

    assert ("whole articles need the extra `articles`" in ended.stdout) is told
    assert (ended.returncode == 2) is told


@pytest.mark.parametrize("site", ["https://acme-news.com", "Acme-News.com", "acme-news.com/tech", ""])
def test_a_site_is_written_as_its_domain(site: str) -> None:
    with pytest.raises((ConfigError, ValueError), match="write its domain in small letters"):
        Settings(articles={"sites": [site]})
