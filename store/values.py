"""Nouns as text and back, field by field. Every text carries a version, so that a later release can still read it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from datetime import datetime, timedelta
from hashlib import blake2b
from typing import Any

from model.company import Company
from model.errors import StoreError
from model.feedback import Change, Part
from model.item import (
    Article,
    BoardChange,
    Filing,
    Note,
    Notice,
    OfficerChange,
    Opening,
    OwnProfile,
    Post,
    ProfileChange,
    Relayed,
    Round,
    Shape,
)
from model.message import Drawn, Picture
from model.score import Axis, Confidence, NotEnough, Points, Score
from model.signal import Amount, Certainty, Kind, Seniority, Signal, SourceClass
from model.story import State, Story
from store.columns import storable

VERSION = 1
ARTICLE = '{"v": 1, "is": "article"}'


def identity(source: str, key: str) -> bytes:
    """The 16 bytes that stand for an item. As stored, so that a key a database cannot take stays the same item."""
    return blake2b(f"{storable(source)}\0{storable(key)}".encode(), digest_size=16).digest()


def _write(fields: Mapping[str, object]) -> str:
    return storable(json.dumps({"v": VERSION, **fields}, ensure_ascii=False))


def _read(text: str) -> dict[str, Any]:
    fields: dict[str, Any] = json.loads(text)
    if fields.get("v") != VERSION:
        found = fields.get("v")
        raise StoreError(f"It was written by a newer release (values of version {found}): install that release again.")
    return fields


def _day(moment: datetime | None) -> str | None:
    return None if moment is None else moment.isoformat()


def _moment(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(text)


def write_shape(shape: Shape) -> str:
    """A shape as text."""
    match shape:
        case Article():
            return ARTICLE
        case Filing(form, accession, filer, cik, topics):
            return _write(
                {"is": "filing", "form": form, "accession": accession, "filer": filer, "cik": cik, "items": topics}
            )
        case ProfileChange():
            names = ("owner", "person", "profile", "company_before", "company_after")
            fields = {name: getattr(shape, name) for name in (*names, "position_before", "position_after")}
            return _write({"is": "profile_change", **fields, **({"open_to_work": True} if shape.open_to_work else {})})
        case Relayed(owner, person, published):
            return _write({"is": "relayed", "owner": owner, "person": person, "published": published})
        case BoardChange():
            return _write({"is": "board_change", **asdict(shape)})
        case Notice(company, headcount, effective, official):
            told = {"company": company, "headcount": headcount, "effective": _day(effective)}
            return _write({"is": "notice", **told, **({} if official else {"official": False})})
        case Round(company, value, currency, planned):
            return _write(
                {"is": "round", "company": company, "amount": value, "currency": currency, "planned": planned}
            )
        case OfficerChange(company, person, role, came, day):
            told = {"company": company, "person": person, "role": role, "came": came, "day": _day(day)}
            return _write({"is": "officer_change", **told})
        case Note(author, company, personal):
            only = {"personal": True} if personal else {}
            return _write({"is": "note", "author": author, "company": company, **only})
        case OwnProfile():
            return _write({"is": "own_profile", **asdict(shape)})
        case Post():
            return _write({"is": "post", **asdict(shape)})


def read_shape(text: str) -> Shape:
    """The shape that `write_shape` wrote. Raises StoreError for a text of a newer release."""
    if text == ARTICLE:
        return Article()
    fields = _read(text)
    del fields["v"]
    match fields.pop("is"):
        case "article":
            return Article()
        case "filing":
            return Filing(**{**fields, "items": tuple(fields["items"])})
        case "profile_change":
            return ProfileChange(**fields)
        case "board_change":
            return _board_change(fields)
        case "notice":
            return Notice(**{**fields, "effective": _moment(fields["effective"])})
        case "round":
            return Round(**fields)
        case "officer_change":
            return OfficerChange(**{**fields, "day": _moment(fields["day"])})
        case "note":
            return Note(**fields)
        case "own_profile":
            return OwnProfile(**fields | {name: tuple(fields[name]) for name in ("left", "joined", "employers")})
        case "post":
            return Post(**{**fields, "known": tuple(fields["known"])})
        case "relayed":
            return Relayed(**fields)
        case unknown:
            raise StoreError(f"It holds items of an unknown shape, {unknown!r}: install the newer release again.")


def _board_change(fields: dict[str, Any]) -> BoardChange:
    """A board's change; those of the first release say only how many posts there were."""
    for name in ("departments", "cities"):
        fields[name] = tuple((where, n) for where, n in fields.get(name, ()))
    opening = fields.pop("opening", None)
    if opening is not None:
        opening = Opening(**{**opening, "cities": tuple(opening.get("cities", ()))})
    return BoardChange(**fields, opening=opening)


def write_signal(signal: Signal) -> str:
    """A signal as text."""
    amount = signal.amount
    return _write(
        {
            "kind": signal.kind,
            "company": signal.company,
            "person": signal.person,
            "role": signal.role,
            "seniority": signal.seniority,
            "from_company": signal.from_company,
            "to_company": signal.to_company,
            "amount": None if amount is None else [amount.value, amount.currency],
            "headcount": signal.headcount,
            "certainty": signal.certainty,
            "confidence": signal.confidence,
            "quote": signal.quote,
            "pattern": signal.pattern,
            "item": signal.item,
            "url": signal.url,
            "site": signal.site,
            "title": signal.title,
            "lang": signal.lang,
            "published": signal.published.isoformat(),
            "source_class": signal.source_class,
            "private": signal.private,
            "owner": signal.owner,
            "spread": signal.spread.total_seconds(),
            "effective": _day(signal.effective),
            "usual": signal.usual,
            "departments": signal.departments,
            "cities": signal.cities,
            "heard": _day(signal.heard),
        }
    )


def read_signal(text: str) -> Signal:
    """The signal that `write_signal` wrote."""
    fields = _read(text)
    seniority, amount, item = fields["seniority"], fields["amount"], fields["item"]
    return Signal(
        kind=Kind(fields["kind"]),
        company=fields["company"],
        person=fields["person"],
        role=fields["role"],
        seniority=None if seniority is None else Seniority(seniority),
        from_company=fields["from_company"],
        to_company=fields["to_company"],
        amount=None if amount is None else Amount(*amount),
        headcount=fields["headcount"],
        certainty=Certainty(fields["certainty"]),
        confidence=fields["confidence"],
        quote=fields["quote"],
        pattern=fields["pattern"],
        item=(item[0], item[1]),
        url=fields["url"],
        site=fields["site"],
        title=fields["title"],
        lang=fields["lang"],
        published=datetime.fromisoformat(fields["published"]),
        source_class=SourceClass(fields["source_class"]),
        private=fields["private"],
        owner=fields["owner"],
        spread=timedelta(seconds=fields["spread"]),
        effective=_moment(fields.get("effective")),
        heard=_moment(fields.get("heard")),
        usual=fields.get("usual"),
        departments=tuple(fields.get("departments", ())),
        cities=tuple(fields.get("cities", ())),
    )


def write_story(story: Story) -> str:
    """A story as text, without its evidence: each signal has a row of its own."""
    return _write(
        {
            "id": story.id,
            "kind": story.kind,
            "company": story.company,
            "people": story.people,
            "state": story.state,
            "first_seen": story.first_seen.isoformat(),
            "last_seen": story.last_seen.isoformat(),
            "outlets": story.outlets,
            "source_classes": sorted(story.source_classes),
            "private": story.private,
            "silent": story.silent,
        }
    )


def read_story(text: str, evidence: Iterable[Signal]) -> Story:
    """The story that `write_story` wrote, with its signals put back in order."""
    fields = _read(text)
    return Story(
        id=fields["id"],
        kind=Kind(fields["kind"]),
        company=fields["company"],
        people=tuple(fields["people"]),
        state=State(fields["state"]),
        first_seen=datetime.fromisoformat(fields["first_seen"]),
        last_seen=datetime.fromisoformat(fields["last_seen"]),
        evidence=tuple(sorted(evidence, key=lambda signal: (signal.published, signal.item))),
        outlets=tuple(fields["outlets"]),
        source_classes=frozenset(map(SourceClass, fields["source_classes"])),
        private=fields["private"],
        silent=fields["silent"],
    )


def write_score(score: Score | NotEnough) -> str:
    """A score, or the lack of one, as text."""
    if isinstance(score, NotEnough):
        return _write({"company": score.company, "at": score.at.isoformat(), "reason": score.reason})
    points = [[p.rule, p.axis, p.value, p.reason, p.story, p.stories, p.advice] for p in score.points]
    return _write(
        {
            "company": score.company,
            "at": score.at.isoformat(),
            "window": score.window,
            "pressure": score.pressure,
            "points": points,
            "confidence": score.confidence,
            "oldest": score.oldest.isoformat(),
            "newest": score.newest.isoformat(),
        }
    )


def read_score(text: str) -> Score | NotEnough:
    """What `write_score` wrote."""
    fields = _read(text)
    at = datetime.fromisoformat(fields["at"])
    if "reason" in fields:
        return NotEnough(fields["company"], at, fields["reason"])
    return Score(
        company=fields["company"],
        at=at,
        window=fields["window"],
        pressure=fields["pressure"],
        points=tuple(
            Points(rule, Axis(axis), value, reason, story, tuple(stories), advice)
            for rule, axis, value, reason, story, stories, advice in fields["points"]
        ),
        confidence=Confidence(fields["confidence"]),
        oldest=datetime.fromisoformat(fields["oldest"]),
        newest=datetime.fromisoformat(fields["newest"]),
    )


def write_drawn(drawn: Drawn) -> str:
    """A drawn message as text."""
    picture = {"picture": asdict(drawn.picture)} if drawn.picture else {}
    return _write({"text": drawn.text, "blocks": [dict(block) for block in drawn.blocks], **picture})


def read_drawn(text: str) -> Drawn:
    """The message that `write_drawn` wrote."""
    fields = _read(text)
    picture = Picture(**fields["picture"]) if "picture" in fields else None
    return Drawn(fields["text"], tuple(fields["blocks"]), picture)


def write_change(change: Change) -> str:
    """A change as text."""
    return _write({"part": change.part, "name": change.name, "value": change.value, "before": change.before})


def read_change(text: str) -> Change:
    """The change that `write_change` wrote."""
    fields = _read(text)
    return Change(Part(fields["part"]), fields["name"], fields["value"], fields["before"])


LISTS = ("aliases", "must", "never", "rivals", "departments", "cities")  # of a company


def write_company(company: Company) -> str:
    """A watched company as text."""
    lists = {name: getattr(company, name) for name in LISTS}
    plain = {name: getattr(company, name) for name in ("name", "domain", "tier", "cik", "employees")}
    return _write({**plain, **lists, "boards": dict(company.boards)})


def read_company(text: str) -> Company:
    """The company that `write_company` wrote."""
    fields = _read(text)
    del fields["v"]
    lists = {name: tuple(fields.get(name, ())) for name in LISTS}
    return Company(**{**fields, **lists})
