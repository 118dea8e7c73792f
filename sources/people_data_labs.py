"""People Data Labs: people whose job changed, as its webhook sends them: records, or ids whose records are fetched.

Off until a section of config.toml names a `secret`; docs/webhooks.md says how. Its `job_last_changed` lags by weeks or
months: each change is told with the date that the record gives, and as late where it is. Records of ids are fetched
with a key, in the environment as SIGNALS_SOURCES__PEOPLE_DATA_LABS__KEY, at most `day_limit` a day. What it tells is
private to `owner`; ages, addresses, mail addresses and telephone numbers are not taken.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from pydantic import SecretStr

from model.company import Company
from model.errors import Changed
from model.item import Item
from sources.contract import Source
from sources.hooks.inbound import Asking, Inbound, Vendor
from sources.hooks.people import Job, Move, day, first, item, newest
from sources.hooks.settings import EVERY as EVERY
from sources.hooks.settings import Credits, HookSettings

TERMS = "Your contract with People Data Labs: it calls us, and a record is asked for with your key, one for each id."
NAME, SITE = "people_data_labs", "People Data Labs"


class Settings(HookSettings):
    """[sources.people_data_labs]: see docs/webhooks.md. `url` is where the record of {id} is fetched."""

    credits: Credits = 1
    day_limit: Credits | None = 100
    url: str = "https://api.peopledatalabs.com/v5/person/retrieve/{id}"
    key: SecretStr | None = None
    allow_private: bool = False


def open(settings: Settings, companies: Sequence[Company]) -> list[Source]:
    """Return the one source of all that People Data Labs sends."""
    key = settings.key.get_secret_value().strip() if settings.key else ""
    return [
        Inbound(Vendor(NAME, read, ids), settings, Asking(settings.url, "X-Api-Key: ", key, settings.allow_private))
    ]


def ids(said: object) -> list[str]:
    """List the bare ids of a notification."""
    return [row for row in said if isinstance(row, str) and row] if isinstance(said, list) else []


def read(said: object, settings: HookSettings, fetched: datetime) -> list[Item]:
    """Read a record, a list of them, or the answer that holds one; raises Changed."""
    if isinstance(said, Mapping) and isinstance(said.get("data"), Mapping | list):
        said = said["data"]
    rows = said if isinstance(said, list) else [said]
    moves = [move for row in rows if not isinstance(row, str) for move in _moves(row)]
    return [item(f"{NAME}:", SITE, settings.owner, move, fetched) for move in moves]


def _moves(row: object) -> Iterator[Move]:
    """Tell how somebody came to their present job, unless the record knows of none or not since when."""
    if not isinstance(row, Mapping) or not first(row, "full_name") or "job_company_name" not in row:
        raise Changed("A record of People Data Labs has a full_name and a job_company_name, and this has not.")
    at = day(first(row, "job_last_changed") or first(row, "job_start_date"))
    after = Job(_written(first(row, "job_company_name")), first(row, "job_title"), None)
    if at is None or not after.company:
        return
    past = [job for job in _jobs(row.get("experience")) if job.company.casefold() != after.company.casefold()]
    ended = [job for job in past if job.end]
    before = max(ended, key=lambda job: job.end.start if job.end else at.start, default=None) or newest(past)
    yield Move(_written(first(row, "full_name")), first(row, "linkedin_url"), before, after, at)


def _jobs(rows: object) -> Iterator[Job]:
    for row in rows if isinstance(rows, list) else ():
        if isinstance(row, Mapping) and not row.get("is_primary") and _name(row, "company"):
            yield Job(
                _written(_name(row, "company")),
                _name(row, "title"),
                day(row.get("start_date")),
                day(row.get("end_date")),
            )


def _name(row: Mapping[str, Any], what: str) -> str:
    named = row.get(what)
    return first(named, "name") if isinstance(named, Mapping) else ""


def _written(name: str) -> str:
    """Write a name as people do: the records hold them in small letters."""
    return " ".join(word[:1].upper() + word[1:] for word in name.split()) if name.islower() else name
