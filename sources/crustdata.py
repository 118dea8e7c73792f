"""Crustdata: people whom its watches saw change jobs or say that they are open to work, as its webhook sends them.

Off until a section of config.toml names a `secret`; docs/webhooks.md says how. Both forms are read: since 2025-11-01
`changes` beside the whole `record`, before that the post of somebody who starts a new position, one or a list of them.
A notification with the watch id 0 is Crustdata's own test. What it tells is private to `owner`. Its data come from
LinkedIn profiles: whether you may use them is between you and Crustdata.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from model.company import Company
from model.errors import Changed
from model.item import Item
from sources.contract import Source
from sources.hooks.inbound import Inbound, Vendor
from sources.hooks.people import Day, Job, Move, day, first, item, newest
from sources.hooks.settings import EVERY as EVERY
from sources.hooks.settings import Credits, HookSettings

TERMS = "Your contract with Crustdata: it calls us, nothing is asked of it. Each notification costs what it says (5)."
NAME, SITE = "crustdata", "Crustdata"

# What a change is called, by the last word of its field.
_EMPLOYERS = frozenset({"current_employers", "current", "employers", "current_employer"})
_TITLES = frozenset({"title", "employee_title", "current_title"})
_OPEN = frozenset({"open_to_work", "is_open_to_work", "open_to_cards", "open_to"})
_OLD, _NEW = ("old_value", "old", "before", "previous"), ("new_value", "new", "after", "current")


class Settings(HookSettings):
    """[sources.crustdata]: see docs/webhooks.md. Five credits a notification."""

    credits: Credits = 5


def open(settings: Settings, companies: Sequence[Company]) -> list[Source]:
    """Return the one source of all that Crustdata sends."""
    return [Inbound(Vendor(NAME, read), settings)]


def read(said: object, settings: HookSettings, fetched: datetime) -> list[Item]:
    """Read one notification, or a list of them; raises Changed."""
    rows = said if isinstance(said, list) else [said]
    moves = [move for row in rows for move in _moves(row)]
    return [item(f"{NAME}:", SITE, settings.owner, move, fetched) for move in moves]


def _moves(row: object) -> Iterator[Move]:
    if not isinstance(row, Mapping):
        raise Changed("Crustdata sends objects, and this is none.")
    if isinstance(row.get("record"), Mapping) and isinstance(row.get("changes"), list):
        about = row.get("metadata")
        if isinstance(about, Mapping) and str(about.get("watch_id")) == "0":
            return
        yield from _changed(row["record"], row["changes"], about if isinstance(about, Mapping) else {})
    elif first(row, "person_name", "actor_name") and isinstance(row.get("current_employers"), list):
        yield _starting(row)
    elif not first(row, "uid", "company_name"):  # a post or a vacancy tells of no person
        raise Changed("Crustdata's notification has neither changes beside a record, nor a person with employers.")


def _changed(record: Mapping[str, Any], changes: Sequence[object], about: Mapping[str, Any]) -> Iterator[Move]:
    """Tell a move from the old and the new value of what changed, and from the record where those say too little."""
    person = first(record, "name", "full_name", "person_name")
    if not person:
        raise Changed("Crustdata's record names nobody.")
    profile = first(record, "linkedin_profile_url", "linkedin_flagship_url", "flagship_profile_url", "profile_url")
    told = [change for change in changes if isinstance(change, Mapping)]
    at = day(first(about, "detected_at", "sent_at", "created_at", "timestamp"))
    after = newest(_jobs(record.get("current_employers")))
    before = newest(job for change in told if _field(change) in _EMPLOYERS for job in _jobs(_value(change, _OLD)))
    if any(_field(change) in _OPEN and _value(change, _NEW) for change in told) and after:
        yield Move(person, profile, after, after, at, open_to_work=True)
    titles = [change for change in told if _field(change) in _TITLES]
    if before is None and titles and after and not any(_field(change) in _EMPLOYERS for change in told):
        before = Job(after.company, first({"was": _value(titles[0], _OLD)}, "was"), None)
    if not any(_field(change) in _EMPLOYERS | _TITLES for change in told) or not (before or after):
        return
    if before is None:
        before = newest(_jobs(record.get("past_employers")))
    if (before and after) is None or _told(before) != _told(after):
        moved = after.start if after and before and before.company != after.company else None
        yield Move(person, profile, before, after, moved or at)


def _starting(row: Mapping[str, Any]) -> Move:
    """Read the post of somebody who starts a new position: who it is and where they are now."""
    after = newest(_jobs(row["current_employers"]))
    profile = first(row, "person_linkedin_flagship_profile_url", "person_linkedin_profile_url")
    posted = day(row.get("date_posted"))
    return Move(first(row, "person_name", "actor_name"), profile, None, after, posted)


def _jobs(value: object) -> Iterator[Job]:
    for one in value if isinstance(value, list) else [value]:
        if isinstance(one, Mapping):
            company = first(one, "employer_name", "name", "company_name")
            title = first(one, "employee_title", "title", "position_title")
            if company:
                yield Job(company, title, _day(one, "start_date"), _day(one, "end_date"))


def _day(row: Mapping[str, Any], name: str) -> Day | None:
    return day(row.get(name))


def _field(change: Mapping[str, Any]) -> str:
    """Name what changed by the last word of its path, "experience.current_employers[0]" by current_employers."""
    return first(change, "field", "path", "name").rpartition(".")[2].partition("[")[0]


def _value(change: Mapping[str, Any], names: Sequence[str]) -> object:
    return next((change[name] for name in names if change.get(name) is not None), None)


def _told(job: Job | None) -> tuple[str, str] | None:
    return (job.company.casefold(), job.title.casefold()) if job else None
