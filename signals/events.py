"""Find what happened: search the lexicon's patterns in a sentence and fill their slots."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import NamedTuple

from model.signal import Amount, Certainty, Kind, Seniority
from signals import certainty, deals, doers, slots, sums, vetoes
from signals.actors import Actor, Named, bracketed
from signals.appointments import office, vacated
from signals.candidates import Candidates
from signals.entries import Entry
from signals.glance import TITLED, Glance
from signals.headcounts import headcount
from signals.patterns import COMPANY, GROUP, Need, Pattern
from signals.slots import Topics
from signals.tied import near
from signals.tries import Try
from signals.units import Sentence, Unit
from signals.vocabulary import Lexicon

_MOST_MATCHES = 6
_BARE = 0.75  # a bare surname is believed less
_LONGEST_QUOTE = 400
# Kinds that no pattern tells by a word of refusal, as "will not stand for re-election" tells a departure.
_DENIABLE = frozenset({Kind.FUNDING, Kind.ACQUISITION})
# Lists of words that throw no doubt on a kind, though they do on others: "Streik gegen den Abbau von 300 Stellen".
_DOUBTLESS = {
    Kind.TURMOIL: "demand",
    Kind.CULTURE_CONFLICT: "demand",
    Kind.LAYOFFS: "opposed",
    Kind.SHUTDOWN: "opposed",
}
_MENTION = ".mention"  # entries of deals that are only named: "Ada Keller's Northwind takeover"


class Event(NamedTuple):
    """One event as a sentence tells it; the fields mean what they mean in a Signal. `first` orders them."""

    kind: Kind
    company: str
    person: str | None
    role: str | None
    seniority: Seniority | None
    from_company: str | None
    to_company: str | None
    amount: Amount | None
    headcount: int | None
    certainty: Certainty
    confidence: float
    quote: str
    pattern: str
    first: int
    in_title: bool


class Finder:
    """The patterns of one lexicon by the words they cannot do without."""

    def __init__(self, lexicon: Lexicon) -> None:
        self.lexicon = lexicon
        self._patterns = [(entry, pattern) for entry in lexicon.entries for pattern in entry.patterns]
        self._searches: dict[int, re.Pattern[str]] = {}  # those that were needed
        patterns = [pattern for _, pattern in self._patterns]
        self._candidates = Candidates(patterns)
        self.glance = Glance(patterns, [tuple(_wanted(entry)) for entry, _ in self._patterns], lexicon)

    def find(
        self,
        sentence: Sentence,
        text: str,
        topics: Topics,
        year: int,
        tries: list[Try] | None = None,
        possible: Sequence[int] | None = None,
    ) -> Iterator[Event]:
        """Yield the events of a sentence; `topics` are the companies that "the company" may mean here.

        `tries` is told of every match. Only the `possible` patterns are searched when it is known which these are.
        """
        numbers = self._searched(sentence, possible)
        if not numbers or certainty.asked(sentence, self.lexicon):
            return
        told = certainty.told_before(sentence)
        for number in numbers:
            entry, pattern = self._patterns[number]
            for found in _found(self._search(number), sentence.symbols[:told]):
                refused: list[str] = []
                events = list(_fill(entry, found, sentence, text, topics, self.lexicon, year, refused))
                if tries is not None:
                    tries.append(_tried(entry, pattern, found, sentence, text, len(events), "".join(refused)))
                yield from events

    def matches(self, sentence: Sentence, possible: Sequence[int] | None) -> bool:
        """Tell whether a pattern is found in a sentence that may tell something, whatever the text is about.

        Only those are searched that a glance found `possible`, all when it did not say which.
        """
        numbers = self._searched(sentence, possible)
        if not numbers or certainty.asked(sentence, self.lexicon):
            return False
        told = certainty.told_before(sentence)
        for number in numbers:
            entry, _ = self._patterns[number]
            for found in _found(self._search(number), sentence.symbols[:told]):
                who, _ = doers.people(found, sentence, self.lexicon)
                if slots.manned(entry, found, who) and not _misread(entry, found, sentence.units, who, self.lexicon):
                    return True
        return False

    def _search(self, number: int) -> re.Pattern[str]:
        """Return the expression of a pattern, compiled when it is first asked for."""
        known = self._searches.get(number)
        if known is None:
            known = self._searches[number] = self._patterns[number][1].compile()
        return known

    def _searched(self, sentence: Sentence, possible: Sequence[int] | None) -> Sequence[int]:
        """Return the patterns to be searched in a sentence: those of the `possible` ones that lack no character."""
        if possible is not None and not possible:
            return ()
        return self._candidates.among(set(sentence.symbols), possible)


def _found(search: re.Pattern[str], symbols: str) -> Iterator[re.Match[str]]:
    """Yield the matches of a pattern, not too many."""
    at = 0
    for _ in range(_MOST_MATCHES):
        found = search.search(symbols, at)
        if found is None:
            return
        yield found
        at = max(found.end() - 1, found.start() + 1)


def _wanted(entry: Entry) -> Iterator[Need]:
    """Yield what a sentence must hold to give what an entry needs, as far as words can tell."""
    if "role" in entry.needs:
        yield TITLED
    if "group" in entry.needs:
        yield Need(GROUP)
    if not entry.needs.isdisjoint({"current", "ours"}):
        yield Need(COMPANY)


def _tried(
    entry: Entry, pattern: Pattern, found: re.Match[str], sentence: Sentence, text: str, events: int, refused: str
) -> Try:
    """Return the note of one match."""
    units = sentence.units
    spans = {name: found.span(name) for name, value in found.groupdict().items() if value}
    filled = tuple((name, text[units[start].start : units[stop - 1].end]) for name, (start, stop) in spans.items())
    first, last = units[found.start()].start, units[found.end() - 1].end
    return Try(entry.id, entry.kind.value, pattern.source, first, last, filled, events, refused)


@cache
def finder_of(lexicon: Lexicon) -> Finder:
    """Return the patterns of a lexicon, made once: every change of the watch list makes a new reader."""
    return Finder(lexicon)


def _fill(
    entry: Entry,
    found: re.Match[str],
    sentence: Sentence,
    text: str,
    topics: Topics,
    lexicon: Lexicon,
    year: int,
    refused: list[str],
) -> Iterator[Event]:
    """Yield the events that one match tells: one for each person, or one; or say in `refused` why it tells none."""
    units = sentence.units
    who, verb = doers.people(found, sentence, lexicon)
    companies = slots.companies(entry, found, units, who, topics, lexicon)
    companies = company, source, target = deals.parties(entry, found, units, companies, lexicon)
    reason = _refusal(entry, found, units, who, companies, topics, lexicon)
    if reason or company is None:
        return refused.append(reason)
    told = Event(
        _kind(entry, found, who, (company, source), units, lexicon),
        company,
        None,
        None,
        None,
        source,
        target,
        sums.amount(entry, found, units, lexicon),
        headcount(entry, found, units, who, lexicon),
        _sure(entry, who, found, sentence, verb, company, lexicon, year),
        round(entry.confidence * (_BARE if who.bare else 1), 2),
        _quote(found, who, units, text),
        f"{lexicon.language}.{entry.id}",
        units[verb].start,
        sentence.in_title,
    )
    for one in (
        told,
        *(_of_another(told, other) for other in deals.together(entry, found, units, {*companies}, lexicon)),
    ):
        yield from _of_each(one, entry, found, who, units, lexicon)


def _of_another(told: Event, company: str) -> Event:
    """Return the same event of another company: "Northwind and Contoso hire Fabrikam's engineers"."""
    return told._replace(company=company, to_company=company if told.to_company == told.company else told.to_company)


def _kind(
    entry: Entry,
    found: re.Match[str],
    who: Actor,
    houses: tuple[str, str | None],
    units: tuple[Unit, ...],
    lexicon: Lexicon,
) -> Kind:
    """Return the kind of what a match tells, of its company and where people come from; words behind it may tell."""
    spoken = units[found.start() : found.end() + 2]
    if entry.kind is Kind.DEPARTURE and vetoes.returning(found, units, who, lexicon):
        return Kind.LEAVE
    return slots.kind(entry, who, office(entry, found, units, lexicon), *houses, spoken, lexicon)


def _of_each(
    told: Event, entry: Entry, found: re.Match[str], who: Actor, units: tuple[Unit, ...], lexicon: Lexicon
) -> Iterator[Event]:
    """Yield an event for each of its people with their office, or for the one who is not named."""
    role = office(entry, found, units, lexicon)
    group = slots.unit(found, "group", units)
    together = slots.collective(entry, found, units, lexicon)
    for person in who.people or (Named("", who.role, who.level),):
        own = role if len(who.people) <= 1 or (entry.kind in slots.ARRIVALS and not person.role) else None
        if own is not None and person.role and entry.kind is Kind.DEPARTURE and "role" not in found.groupdict():
            own = None
        if own is None and not person.role and len(who.people) == 1:
            own = vacated(entry, found, units, lexicon)
        level = slots.seniority(own, group, who, person, entry.kind, together)
        if level is None and person.name and _at_the_top(entry, found, units, lexicon):
            level = Seniority.C_SUITE
        event = told._replace(
            person=person.name or None, role=own.value if own is not None else person.role, seniority=level
        )
        house = bracketed(person.name, units)
        if house and entry.kind is Kind.DEPARTURE and told.company == told.from_company:
            event = event._replace(company=house, from_company=house)
        yield event


def _at_the_top(entry: Entry, found: re.Match[str], units: tuple[Unit, ...], lexicon: Lexicon) -> bool:
    """Tell whether somebody comes to or leaves the top of a house: "zieht sich aus dem Vorstand zurück"."""
    spoken = units[found.start() : found.end() + 1]
    return entry.kind in slots.PERSONAL and any(unit.folded in lexicon.words("top_posts") for unit in spoken)


def _quote(found: re.Match[str], who: Actor, units: tuple[Unit, ...], text: str) -> str:
    """Return the words that a match rests on."""
    return text[units[slots.quoted(found, who, units)].start : units[found.end() - 1].end][:_LONGEST_QUOTE]


def _sure(
    entry: Entry,
    who: Actor,
    found: re.Match[str],
    sentence: Sentence,
    verb: int,
    company: str,
    lexicon: Lexicon,
    year: int,
) -> Certainty:
    """Return the certainty that an entry sets, or else that of the sentence; none of them outdoes a denial."""
    # Not in "ex-Contoso boss leaves Northwind".
    if entry.kind is Kind.DEPARTURE and who.former and not who.people and who.company in {None, company}:
        return Certainty.BACKGROUND  # "former employees" have left already
    if entry.kind is Kind.DEPARTURE and company == who.company and vetoes.formerly_of(found, sentence.units, lexicon):
        return Certainty.BACKGROUND
    if entry.id.endswith(_MENTION) and deals.dating(found, sentence.units, lexicon):
        return Certainty.BACKGROUND
    judged = certainty.judge(sentence, verb, found.end(), lexicon, year, _DOUBTLESS.get(entry.kind, ""))
    deniable = entry.kind in _DENIABLE and not entry.id.endswith(vetoes.UNHINDERED)
    if entry.certainty is None or (judged is Certainty.DENIED and deniable):
        return judged
    refuted = certainty.untrue(sentence.units, verb, found.end(), lexicon)
    return Certainty.DENIED if refuted else entry.certainty


def _refusal(
    entry: Entry,
    found: re.Match[str],
    units: tuple[Unit, ...],
    who: Actor,
    companies: tuple[str | None, str | None, str | None],
    topics: Topics,
    lexicon: Lexicon,
) -> str:
    """Return why a match tells nothing, "" when it does. `companies` are whose event it is, and from and to where."""
    company, source, target = companies
    misread = _misread(entry, found, units, who, lexicon)
    if misread:
        return misread
    if company is None:
        return "no watched company is in it, nor plainly meant"
    if entry.kind is Kind.ACQUISITION and company == target:
        return "no house buys itself"
    if slots.elsewhere(entry, found, company, units, lexicon):
        return "the office is at another house"
    if not near(company, who, found, units, topics, lexicon):
        return "nothing ties the person to the company"
    if not slots.enough(entry, found, who, company, source, target):
        return f"not all it needs was found ({', '.join(sorted(entry.needs))})"
    return ""


def _misread(entry: Entry, found: re.Match[str], units: tuple[Unit, ...], who: Actor, lexicon: Lexicon) -> str:
    """Return why the words of a match mean something else, "" when they do not; it takes nothing but the sentence."""
    if who.bare and not who.company and not vetoes.worn(entry, found, units, lexicon):
        return "a bare word stands where a person would, and nothing says that it is one"
    if entry.kind in slots.PERSONAL and found.start() and units[found.start() - 1].folded in lexicon.words("sue"):
        return "who is sued is only described"
    if entry.kind is Kind.LEAVE and who.former:
        return "who is on leave belongs to a house no longer"
    if vetoes.dependent(entry, found, units, lexicon) or vetoes.formerly(entry, found, units, lexicon):
        return "the company only describes another"
    if vetoes.already_there(entry, found, units, lexicon):
        return "they are introduced as the house's own"
    if vetoes.companion(entry, found, units):
        return "they join a person of the house, not the house"
    if reason := vetoes.astray(entry, found, units, who, lexicon):
        return reason
    if vetoes.attributive(found, units):
        return "the title only describes a thing"
    suspicious = vetoes.suspicious(entry, found, units, lexicon)
    if suspicious and vetoes.given_up(entry, found, units, lexicon):
        return "a word in or before it shows that it was given up"
    if deals.led(entry, found, units, lexicon):
        return "who takes over leads the house"
    if deals.cheap(entry, found, units):
        return "no company costs so little"
    if (suspicious and vetoes.spoilt(entry, found, units, lexicon)) or vetoes.unfit(entry, found, units, lexicon):
        return "a word in or behind it shows that something else is meant"
    return ""
