"""The week's chart: both numbers of each company as bars, with a mark where they stood a week ago. An SVG, by hand.

Its colours keep a contrast of at least 3 to 1 with the ground and differ in lightness, and every bar has its number in
words beside it: nobody has to tell colours apart.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape as quoted

from digests.escape import clean
from digests.sentence import LONGEST_NAME
from digests.texts import say
from digests.week import Both
from model.message import Picture

WIDTH = 800
LEFT = 200
RIGHT = 110
TOP = 64
ROW = 58
BAR = 18
INK, GREY, WINDOW, PRESSURE, TRACK = "#1d1c1d", "#616061", "#1d3557", "#c2570c", "#e8e8e8"


def chart(both: Sequence[Both]) -> Picture:
    """Draw the chart with its title and its words for whoever does not see it."""
    height = TOP + ROW * len(both) + 12
    body = "\n".join([*_legend(), *(part for number, one in enumerate(both) for part in _row(one, TOP + ROW * number))])
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{height}" viewBox="0 0 {WIDTH} {height}"'
        f' font-family="DejaVu Sans, sans-serif" font-size="15">\n<rect width="{WIDTH}" height="{height}"'
        f' fill="#ffffff"/>\n{body}\n</svg>\n'
    )
    return Picture(svg, say("chart_title"), in_words(both), WIDTH, height)


def in_words(both: Sequence[Both]) -> str:
    """Say in one sentence a company what the chart shows."""
    return clean(" ".join(say("chart_says", **_slots(one)) for one in both), 1900)


def moved(before: int | None, after: int | None) -> str:
    """Write "62 → 81", or the number alone where it is the same or was none."""
    if after is None:
        return "–" if before is None else f"{before} → –"
    return str(after) if before in (None, after) else f"{before} → {after}"


def name_of(one: Both) -> str:
    """Name a company in clean text."""
    return clean(one.company, LONGEST_NAME) or say("no_name")


def _slots(one: Both) -> dict[str, str]:
    return {
        "company": name_of(one),
        "window": moved(one.window_before, one.window),
        "pressure": moved(one.pressure_before, one.pressure),
    }


def _legend() -> Iterator[str]:
    yield _text(20, 30, say("chart_title"), bold=True)
    for left, colour, words in ((LEFT, WINDOW, say("window")), (LEFT + 220, PRESSURE, say("pressure"))):
        yield f'<rect x="{left}" y="40" width="12" height="12" fill="{colour}"/>'
        yield _text(left + 18, 51, words, grey=True)
    yield f'<rect x="{LEFT + 430}" y="38" width="3" height="16" fill="{INK}"/>'
    yield _text(LEFT + 440, 51, say("chart_before"), grey=True)


def _row(one: Both, top: int) -> Iterator[str]:
    yield _text(20, top + 27, clean(one.company, 20) or say("no_name"), bold=True)
    numbers = ((WINDOW, one.window_before, one.window), (PRESSURE, one.pressure_before, one.pressure))
    for number, (colour, before, after) in enumerate(numbers):
        y = top + 4 + number * (BAR + 4)
        yield f'<rect x="{LEFT}" y="{y}" width="{_long(100)}" height="{BAR}" fill="{TRACK}"/>'
        if after:
            yield f'<rect x="{LEFT}" y="{y}" width="{_long(after)}" height="{BAR}" fill="{colour}"/>'
        if before is not None and before != after:
            at = f'x="{LEFT + _long(before) - 2}" y="{y - 2}" width="5" height="{BAR + 4}"'
            yield f'<rect {at} fill="{INK}" stroke="#ffffff" stroke-width="2"/>'
        yield _text(WIDTH - RIGHT + 12, y + 14, moved(before, after))


def _long(number: int) -> int:
    return round((WIDTH - LEFT - RIGHT) * min(max(number, 0), 100) / 100)


def _text(x: int, y: int, words: str, *, bold: bool = False, grey: bool = False) -> str:
    weight = ' font-weight="bold"' if bold else ""
    return f'<text x="{x}" y="{y}" fill="{GREY if grey else INK}"{weight}>{quoted(words)}</text>'
