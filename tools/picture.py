"""Draws docs/digest.png, the README's picture, out of the demo's page. Needs Chromium: `python tools/picture.py`."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import sync_playwright

ROOT = Path(__file__).resolve().parent.parent
SHOWN = "Rivals hiring"
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-sync", "--no-first-run"]


def main() -> None:
    """Play the demo, find a digest with every part, and take its picture."""
    chromium = shutil.which("chromium")
    if chromium is None:
        sys.exit("Chromium is needed: apt install chromium")
    with TemporaryDirectory() as folder:
        page = Path(folder) / "demo.html"
        subprocess.run(
            [sys.executable, "bot.py", "demo", "--html", str(page)], cwd=ROOT, check=True, capture_output=True
        )
        with sync_playwright() as play:
            browser = play.chromium.launch(executable_path=chromium, args=FLAGS)
            tab = browser.new_page(viewport={"width": 1000, "height": 900}, device_scale_factor=1.5)
            tab.goto(page.as_uri())
            tab.locator("article.message", has_text=SHOWN).first.screenshot(path=str(ROOT / "docs" / "digest.png"))
            browser.close()
    print("docs/digest.png")


if __name__ == "__main__":
    main()
