"""The answer to `/signals sources`: whether each source answers, when it did last, and what its trouble is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from digests.blocks import Span, bullets, day, header, line, one, rich, text
from digests.buttons import button, under
from digests.cost import Cost, told_cost
from digests.escape import clean, escape
from digests.texts import count, say, titled
from model.errors import Busy, Changed, Gone, Refused, SourceError
from model.message import Drawn

SHOWN = 40
LINES_A_BLOCK = 10
LONGEST = 100
# What each kind of trouble asks of people: its docstring is the end of what is stored of it.
ADVICE: Mapping[type[SourceError], str] = {
    Busy: "trouble_busy",
    Gone: "trouble_gone",
    Refused: "trouble_refused",
    Changed: "trouble_changed",
}


@dataclass(frozen=True, slots=True)
class Faring:
    """How one source fares. `name` is shown to people and holds no key; `trouble` is what it said, "" for none.

    `items` and `signals` are what it gave in the last seven days, None where that is not told. `resting` says that it
    is left alone for now, after several failures in a row. `questions` are what a day of it takes at least.
    """

    name: str
    last: datetime | None
    next: datetime | None
    down: datetime | None
    trouble: str = ""
    gone: bool = False
    items: int | None = None
    signals: int = 0
    resting: bool = False
    cost: Cost | None = None
    questions: int | None = None


def draw_sources(sources: Sequence[Faring], zone: ZoneInfo, *, add: bool = True) -> Drawn:
    """Draw the sources, those in trouble first; `add` lets feeds be added."""
    ends = [under(button("add_feed", say("button_add_feed")))] if add else []
    title = say("sources_title")
    if not sources:
        none = [header(title), rich(line(text(say("sources_none")))), *ends]
        return one(escape(titled(title, say("sources_none"))), none)
    ordered = sorted(sources, key=lambda source: (not _ill(source), source.name))
    lines = [_line(source, zone) for source in ordered[:SHOWN]]
    if len(sources) > SHOWN:
        lines.append([text(say("list_more", count=len(sources) - SHOWN))])
    ill = sum(map(_ill, sources))
    total = count("sources", len(sources))
    said = say("sources_ill", count=total, ill=ill) if ill else say("sources_well", count=total)
    chunks = [lines[start : start + LINES_A_BLOCK] for start in range(0, len(lines), LINES_A_BLOCK)]
    blocks = [header(title), rich(line(text(said))), *(rich(bullets(chunk)) for chunk in chunks), *ends]
    return one(escape(titled(title, said)), blocks)


def _ill(source: Faring) -> bool:
    return bool(source.trouble or source.down or source.gone)


def _line(source: Faring, zone: ZoneInfo) -> list[Span]:
    icon = "⚠️" if _ill(source) else "✅" if source.last else "🕓"
    spans = [text(f"{icon} "), text(clean(source.name, LONGEST) or "…", bold=True)]
    if source.last is None:
        spans.append(text("  " + say("sources_never")))
    else:
        spans += [text("  " + say("sources_last")), day(source.last, zone, timed=True)]
    if source.down is not None:
        spans += [text(say("sources_down")), day(source.down, zone, timed=True)]
    if source.gone:
        spans.append(text(say("sources_gone")))
    elif source.next is not None:
        spans += [text(say("sources_next")), day(source.next, zone, timed=True)]
    if source.resting and not source.gone:
        spans.append(text(say("sources_resting")))
    if source.items is not None:
        gave = {"items": count("entries", source.items), "signals": count("signals", source.signals)}
        spans.append(text(say("sources_gave", **gave)))
    if source.questions and not source.gone:
        spans.append(text(say("sources_asks", questions=count("questions", source.questions))))
    if source.cost is not None:
        spans.append(text(f"\n{told_cost(source.cost)}"))
    return [*spans, text(f"\n{_trouble(source.trouble)}") if source.trouble else None]


def _trouble(told: str) -> str:
    """Say what to do about it in the reader's language; what the source itself said stays as it was."""
    for kind, key in ADVICE.items():
        advice = (kind.__doc__ or "").strip()
        if told.endswith(advice):
            return f"{told.removesuffix(advice)}{say(key)}"
    return told
