"""Why a text was read as it was: every step of the reader's own path, put so that a person can follow it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from model.item import Item
from signals.certainty import asked
from signals.companies import Mention
from signals.events import Event
from signals.patterns import COMPANY, GROUP, MONEY, NUMBER, ORGANISATION, PERSON, ROLE
from signals.reader import Reader
from signals.trace import Trace
from signals.tries import Try
from signals.units import Sentence, Unit
from signals.vocabulary import Lexicon

_NAMES = {
    COMPANY: "company",
    ORGANISATION: "another organisation",
    PERSON: "person",
    ROLE: "role",
    GROUP: "group",
    MONEY: "money",
    NUMBER: "number",
    "%": "per cent",
    "Y": "year",
}
# Lists whose words make a sentence less sure, with what they make of it.
_MARKS = {
    "denied": "denies",
    "doubt": "doubts",
    "no_truth": "denies",
    "untrue": "denies",
    "rumour": "rumour",
    "rumour_anywhere": "rumour",
    "planned": "plan",
    "background": "past",
    "background_near": "past",
}


def explain(reader: Reader, item: Item) -> dict[str, object]:
    """Return how `item` was read: ready for JSON, and for `lines`."""
    trace = Trace()
    reading = reader.understand(item, trace)
    lexicon = next((one for one in reader.lexicons if one.language == trace.language), None)
    return {
        "id": item.key,
        "title": item.title,
        "language": trace.language or None,
        "answer": _answer(trace, bool(reading.signals)),
        "names": [*_names(trace), *reader.companies.passed_over(trace.text or f"{item.title}\n{item.text}")],
        "sentences": [_sentence(one, trace, lexicon) for one in trace.sentences],
        "events": [_event(event) for event in trace.kept],
        "dropped": list(_dropped(trace)),
        "companies": list(reading.about),
    }


def _answer(trace: Trace, told: bool) -> str:
    """Return the outcome in one sentence."""
    if not trace.text:
        return "No watched company is named, so it was not read."
    if told:
        return "It tells what happened."
    if not trace.possible:
        return "It names a company, but no sentence has the words of any pattern, so it is not read in full."
    if not trace.tries:
        return "It has words of some pattern, but no pattern matched."
    return "Patterns matched, but nothing came of it."


def _names(trace: Trace) -> Iterator[dict[str, object]]:
    """Yield each mention that was found, with whether a company was seen in it and why."""
    units = {unit.start: unit for one in trace.sentences for unit in one.units if unit.symbol == COMPANY}
    for mention in trace.mentions:
        taken = any(unit.start <= mention.start < unit.end for unit in units.values())
        yield {
            "written": trace.text[mention.start : mention.end],
            "company": mention.company,
            "taken": taken,
            "why": _why(mention, taken),
        }


def _why(mention: Mention, taken: bool) -> str:
    if mention.company is None:
        return "a name of somebody else that only looks like one of ours"
    if not mention.doubtful:
        return "the name is plain" if taken else "it stands in a part that is not read: who publishes the text"
    return (
        "an ordinary word, but the words around show that the company is meant"
        if taken
        else "an ordinary word, and nothing around shows that the company is meant"
    )


def _sentence(sentence: Sentence, trace: Trace, lexicon: Lexicon | None) -> dict[str, object]:
    """Return one sentence with its units, the words that make it less sure, and what the patterns made of it."""
    return {
        "text": trace.text[sentence.start : sentence.end],
        "title": sentence.in_title,
        "units": [_unit(unit, trace.text) for unit in sentence.units if unit.symbol in _NAMES],
        "marks": list(_marks(sentence, lexicon)) if lexicon else [],
        "patterns": [_try(one) for one in trace.tries if sentence.start <= one.start < sentence.end],
    }


def _unit(unit: Unit, text: str) -> dict[str, str]:
    written = text[unit.start : unit.end]
    return {
        "written": written,
        "is": _NAMES[unit.symbol],
        **({"means": unit.value} if unit.value not in {"", written} else {}),
    }


def _marks(sentence: Sentence, lexicon: Lexicon) -> Iterator[dict[str, str]]:
    """Yield the words that make the sentence less sure."""
    if asked(sentence, lexicon):
        yield {"words": sentence.units[0].folded, "may_mean": "asks or supposes, so that no pattern is tried"}
    words = [unit.folded for unit in sentence.units]
    for name, meaning in _MARKS.items():
        for phrase in sorted(lexicon.phrases(name)):
            size = len(phrase)
            if any(tuple(words[at : at + size]) == phrase for at in range(len(words) - size + 1)):
                yield {"words": " ".join(phrase), "may_mean": meaning}


def _try(one: Try) -> dict[str, object]:
    return {
        "entry": one.entry,
        "kind": one.kind,
        "pattern": one.source,
        "slots": dict(one.slots),
        "events": one.events,
        "refused": one.refused or None,
    }


def _event(event: Event) -> dict[str, object]:
    return {
        "kind": event.kind.value,
        "company": event.company,
        "person": event.person,
        "role": event.role,
        "seniority": event.seniority.value if event.seniority else None,
        "from": event.from_company,
        "to": event.to_company,
        "headcount": event.headcount,
        "amount": f"{event.amount.value:,.0f} {event.amount.currency}".strip() if event.amount else None,
        "certainty": event.certainty.value,
        "confidence": event.confidence,
        "pattern": event.pattern,
        "quote": event.quote,
    }


def _dropped(trace: Trace) -> Iterator[dict[str, object]]:
    """Yield the events that a sentence told and that are not among those kept, with why."""
    kept = {(event.pattern, event.first, event.kind, event.company) for event in trace.kept}
    for event in trace.told:
        if (event.pattern, event.first, event.kind, event.company) in kept:
            continue
        again = any(one.kind is event.kind and one.company == event.company for one in trace.kept)
        yield {**_event(event), "why": "told again; one telling is kept" if again else "another event tells it better"}


def lines(explained: dict[str, object]) -> Iterator[tuple[str, str]]:
    """Yield the explanation as lines for a person, each with its tone: head, good, bad or plain."""
    language = explained["language"]
    yield "head", f"{explained['id']}  {explained['title']}" + (f"  [{language}]" if language else "")
    yield "plain", f"  {explained['answer']}"
    for name in _tables(explained, "names"):
        whose = f" = {name['company']}" if name["company"] else ""
        yield "good" if name["taken"] else "bad", f"  name  “{name['written']}”{whose}: {name['why']}"
    for sentence in _tables(explained, "sentences"):
        yield "head", f"  {'title' if sentence['title'] else 'text '} {sentence['text']}"
        for unit in _tables(sentence, "units"):
            means = f" = {unit['means']}" if "means" in unit else ""
            yield "plain", f"      {unit['is']}: {unit['written']}{means}"
        for mark in _tables(sentence, "marks"):
            yield "plain", f"      “{mark['words']}” may mean: {mark['may_mean']}"
        for one in _tables(sentence, "patterns"):
            yield from _tried(one)
    for event in _tables(explained, "events"):
        yield "good", f"  told  {_told(event)}"
        yield "plain", f"        {event['pattern']}, on the words “{event['quote']}”"
    for event in _tables(explained, "dropped"):
        yield "bad", f"  dropped  {_told(event)}: {event['why']}"
    about = explained["companies"]
    yield "plain", f"  about: {', '.join(about) if isinstance(about, list) and about else 'no watched company'}"


def _tables(table: dict[str, object], key: str) -> Sequence[dict[str, object]]:
    value = table[key]
    return value if isinstance(value, list) else []


def _tried(one: dict[str, object]) -> Iterator[tuple[str, str]]:
    """Yield what one pattern made of a sentence."""
    slots = one["slots"]
    filled = "; ".join(f"{name} = {text}" for name, text in slots.items()) if isinstance(slots, dict) else ""
    outcome = f"refused: {one['refused']}" if one["refused"] else "told"
    yield "bad" if one["refused"] else "good", f"      pattern {one['entry']} ({one['kind']}): {one['pattern']}"
    yield "plain", f"          {filled or 'no slots'}; {outcome}"


def _told(event: dict[str, object]) -> str:
    """Return an event in a line: its kind and company and whatever else is known."""
    known = [
        f"{name} {event[name]}"
        for name in ("person", "role", "seniority", "from", "to", "headcount", "amount")
        if event[name] is not None
    ]
    return f"{event['kind']} at {event['company']} ({event['certainty']})" + (f": {', '.join(known)}" if known else "")
