"""The demo, run as anybody runs it: what its three recorded weeks have to show."""

from __future__ import annotations

import csv
import json
import os
import re
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from pathlib import Path
from typing import Any

import pytest

from demo.weeks import Weeks, load_weeks

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[2]
CHANNEL, OWNER = "C0RECRUITING", "U0LEA"
MOST_CPU = 20.0
LEAVERS = ("Mira Murati", "Bob McGrew", "Barret Zoph", "Greg Brockman")
POINT = re.compile(r"^([+−]\d+)  (.+)", re.S)
LINK = re.compile(r"<https?://[^\s>]+>")


@dataclass(frozen=True)
class Ended:
    """How one run ended: its exit code, the CPU seconds it took and what it printed."""

    code: int
    cpu: float
    out: str
    err: str


@dataclass(frozen=True)
class Show:
    """The demo played twice at once: for a program, line by line, and for a person; and the page it wrote."""

    lines: Ended
    told: Ended
    page: Path

    @cached_property
    def messages(self) -> list[dict[str, str]]:
        """Read every message: when, where, of what kind, and its text."""
        return [json.loads(line) for line in self.lines.out.splitlines()]

    def texts(self, *, channel: str = "", kind: str = "") -> list[str]:
        """List the texts of the messages of one channel or one kind."""
        return [m["text"] for m in self.messages if channel in ("", m["channel"]) and kind in ("", m["kind"])]

    @cached_property
    def windows(self) -> list[int | None]:
        """Read OpenAI's window, day by day."""
        tail = self.told.out.partition("day by day")[2]
        found = re.findall(r"^\w{3} \d\d \w{3} +(\d+|–)", tail, flags=re.M)
        return [None if number == "–" else int(number) for number in found]

    @cached_property
    def reasons(self) -> dict[str, tuple[int, list[str]]]:
        """Read the last words: for each of the two numbers its value and its reasons, unwrapped."""
        tail = self.told.out.partition("OpenAI: why these numbers")[2]
        window, _, pressure = tail.partition("\nRival pressure")
        parts = {"window": window.partition("Sourcing window")[2], "pressure": pressure}
        # The terminal breaks lines wherever they are full, within links too.
        return {
            axis: (int(part.split(maxsplit=1)[0]), [bullet.replace("\n", "") for bullet in part.split("\n  • ")[1:]])
            for axis, part in parts.items()
        }


def run(*words: str) -> Ended:
    """Play the demo as a process."""
    own = {name: value for name, value in os.environ.items() if not name.startswith("SIGNALS_")}
    command = [sys.executable, str(ROOT / "bot.py"), "demo", *words]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=own, text=True, cwd=ROOT)
    before = os.times()
    out, err = process.communicate(timeout=170)
    after = os.times()
    spent = after.children_user + after.children_system - before.children_user - before.children_system
    return Ended(process.returncode, spent, out, err)


@pytest.fixture(scope="module")
def show(tmp_path_factory: pytest.TempPathFactory) -> Show:
    folder = tmp_path_factory.mktemp("demo")
    return Show(
        run("--json", "--html", str(folder / "a.html")), run("--html", str(folder / "b.html")), folder / "b.html"
    )


@pytest.fixture(scope="module")
def weeks() -> Weeks:
    return load_weeks()


def test_it_ends_well_and_soon(show: Show) -> None:
    for ended in (show.lines, show.told):
        assert (ended.code, ended.err) == (0, "")
        assert ended.cpu < MOST_CPU


def test_its_last_line_counts_what_was_said(show: Show) -> None:
    alerts, digests = (sum(message["kind"] == kind for message in show.messages) for kind in ("alert", "digest"))
    counted = f"{alerts} alerts, {digests} digests; 19 misleading articles were mixed in; none was reported."
    assert counted in show.told.out
    assert show.page.exists()


def test_it_ends_with_a_page_of_everything(show: Show) -> None:
    gallery = show.page.with_name("gallery.html").read_text("utf-8")
    assert "App Home" in gallery
    assert "gallery.html" in show.told.out


@pytest.mark.parametrize("person", LEAVERS)
def test_openais_departures_are_named_with_a_link(person: str, show: Show) -> None:
    lines = [line for text in show.texts() for line in text.splitlines()]
    with_link = [line for line in [*lines, *show.reasons["window"][1]] if person in line and LINK.search(line)]
    alerts = [text for text in show.texts(kind="alert") if person in text.splitlines()[1] and LINK.search(text)]
    assert with_link or alerts


def test_a_story_is_one_message_a_channel(show: Show) -> None:
    alerts = Counter(
        (message["channel"], message["text"].splitlines()[1]) for message in show.messages if message["kind"] == "alert"
    )
    assert alerts
    assert set(alerts.values()) == {1}
    murati = [text for text in show.texts(kind="alert") if "Mira Murati" in text.splitlines()[1]]
    assert len(murati) == 1


def test_openais_window_rises_through_the_weeks(show: Show) -> None:
    windows = [window or 0 for window in show.windows]
    assert len(windows) == 23
    assert windows[0] < windows[7] < windows[-1]
    assert sum(windows[:7]) < sum(windows[7:14]) < sum(windows[-7:])


def test_the_windows_are_those_that_the_digests_tell(show: Show) -> None:
    told = re.compile(r"OpenAI · sourcing window (?:\d+ → )?(\d+)|^OpenAI  sourcing window (\d+)", re.M)
    first = date(2024, 9, 20)
    for message in show.messages:
        found = told.search(message["text"]) if message["kind"] == "digest" and message["channel"] == CHANNEL else None
        if found:
            day = datetime.fromisoformat(message["at"]).date()
            assert int(found[1] or found[2]) == show.windows[(day - first).days], message["at"]


@pytest.mark.parametrize("axis", ["window", "pressure"])
def test_the_reasons_sum_to_the_number(axis: str, show: Show) -> None:
    number, bullets = show.reasons[axis]
    points = [int(found[1].replace("−", "-")) for bullet in bullets if (found := POINT.match(bullet))]
    assert len(points) > 1
    assert sum(points) == number
    assert any(bullet.startswith(f"= {number}") for bullet in bullets)


def test_the_last_window_is_the_one_that_is_explained(show: Show) -> None:
    assert show.reasons["window"][0] == show.windows[-1]


def test_the_outlets_of_both_languages_tell_one_story(show: Show) -> None:
    left = [bullet for bullet in show.reasons["window"][1] if re.match(r"[+−]\d+  Mira Murati .*left", bullet)]
    assert len(left) == 1
    outlets = re.search(r"confirmed by (\d+) outlets", left[0])
    assert outlets is not None
    assert int(outlets[1]) >= 5
    spoken = " ".join(text for kind in ("alert", "thread") for text in show.texts(channel=CHANNEL, kind=kind))
    for site in ("cnbc.com", "kulturegeek.fr", "actualnewsmagazine.com", "zeenews.india.com"):
        assert site in spoken


def planted(weeks: Weeks) -> Iterator[tuple[str, str]]:
    """List the title and the link of every trap."""
    for entry in (entry for feed in weeks.feeds for entry in feed.entries):
        if entry.trap:
            yield entry.title, entry.url
    for story in weeks.stories:
        if story.trap:
            yield story.title, story.url or f"https://news.ycombinator.com/item?id={story.id}"


def test_no_trap_makes_anybody_speak(show: Show, weeks: Weeks) -> None:
    traps = list(planted(weeks))
    assert len(traps) >= 15
    spoke = [
        (title, message["kind"], message["at"])
        for title, url in traps
        for message in show.messages
        if title in message["text"] or f"<{url}>" in message["text"]
    ]
    assert spoke == []


def test_no_trap_counts_in_the_score(show: Show, weeks: Weeks) -> None:
    reasons = " ".join(bullet for _, bullets in show.reasons.values() for bullet in bullets)
    assert [title for title, url in planted(weeks) if f"<{url}>" in reasons] == []


def moved(weeks: Weeks) -> list[str]:
    """List the people whose company or position differs between the two exports."""

    def rows(body: bytes) -> dict[str, tuple[str, str]]:
        lines = body.decode().splitlines()
        start = next(number for number, line in enumerate(lines) if line.startswith("First Name"))
        return {
            f"{row['First Name']} {row['Last Name']}": (row["Company"], row["Position"])
            for row in csv.DictReader(lines[start:])
        }

    before, after = (rows(body) for body in weeks.connections)
    return [name for name, place in after.items() if name in before and before[name] != place]


def test_private_moves_are_told_to_their_owner_alone(show: Show, weeks: Weeks) -> None:
    private, public = " ".join(show.texts(channel=OWNER)), " ".join(show.texts(channel=CHANNEL))
    everybody = moved(weeks)
    assert len(everybody) >= 3
    assert any(name in private for name in everybody)
    assert [name for name in everybody if name in public] == []
    assert [name for name in everybody if name in " ".join(show.reasons["window"][1])] == []
    assert {message["channel"] for message in show.messages} == {CHANNEL, OWNER}


def test_the_invented_board_grows_and_freezes_once_each(show: Show) -> None:
    digests = show.texts(channel=CHANNEL, kind="digest")
    for icon, line in (
        ("🚀", "Corvane opened 9 posts in a week; usually 1"),
        ("🧊", "Corvane takes many posts off its job board"),
    ):
        told = [shown for digest in digests for shown in digest.splitlines() if icon in shown]
        assert len(told) == 1
        assert line in told[0]
        assert "jobs.ashbyhq.com" in told[0]


def test_a_notice_is_one_alert_and_its_amendment_goes_to_its_thread(show: Show) -> None:
    alerts = [text for text in show.texts(channel=CHANNEL, kind="alert") if "Corvane" in text]
    threads = [text for text in show.texts(channel=CHANNEL, kind="thread") if "amended" in text]
    edits = [text for text in show.texts(channel=CHANNEL, kind="update") if "Corvane" in text]
    assert ["Corvane lays off 84 people." in text for text in alerts] == [True]
    assert ["the notice was amended: 84 → 131 people" in text for text in threads] == [True]
    assert ["Corvane lays off 131 people." in text for text in edits] == [True]
    assert all("labor.example" in text for text in (*alerts, *threads))


def test_what_the_vendor_sends_reaches_its_owner_once_and_nobody_else(show: Show, weeks: Weeks) -> None:
    assert any('"watch_id": 0' in call.body for call in weeks.calls), "their test is among the calls"
    private = show.texts(channel=OWNER)
    for name, line in (
        ("Ines Marlow", "Ines Marlow (Staff Engineer) leaves Corvane for Perplexity · Crustdata"),
        ("Odo Pell", "Odo Pell (Infrastructure Engineer) of Corvane: open to work · Crustdata"),
    ):
        assert sum(line in text for text in private) == 1
        assert not any(name in text for text in show.texts(channel=CHANNEL))
    assert "Test Person" not in show.lines.out


# --- the page ------------------------------------------------------------------------------------------------------

CALM = [
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
]
OVERFLOWING = """
() => [...document.querySelectorAll('article.message')].flatMap(message => {
  const edge = message.getBoundingClientRect().right + 1;
  return [...message.querySelectorAll('*')]
    .filter(part => part.getBoundingClientRect().right > edge)
    .map(part => `${part.tagName}.${part.className}: ${part.textContent.slice(0, 80)}`);
})
"""


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    chromium = shutil.which("chromium") or "/usr/bin/chromium"
    if not Path(chromium).exists():
        pytest.skip("needs Chromium")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=chromium, args=CALM)
        yield browser
        browser.close()


@pytest.mark.parametrize("width", [400, 800, 1200])
def test_nothing_on_the_page_leaves_its_message(width: int, show: Show, browser: Any) -> None:  # noqa: ANN401  (playwright may be absent)
    view = browser.new_page(viewport={"width": width, "height": 900})
    asked: list[str] = []
    view.on("request", lambda request: asked.append(request.url))
    view.goto(show.page.as_uri())
    try:
        assert view.evaluate("document.querySelectorAll('article.message').length") >= 20
        assert view.evaluate(OVERFLOWING) == []
        assert view.evaluate("document.documentElement.scrollWidth") <= width
        assert asked == [show.page.as_uri()]
    finally:
        view.close()
