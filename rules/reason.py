"""Reasons in a recruiter's words: a rule's template filled from its stories.

`{slot}` is filled; a part in [square brackets] is left out when one of its slots has nothing to say.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import datetime

from model.signal import Amount, Certainty, Seniority, SourceClass
from model.story import Story
from rules.facts import Facts
from stories.people import plain
from stories.state import outlet, voices

SLOTS = frozenset(
    {
        "people",
        "date",
        "since",
        "when",
        "amount",
        "headcount",
        "count",
        "company",
        "from_company",
        "to_company",
        "role",
    }
)

_SLOT = re.compile(r"\{([a-z_]*)\}")
_OPTIONAL = re.compile(r"\[([^\[\]]*)\]")
_SOMEBODY = {
    Seniority.FOUNDER: "a founder",
    Seniority.C_SUITE: "a member of the top management",
    Seniority.VP: "a vice president",
    Seniority.DIRECTOR: "a director",
    Seniority.GROUP: "several people",
}
_NO_OUTLET = {
    SourceClass.FILING: "a filing",
    SourceClass.REGISTRY: "a register",
    SourceClass.BOARD: "its own job board",
    SourceClass.PERSON: "an export of connections",
    SourceClass.NOTE: "a note of your team",
}
_UNITS = ((1e12, "tn"), (1e9, "bn"), (1e6, "m"), (1e3, "k"))
_SIGNS = {"USD": "$", "EUR": "€", "GBP": "£", "JPY": "¥"}
_NAMED = 3


def slots_of(template: str) -> frozenset[str]:
    """List the slots that a template names."""
    return frozenset(_SLOT.findall(template))


def tell(template: str, stories: Sequence[Facts], now: datetime) -> str:
    """Fill a template from the stories it rests on, oldest first; a single story ends with who stands behind it."""
    newest = stories[-1]
    first, last = day(stories[0].story.first_seen, now), day(newest.story.first_seen, now)
    values = {
        "people": _people(stories),
        "date": last,
        "since": first,
        "when": f"on {last}" if first == last else f"between {first} and {last}",
        "amount": money(newest.amount) if newest.amount else "",
        "headcount": f"{newest.headcount:,}" if newest.headcount else "",
        "count": str(len(stories)),
        "company": newest.story.company,
        "from_company": _spelled(newest.story, newest.from_companies),
        "to_company": _spelled(newest.story, newest.to_companies),
        "role": newest.role or "",
    }
    text = _OPTIONAL.sub(lambda part: _fill(part[1], values, optional=True), template)
    text = _fill(text, values, optional=False)
    told = text[:1].upper() + text[1:]
    return told if len(stories) > 1 else f"{told} · {behind(newest.story)}"


def day(moment: datetime, now: datetime) -> str:
    """Write a day as "25 Sep", with its year when that is not the present one."""
    text = f"{moment.day} {moment:%b}"
    return text if moment.year == now.year else f"{text} {moment.year}"


def money(amount: Amount) -> str:
    """Write money short: "$6.6bn", "120m CHF"."""
    scale, unit = next(((s, u) for s, u in _UNITS if abs(amount.value) >= s), (1.0, ""))
    figure = f"{amount.value / scale:.1f}".removesuffix(".0") + unit
    sign = _SIGNS.get(amount.currency)
    return f"{sign}{figure}" if sign else f"{figure} {amount.currency}".strip()


def behind(story: Story) -> str:
    """Say how sure a story is and by whom: "confirmed by 3 outlets", "reported by reuters.com"."""
    told = [s for s in story.evidence if s.certainty is not Certainty.BACKGROUND] or list(story.evidence)
    press = [s for s in told if s.source_class not in _NO_OUTLET]
    parts = [words for source, words in _NO_OUTLET.items() if source in story.source_classes]
    count = voices(press)
    if count == 1:
        parts.append(outlet(press[0]))
    elif count:
        parts.append(f"{count} outlets")
    return f"{story.state.value} by {' and '.join(parts)}"


def _fill(text: str, values: Mapping[str, str], *, optional: bool) -> str:
    if optional and not all(values[slot] for slot in _SLOT.findall(text)):
        return ""
    return _SLOT.sub(lambda slot: values[slot[1]] or "not told", text)


def _people(stories: Sequence[Facts]) -> str:
    names = list(dict.fromkeys(_who(facts) for facts in stories))
    if len(names) == 1:
        return names[0]
    if len(names) > _NAMED:
        return f"{', '.join(names[: _NAMED - 1])} and {len(names) - _NAMED + 1} more"
    return f"{', '.join(names[:-1])} and {names[-1]}"


def _who(facts: Facts) -> str:
    if facts.story.people:
        name = ", ".join(facts.story.people)
        return f"{name} ({facts.role})" if facts.role else name
    if facts.seniority is Seniority.GROUP:
        return f"{facts.headcount:,} people" if facts.headcount else "several people"
    if facts.role:
        return f"an unnamed {facts.role}"
    return _SOMEBODY.get(facts.seniority or Seniority.IC, "somebody not named")


def _spelled(story: Story, wanted: frozenset[str]) -> str:
    told = [name for s in story.evidence for name in (s.to_company, s.from_company) if name and plain(name) in wanted]
    return min(set(told), key=lambda name: (-told.count(name), name), default="")
