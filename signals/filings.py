"""Read a filing: SEC form 8-K says that officers changed (5.02), people are laid off (2.05) or nothing is left (1.03).

With the filing's own text, each officer is a signal of the sentence that names them. The statutory heading of item
5.02 names departures and appointments alike, so without the text it is an unclassified change: a weak signal without
a person that may confirm what the press says and never speaks by itself. An amendment (8-K/A) tells nothing new.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from model.item import Filing, Item
from model.signal import Certainty, Kind, Seniority, Signal, SourceClass
from signals import officers
from signals.companies import Companies
from signals.events import Event
from signals.merging import signal
from signals.titles import seniority
from signals.vocabulary import Lexicon

_ITEMS = {
    "5.02": (Kind.DEPARTURE, Seniority.C_SUITE, 0.3),
    "2.05": (Kind.LAYOFFS, Seniority.GROUP, 0.6),
    "1.03": (Kind.SHUTDOWN, None, 0.6),
}
_NAMED, _TOLD = 0.85, 0.9  # how well a sentence of the filing itself is understood
_HEADING = re.compile(r"^Item (\d{1,2}\.\d{2}): ")
_STAFF = re.compile(
    r"(?i)\b(?:employees?|workforce|workers|positions|roles|headcount|team members|jobs|reduction in force)\b"
    r"|(?i:\blay-?offs?\b)"
)
_CUTS = re.compile(
    r"(?i)\b(?:reduc\w+|eliminat\w+|terminat\w+|lay\w*[ -]?offs?|laid off|cut\w*|separat\w+|impact\w*)\b"
)
_MANY = re.compile(
    r"(?i)\b(\d{1,3}(?:,\d{3})+|\d{1,6})\s+(?:\w+[ -]){0,3}?"
    r"(?:employees|positions|roles|workers|people|team members|jobs)\b"
)
_BANKRUPT = re.compile(r"(?i)\b(?:chapter (?:7|11|15)|bankruptcy|receiver|insolvency|petition)\b")
_STOP = re.compile(r"(?<!Inc)(?<!Corp)(?<!\bNo)(?<!\b[A-Z])[.](?:[”\"])?\s+(?=[A-Z“\"])|\n")


def company_of(filing: Filing, companies: Companies) -> str | None:
    """Return the watched company that filed, by its SEC key or else by its name."""
    return companies.by_cik(filing.cik) or companies.match(filing.filer)


def read(item: Item, filing: Filing, companies: Companies, lexicons: Sequence[Lexicon] = ()) -> list[Signal]:
    """Return what each numbered topic that matters tells."""
    company = company_of(filing, companies)
    if company is None or filing.form.endswith("/A"):
        return []
    texts = _texts(item.text)
    found: list[Event] = []
    for topic in filing.items:
        if topic not in _ITEMS:
            continue
        text = texts.get(topic, "")
        if not text:
            found.append(_bare(topic, company, _line(item.text, topic) or item.title))
        elif topic == "5.02":
            found += _officers(text, item, filing, company, lexicons)
        else:
            found += _told(topic, text, company)
    return [signal(item, event, SourceClass.FILING) for event in found]


def _officers(text: str, item: Item, filing: Filing, company: str, lexicons: Sequence[Lexicon]) -> list[Event]:
    found: list[Event] = []
    for change in officers.changes(text, filing.filer, item.published):
        if change.person is None:
            found.append(_bare("5.02", company, change.quote))
            continue
        level = seniority(change.role or "", lexicons) if change.role else None
        leaves = company if change.kind is Kind.DEPARTURE else None
        joins = company if change.kind is Kind.HIRE else None
        event = Event(
            change.kind, company, change.person, change.role, level or Seniority.C_SUITE, leaves, joins, None, None,
            Certainty.REPORTED, _NAMED, change.quote, f"sec.5_02.{change.kind.value}", len(found), False,
        )  # fmt: skip
        found.append(event)
    return found


def _told(topic: str, text: str, company: str) -> list[Event]:
    """Return a lay-off with its number, or a bankruptcy, with the sentence; nothing for a text that tells neither."""
    kind, level, _ = _ITEMS[topic]
    for sentence in filter(None, map(str.strip, _STOP.split(text))):
        if kind is Kind.LAYOFFS:
            meant = _STAFF.search(sentence) and _CUTS.search(sentence)
        else:
            meant = _BANKRUPT.search(sentence)
        if meant:
            many = _MANY.search(sentence) if kind is Kind.LAYOFFS else None
            count = int(many[1].replace(",", "")) if many else None
            event = Event(
                kind, company, None, None, level, None, None, None, count, Certainty.REPORTED, _TOLD, sentence,
                "sec." + topic.replace(".", "_"), 0, False,
            )  # fmt: skip
            return [event]
    return []


def _bare(topic: str, company: str, quote: str) -> Event:
    """Return what a topic's number alone tells."""
    kind, level, confidence = _ITEMS[topic]
    leaves = company if kind is Kind.DEPARTURE else None
    return Event(
        kind, company, None, None, level, leaves, None, None, None, Certainty.REPORTED, confidence, quote,
        "sec." + topic.replace(".", "_"), 0, False,
    )  # fmt: skip


def _texts(text: str) -> Mapping[str, str]:
    """Map each topic to what the filing says below its heading."""
    found: dict[str, list[str]] = {}
    number: str | None = None
    for line in text.splitlines():
        if heading := _HEADING.match(line):
            number = heading[1]
        elif number is not None:
            found.setdefault(number, []).append(line)
    return {number: "\n".join(lines).strip() for number, lines in found.items()}


def _line(text: str, topic: str) -> str | None:
    """Return the line of the summary that names the topic, word for word."""
    return next((line.strip() for line in text.splitlines() if topic in line), None)
