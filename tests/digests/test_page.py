"""The HTML page and the plain text: they show what Slack shows, and foreign text does nothing in them either."""

from __future__ import annotations

import re
import shutil
from html.parser import HTMLParser
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings

from digests.draw import draw_alert, draw_card, draw_digest, draw_help, draw_said, draw_thread_line, draw_why
from digests.html import Post, Reply, as_page
from digests.mrkdwn import Piece, pieces
from digests.plain import as_text
from model.message import Drawn
from model.score import Axis
from model.subscription import Now
from tests.digests.invent import EVIL, chances
from tests.digests.scene import CHANNEL, MURATI, NOW, OPENAI, OPENAI_BEFORE, STORIES, digest, long_digest
from tests.digests.test_draw import everything

TAGS = frozenset({
    *("html", "head", "meta", "title", "style", "body", "div", "nav", "h1", "h2", "a", "main", "section", "span"),
    *("article", "svg", "rect", "path", "circle", "ul", "li", "b", "i", "s", "hr"),
    *("label", "input", "p", "h3", "blockquote", "button", "details", "summary"),
})  # fmt: skip
ATTRIBUTES = frozenset({
    *("lang", "charset", "name", "content", "http-equiv", "class", "id", "href", "rel", "viewbox", "role"),
    *("aria-label", "width", "height", "fill", "d", "stroke", "stroke-width", "stroke-linecap", "stroke-linejoin"),
    *("cx", "cy", "r", "aria-hidden", "type"),
})  # fmt: skip
LOCAL = NOW.astimezone(CHANNEL.zone)


class Page(HTMLParser):
    """Collects what a browser would make of a page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.links: list[str] = []
        self.strange: list[str] = []
        self.words: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        if tag not in TAGS:
            self.strange.append(tag)
        for name, value in attrs:
            if name not in ATTRIBUTES:
                self.strange.append(name)
            if name == "href":
                self.links.append(value or "")

    def handle_data(self, data: str) -> None:
        self.words.append(data)


def scene() -> str:
    log = "14:30 · also in nytimes.com and lemonde.fr"
    first, *rest = draw_digest(long_digest())
    alert = draw_alert(MURATI, OPENAI, Now("", Axis.WINDOW, 29, 84), CHANNEL)
    card = draw_card("OpenAI", OPENAI, STORIES, NOW, CHANNEL.zone, before=OPENAI_BEFORE, history=[None, 0, 9, 40, 84])
    posts = [
        Post("talent-signals", LOCAL, alert, [Reply(LOCAL, draw_thread_line(MURATI, log, CHANNEL))]),
        Post("talent-signals", LOCAL, draw_digest(digest())[0]),
        Post("paris", LOCAL, card),
        Post("paris", LOCAL, draw_why("OpenAI", OPENAI, STORIES, CHANNEL.zone)),
        Post("paris", LOCAL, draw_help(["OpenAI"])),
        Post("paris", LOCAL, first, [Reply(LOCAL, drawn) for drawn in rest]),
        Post("paris", LOCAL, draw_said("x" * 500)),
    ]
    return as_page("Talent Signals · demo", posts)


def test_only_a_channel_has_a_number_sign() -> None:
    told = draw_said("hello")
    page = as_page("Demo", [Post("signals", LOCAL, told), Post("Lea (direct message)", LOCAL, told, direct=True)])
    words = "".join(Page(page).words)
    assert "# signals" in words
    assert "Lea (direct message)" in words
    assert not re.search(r"# ?Lea", words)


def test_the_page_shows_the_messages_by_channel() -> None:
    page = Page(scene())
    shown = "".join(page.words)
    assert page.links[:2] == ["#c0", "#c1"]
    for words in ("OpenAI · sourcing window 29 → 84", "1 reply", "09:00", "26 Sep 2024", "Act now", "Talent Signals"):
        assert words in shown
    assert page.strange == []


def test_the_page_loads_nothing_from_anywhere() -> None:
    page = scene()
    assert "default-src 'none'" in page
    for door in ("<script", "<link", "<img", "url(", "@import", "src="):
        assert door not in page


@pytest.mark.slow
@settings(max_examples=10)
@given(chances())
def test_foreign_text_does_nothing_in_the_page(chance: Random) -> None:
    posts = [Post(chance.choice(EVIL), LOCAL, drawn, [Reply(LOCAL, drawn)]) for drawn in everything(chance, 5)]
    page = Page(as_page(chance.choice(EVIL), posts))
    assert page.strange == []
    assert all(link.startswith(("#c", "https://", "http://")) for link in page.links)


def test_text_shows_every_word_of_a_message() -> None:
    shown = as_text(draw_said("<!channel> & co"))
    assert shown == "<!channel> & co"
    assert as_text(Drawn("only text", ())) == "only text"


def test_mrkdwn_is_read_back() -> None:
    read = list(pieces("*76* &lt;b&gt; <https://a.example/?b&amp;c|a.example> <!date^0^{date}|1 Jan 1970>"))
    assert read == [
        Piece("76", bold=True),
        Piece(" <b> "),
        Piece("a.example", url="https://a.example/?b&c"),
        Piece(" "),
        Piece("1 Jan 1970"),
    ]


@pytest.mark.slow
def test_the_page_never_scrolls_sideways(tmp_path: Path) -> None:
    chromium = shutil.which("chromium")
    if chromium is None:
        pytest.skip("needs Chromium: apt-get install chromium")
    from playwright.sync_api import sync_playwright

    path = tmp_path / "page.html"
    path.write_text(scene(), "utf-8")
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        try:
            for width in range(400, 1201, 100):
                view = browser.new_page(viewport={"width": width, "height": 900})
                view.goto(path.as_uri())
                assert view.evaluate("document.documentElement.scrollWidth") <= width, width
                view.close()
        finally:
            browser.close()
