"""The answer to `/signals flow COMPANY`: who came from where and went where, by month and seniority."""

from __future__ import annotations

from collections.abc import Sequence

from digests.blocks import Span, bullets, header, line, one, rich, text
from digests.escape import clean, escape
from digests.sentence import LONGEST_NAME, together
from digests.texts import count, say, titled
from model.message import Drawn
from stories.moves import Flow

SHOWN = 30
NAMED = 3
LINES_A_BLOCK = 10


def draw_flow(company: str, flows: Sequence[Flow]) -> Drawn:
    """Draw the moves from and to a company, the latest month first."""
    title = say("flow_title", company=clean(company, LONGEST_NAME) or say("no_name"))
    if not flows:
        return one(escape(titled(title, say("flow_none"))), [header(title), rich(line(text(say("flow_none"))))])
    lines = [_line(flow) for flow in flows[:SHOWN]]
    if len(flows) > SHOWN:
        lines.append([text(say("list_more", count=len(flows) - SHOWN))])
    chunks = [lines[start : start + LINES_A_BLOCK] for start in range(0, len(lines), LINES_A_BLOCK)]
    told = count("moves", sum(len(flow.people) for flow in flows))
    return one(escape(titled(title, told)), [header(title), *(rich(bullets(chunk)) for chunk in chunks)])


def moved(origin: str, goal: str, people: Sequence[str]) -> list[Span]:
    """Write "OpenAI → Anthropic: 4, Ada, Bob, Cy and 1 more"."""
    ends = " → ".join(clean(name, LONGEST_NAME) or say("no_name") for name in (origin, goal))
    names = [clean(name, LONGEST_NAME) or say("no_name") for name in people[:NAMED]]
    return [text(ends, bold=True), text("  " + titled(str(len(people)), together(names, len(people) - len(names))))]


def _line(flow: Flow) -> list[Span]:
    rank = say(f"rank_{flow.seniority.value if flow.seniority else 'unknown'}")
    return [text(f"{flow.month}  "), *moved(flow.from_company, flow.to_company, flow.people), text(f" ({rank})")]
