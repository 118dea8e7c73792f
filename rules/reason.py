"""Reasons in a recruiter's words: a rule's template filled from its stories.

`{slot}` is filled; a part in [square brackets] is left out when one of its slots has nothing to say.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import datetime

from model.language import Language
from model.signal import Amount, Certainty, Seniority, Signal, SourceClass
from model.story import State, Story
from rules.facts import Facts
from rules.said import WORDS, Words, translated
from stories.people import plain
from stories.state import is_seen, outlet, voices

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
_SCALES = (1e12, 1e9, 1e6, 1e3)
_ALMOST = 0.99995  # of a million is one as it is written, with one decimal
_SIGNS = {"USD": "$", "EUR": "€", "GBP": "£", "JPY": "¥"}
_NAMED = 3
ENGLISH = WORDS[Language.ENGLISH]


def slots_of(template: str) -> frozenset[str]:
    """List the slots that a template names."""
    return frozenset(_SLOT.findall(template))


def tell(template: str, stories: Sequence[Facts], now: datetime, words: Words = ENGLISH) -> str:
    """Fill a template from the stories it rests on, oldest first; a single story ends with who stands behind it."""
    newest = stories[-1]
    first, last = day(stories[0].story.first_seen, now, words), day(newest.story.first_seen, now, words)
    values = {
        "people": _people(stories, words),
        "date": last,
        "since": first,
        "when": words.on.format(day=last) if first == last else words.between.format(first=first, last=last),
        "amount": money(newest.amount, words) if newest.amount else "",
        "headcount": _figure(newest.headcount, words) if newest.headcount else "",
        "count": str(len(stories)),
        "company": newest.story.company,
        "from_company": _spelled(newest.story, newest.from_companies),
        "to_company": _spelled(newest.story, newest.to_companies),
        "role": newest.role or "",
    }
    text = _OPTIONAL.sub(lambda part: _fill(part[1], values, ""), template)
    text = _fill(text, values, words.missing)
    told = text[:1].upper() + text[1:]
    return told if len(stories) > 1 else f"{told} · {behind(newest.story, words)}"


def told_elsewhere(template: str, stories: Sequence[Facts], now: datetime) -> Mapping[Language, str]:
    """Tell the same in every language but English into which the template is translated."""
    found = ((language, translated(template, language)) for language in Language if language is not Language.ENGLISH)
    return {to: tell(own, stories, now, WORDS[to]) for to, own in found if own != template}


def day(moment: datetime, now: datetime, words: Words = ENGLISH) -> str:
    """Write a day as "25 Sep", with its year when that is not the present one."""
    text = f"{moment.day} {words.months[moment.month - 1]}"
    return text if moment.year == now.year else f"{text} {moment.year}"


def money(amount: Amount, words: Words = ENGLISH) -> str:
    """Write money short: "$6.6bn", "120m CHF"."""
    units = zip(_SCALES, words.units, strict=True)
    scale, unit = next(((s, u) for s, u in units if abs(amount.value) >= _ALMOST * s and u), (1.0, ""))
    spelled = f"{amount.value / scale:,.1f}".removesuffix(".0")
    figure = spelled.translate({ord(","): words.thousands, ord("."): words.decimal})
    figure = words.scaled.format(figure=figure, unit=unit) if unit else figure
    sign = _SIGNS.get(amount.currency)
    form = words.money_scaled if unit else words.money
    return form.format(sign=sign, figure=figure) if sign else f"{figure} {amount.currency}".strip()


def behind(story: Story, words: Words = ENGLISH) -> str:
    """Say how sure a story is and by whom: "confirmed by 3 outlets", "reported by reuters.com"."""
    told = [s for s in story.evidence if s.certainty is not Certainty.BACKGROUND] or list(story.evidence)
    if all(map(is_seen, told)) and story.state is not State.DENIED:
        return words.seen
    # What people say of themselves on a page of their own has an outlet; an export of connections has none.
    press = [s for s in told if s.source_class not in words.places or _own_page(s)]
    brought = story.source_classes - {s.source_class for s in press}
    parts = [place for source, place in words.places.items() if source in brought]
    count = voices(press)
    if count == 1:
        parts.append(outlet(press[0]))
    elif count:
        parts.append(words.outlets.format(n=count))
    who = parts[0] if len(parts) == 1 else _together(parts, words) if parts else ""
    return words.behind[story.state].format(who=who)


def _own_page(signal: Signal) -> bool:
    return signal.source_class is SourceClass.PERSON and bool(signal.url)


def _fill(text: str, values: Mapping[str, str], missing: str) -> str:
    """Fill the slots; a part without a word for what is `missing` falls away when anything is."""
    if not missing and not all(values[slot] for slot in _SLOT.findall(text)):
        return ""
    return _SLOT.sub(lambda slot: values[slot[1]] or missing, text)


def _people(stories: Sequence[Facts], words: Words) -> str:
    names = list(dict.fromkeys(_who(facts, words) for facts in stories))
    if len(names) > _NAMED:
        names = [*names[: _NAMED - 1], words.more.format(n=len(names) - _NAMED + 1)]
    return names[0] if len(names) == 1 else _together(names, words)


def _together(names: Sequence[str], words: Words) -> str:
    return words.listed.format(names=", ".join(names[:-1]), last=names[-1])


def _who(facts: Facts, words: Words) -> str:
    if facts.story.people:
        name = ", ".join(facts.story.people)
        return f"{name} ({facts.role})" if facts.role else name
    if facts.seniority is Seniority.GROUP:
        return words.people.format(n=_figure(facts.headcount, words)) if facts.headcount else words.several
    if facts.role:
        return words.unnamed.format(role=facts.role)
    return words.somebody.get(facts.seniority or Seniority.IC, words.nobody)


def _figure(number: int, words: Words) -> str:
    return f"{number:,}".replace(",", words.thousands)


def _spelled(story: Story, wanted: frozenset[str]) -> str:
    told = [name for s in story.evidence for name in (s.to_company, s.from_company) if name and plain(name) in wanted]
    return min(set(told), key=lambda name: (-told.count(name), name), default="")
