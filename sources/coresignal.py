"""Coresignal: people whose profile it saw change; its webhook sends their numbers only, the records are fetched.

Off until a section of config.toml names a `secret`; docs/webhooks.md says how. A record costs a credit, so no more than
`day_limit` are fetched a day (100 unless config.toml says otherwise) and the rest waits; the key stands in the
environment as SIGNALS_SOURCES__CORESIGNAL__KEY. Told is who began or ended a job within `history`, dated as the record
dates it, which is to the month. What it tells is private to `owner`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from pydantic import SecretStr

from model.company import Company
from model.errors import Changed
from model.item import Item
from sources.contract import Source
from sources.hooks.inbound import Asking, Inbound, Vendor
from sources.hooks.people import Day, Job, Move, day, first, item, newest
from sources.hooks.settings import EVERY as EVERY
from sources.hooks.settings import Credits, HookSettings
from sources.settings import Duration

TERMS = "Your contract with Coresignal: it calls us, and a record is asked for with your key, one for each change."
NAME, SITE = "coresignal", "Coresignal"

_CHANGED = frozenset({"changed", "changed_experience", "added"})
_JOBS = ("experience", "member_experience_collection", "experiences")


class Settings(HookSettings):
    """[sources.coresignal]: see docs/webhooks.md. `url` is where the record of {id} is fetched."""

    credits: Credits = 1
    day_limit: Credits | None = 100
    url: str = "https://api.coresignal.com/cdapi/v2/employee_base/collect/{id}"
    key: SecretStr | None = None
    history: Duration = timedelta(days=180)
    allow_private: bool = False


def open(settings: Settings, companies: Sequence[Company]) -> list[Source]:
    """Return the one source of all that Coresignal sends."""
    key = settings.key.get_secret_value().strip() if settings.key else ""
    asking = Asking(settings.url, "apikey: ", key, settings.allow_private)

    def read_within(said: object, _: HookSettings, fetched: datetime) -> list[Item]:
        return read(said, settings, fetched)

    return [Inbound(Vendor(NAME, read_within, ids), settings, asking)]


def ids(said: object) -> list[str]:
    """List the members of a notification that changed; raises Changed for one that is none."""
    if not isinstance(said, list):
        return []
    return [str(row["member_id"]) for row in said if _is_number(row) and row.get("status") in _CHANGED]


def read(said: object, settings: Settings, fetched: datetime) -> list[Item]:
    """Read one member's record, or a notification, which tells nothing by itself; raises Changed."""
    if isinstance(said, list) and all(map(_is_number, said)):
        return []
    if not isinstance(said, Mapping):
        raise Changed("Coresignal sends numbers of members or their records, and this is neither.")
    person = first(said, "full_name", "name")
    rows = next((said[name] for name in _JOBS if isinstance(said.get(name), list)), None)
    if not person or rows is None:
        raise Changed("Coresignal's record has no name or no experience.")
    profile = first(said, "linkedin_url", "professional_network_url", "profile_url", "url")
    move = _move(person, profile, list(_jobs(rows)), fetched - settings.history)
    return [item(f"{NAME}:", SITE, settings.owner, move, fetched)] if move else []


def _move(person: str, profile: str, jobs: Sequence[Job], since: datetime) -> Move | None:
    """Tell the newest job that began since then, else that the last one ended without another."""
    after = newest(job for job in jobs if job.end is None)
    past = [job for job in jobs if job.end is not None]
    before = max(past, key=lambda job: job.end.start if job.end else since, default=None)
    if after and after.start and after.start.start + after.start.lasts >= since:
        return Move(person, profile, before, after, after.start)
    if after is None and before and before.end and before.end.start + before.end.lasts >= since:
        return Move(person, profile, before, None, before.end)
    return None


def _jobs(rows: Sequence[object]) -> Iterator[Job]:
    for row in rows:
        if isinstance(row, Mapping) and not row.get("deleted"):
            company = first(row, "company_name")
            if company:
                title = first(row, "title", "position_title")
                yield Job(company, title, _day(row, "date_from"), _day(row, "date_to"))


def _day(row: Mapping[str, Any], name: str) -> Day | None:
    return day(row.get(name)) if row.get(name) else None


def _is_number(row: object) -> bool:
    return isinstance(row, Mapping) and isinstance(row.get("member_id"), int) and isinstance(row.get("status"), str)
