"""The gallery: everything that can be drawn is in it, and a browser shows it whole, readable and by itself."""

from __future__ import annotations

import ast
import asyncio
import json
import re
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import Path
from time import process_time
from types import FrameType
from typing import TYPE_CHECKING

import pytest

from demo.gallery.draw import as_page, drawings
from demo.gallery.kinds import Hall
from demo.gallery.walk import HOME, TYPED
from digests.html_gallery import Exhibit
from digests.limits import faults, view_faults
from handlers.actions import actions
from handlers.commands import commands
from handlers.events import events
from handlers.modals import modals
from handlers.shortcuts import shortcuts
from handlers.words import LOOKUP
from model.message import Drawn
from tests.axe import axe_script, violations

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = pytest.mark.slow
ROOT = Path(__file__).parents[2]
DRAWING = sorted([*(ROOT / "digests").glob("draw_*.py"), *(ROOT / "digests" / "views").glob("*.py")])
MOST_CPU = 30.0
CUT = """() => {
  document.querySelectorAll('details').forEach(one => { one.open = true; });
  const cut = [], pen = document.createElement('canvas').getContext('2d');
  for (const one of document.querySelectorAll('body, body *:not(svg, svg *, option, optgroup)')) {
    const style = getComputedStyle(one);
    if (style.display === 'inline' || style.display === 'none') continue;
    const wide = one.scrollWidth > one.clientWidth, high = one.scrollHeight > one.clientHeight + 1;
    const hides = style.overflowY !== 'visible' && one.tagName !== 'SELECT';
    const ends = style.textOverflow === 'ellipsis' && one.type !== 'file';  // a browser insists on it there
    if (wide || (high && hides) || ends)
      cut.push(`${one.tagName}.${one.className}: ${(one.value || one.placeholder || one.textContent).slice(0, 80)}`);
  }
  for (const one of document.querySelectorAll('[placeholder], select')) {
    const style = getComputedStyle(one), said = one.placeholder || one.selectedOptions?.[0]?.text || '';
    pen.font = style.font;
    const room = one.clientWidth - parseFloat(style.paddingLeft) - parseFloat(style.paddingRight);
    if (one.tagName !== 'TEXTAREA' && pen.measureText(said).width > room) cut.push(`${one.tagName}: ${said}`);
  }
  return cut;
}"""


@dataclass(frozen=True)
class Gallery:
    """The gallery as it was drawn. `called` are the code objects of the drawing modules that drew something."""

    exhibits: list[Exhibit]
    page: str
    called: set[tuple[str, str]]
    cpu: float


@contextmanager
def watching(called: set[tuple[str, str]]) -> Iterator[None]:
    """Note which functions of the drawing modules are called."""
    files = {str(file) for file in DRAWING}

    def note(frame: FrameType, event: str, _: object) -> None:
        if event == "call" and frame.f_code.co_filename in files:
            called.add((frame.f_code.co_filename, frame.f_code.co_name))

    threading.setprofile(note)  # digests are drawn beside the loop
    sys.setprofile(note)
    try:
        yield
    finally:
        sys.setprofile(None)
        threading.setprofile(None)


@pytest.fixture(scope="module")
def gallery() -> Gallery:
    called: set[tuple[str, str]] = set()
    before = process_time()
    with watching(called):
        exhibits = asyncio.run(drawings())
    return Gallery(exhibits, as_page(exhibits), called, process_time() - before)


def test_every_kind_of_drawing_is_there(gallery: Gallery) -> None:
    assert list(dict.fromkeys(one.kind for one in gallery.exhibits)) == [hall.value for hall in Hall]


def test_every_drawing_function_drew_something(gallery: Gallery) -> None:
    """A new draw_… or view_… comes in by itself when a command or a button reaches it, else by a stage."""
    there = {
        (str(file), node.name)
        for file in DRAWING
        for node in ast.parse(file.read_text("utf-8")).body
        if isinstance(node, ast.FunctionDef) and node.name.startswith(("draw_", "view_"))
    }
    missing = sorted(f"{Path(file).stem}.{name}" for file, name in there - gallery.called)
    assert missing == [], "reach them in demo/gallery/walk.py or stages.py"
    assert len(there) > 25


def test_every_command_button_and_modal_is_in_the_gallery(gallery: Gallery) -> None:
    titles = [one.title for one in gallery.exhibits]
    views = {str(one.shown.get("callback_id")) for one in gallery.exhibits if not isinstance(one.shown, Drawn)}
    typed = {
        title.removeprefix("/signals").split(maxsplit=1)[0]
        for title in titles
        if title.startswith("/signals ") and title.strip() != "/signals"
    }
    assert commands().keys() - typed == {LOOKUP}
    assert modals().keys() <= views
    for verb in (*actions(), *shortcuts(), *events().keys() - {HOME}):
        assert any(verb in title.split() for title in titles), verb
    assert TYPED.keys() <= commands().keys()


def test_nothing_in_it_is_a_fault_of_ours(gallery: Gallery) -> None:
    """A command that broke while it was drawn would say so, once more than the one that shows how that is said."""
    broken = [one.title for one in gallery.exhibits if "broken on my side" in str(one.shown)]
    assert broken == ["Our fault"]
    for one in gallery.exhibits:
        found = faults(one.shown) if isinstance(one.shown, Drawn) else view_faults(one.shown)
        assert found == [], one.title


def test_every_block_is_drawn(gallery: Gallery) -> None:
    assert 'class="unknown"' not in gallery.page


def test_an_alert_is_shown_in_every_state(gallery: Gallery) -> None:
    alerts = [str(one.shown) for one in gallery.exhibits if one.kind == Hall.ALERTS.value]
    for state in ("I'll take it", "👤 Lea", "Release", "Denied", "told at", "follow", "muted", "Unmute"):
        assert any(state in alert for alert in alerts), state


def test_a_home_is_shown_busy_new_and_in_trouble(gallery: Gallery) -> None:
    homes = {one.title: str(one.shown) for one in gallery.exhibits if one.kind == Hall.HOME.value}
    assert len(homes) >= 4
    assert any("Today for you" in home for home in homes.values())
    assert any("Today for you" not in home and "No company yet" in home for home in homes.values())
    assert any("⚠️" in home for home in homes.values())


class Words(HTMLParser):
    """The words of a page, and its tags."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.said, self.tags = "", set[str]()
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)

    def handle_data(self, data: str) -> None:
        self.said += data


def test_hostile_words_are_words(gallery: Gallery) -> None:
    words = Words(gallery.page)
    assert "script" not in words.tags
    assert "<both> wrote “soon” & meant it" in words.said
    assert "/signals <script>alert(1)</script> & <!channel>" in words.said
    # What turns the direction of a line does not reach it.
    shown = [str(one.shown) for one in gallery.exhibits]
    assert not any(re.search("[\u202a-\u202e\u2066-\u2069]", one) for one in shown)


def test_the_command_writes_the_page_and_says_each_drawing_to_a_program(tmp_path: Path, gallery: Gallery) -> None:
    page = tmp_path / "new" / "page.html"
    command = [sys.executable, "bot.py", "preview", "--json", "--out", str(page)]
    ended = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=170)
    assert (ended.returncode, ended.stderr) == (0, "")
    rows = [json.loads(line) for line in ended.stdout.splitlines()]
    assert [(row["kind"], row["title"]) for row in rows] == [(one.kind, one.title) for one in gallery.exhibits]
    assert all(row.get("blocks") or row["view"]["blocks"] for row in rows)
    assert page.read_text("utf-8").count('<section class="exhibit">') == len(rows)


def test_it_is_drawn_in_seconds(gallery: Gallery) -> None:
    assert gallery.cpu < MOST_CPU


@pytest.fixture(scope="module")
def axe(tmp_path_factory: pytest.TempPathFactory) -> str:
    return axe_script(tmp_path_factory.mktemp("axe"))


@pytest.fixture(scope="module")
def browser(gallery: Gallery) -> Iterator[Browser]:
    """A browser; the gallery is drawn before, for a loop of its own runs while the browser is open."""
    chromium = shutil.which("chromium")
    if chromium is None:
        pytest.skip("needs Chromium: apt-get install chromium")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as play:
        opened = play.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        yield opened
        opened.close()


def test_what_is_cut_or_cannot_be_read_is_found(browser: Browser, axe: str) -> None:
    page = browser.new_page(viewport={"width": 400, "height": 900})
    page.set_content(
        "<html lang=en><title>x</title><main><h1>x</h1><p style='color:#aaa;background:#fff'>pale</p><input>"
        "<label>Long <input style='width:90px' placeholder='far too long for its field'></label>"
        "<div style='width:50px;white-space:nowrap'>far too wide for it</div>"
        "<div style='height:9px;overflow:hidden'>too high</div></main>"
    )
    assert [one.partition(":")[0] for one in page.evaluate(CUT)] == ["DIV.", "DIV.", "INPUT"]
    assert {one.partition(":")[0] for one in violations(page, axe)} >= {"color-contrast", "label"}
    page.close()


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("width", [1280, 400])
def test_a_browser_shows_it_whole_and_readable(
    width: int, dark: bool, gallery: Gallery, browser: Browser, axe: str, tmp_path: Path
) -> None:
    path = tmp_path / "gallery.html"
    path.write_text(gallery.page, "utf-8")
    page = browser.new_page(viewport={"width": width, "height": 900})
    said, asked = list[str](), list[str]()
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("request", lambda request: asked.append(request.url))
    page.goto(path.as_uri())
    page.get_by_label("Dark theme").set_checked(dark)
    paper = page.evaluate("getComputedStyle(document.body).backgroundColor")
    page.screenshot(path=str(tmp_path / "gallery.png"), full_page=True)  # pytest keeps it for whoever looks
    assert paper == ("rgb(26, 29, 33)" if dark else "rgb(255, 255, 255)")
    assert page.evaluate(CUT) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert violations(page, axe) == []
    assert (said, asked) == ([], [path.as_uri()])
    page.close()
