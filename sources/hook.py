"""Plain webhook: what your own tools (Zapier, n8n, Clay) send on, a text each, read as any other text is.

Off until a section of config.toml names a `secret`; docs/webhooks.md says how. The body is one JSON object, or a list
of up to a hundred: text, and where there is one company, person, url, happened_at, kind, event_id. Only the text is
believed: `company` is put before one that does not name it, `person` makes the whole item private to `owner`, and so
does kind "open_to_work"; any other `kind` says nothing. People whom a text names are private to `owner` as well, and
what it says is hearsay that confirms no other outlet, unless `published` says that all of it was published before.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, time
from hashlib import blake2b
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from model.company import Company
from model.errors import Changed
from model.item import Item, Relayed
from sources.contract import Source
from sources.hooks.inbound import Inbound, Vendor
from sources.hooks.settings import EVERY as EVERY
from sources.hooks.settings import HookSettings

TERMS = "Your own tools send what you let them; nobody else is asked. What they read, they read on their own terms."
NAME = "hook"
MOST = 100
TITLE = 200
# What is said of somebody in confidence, whatever else a kind may be.
PRIVATE = frozenset({"open_to_work"})
NOBODY = "somebody"


class Settings(HookSettings):
    """[sources.hook]: see docs/webhooks.md. `published` is true where only what was published comes this way."""

    published: bool = False


def open(settings: Settings, companies: Sequence[Company]) -> list[Source]:
    """Return the one source of all that your tools send."""

    def read_so(said: object, _: HookSettings, fetched: datetime) -> list[Item]:
        return read(said, settings, fetched)

    return [Inbound(Vendor(NAME, read_so), settings)]


class Sent(BaseModel):
    """One object as a tool sends it; what it holds besides is left alone."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    text: str = Field(min_length=1, max_length=20_000)
    company: str = Field(default="", max_length=200)
    person: str = Field(default="", max_length=200)
    url: str = Field(default="", pattern=r"^(https?://\S+)?$", max_length=2_000)
    kind: str = Field(default="", max_length=100)
    event_id: str = Field(default="", max_length=200, coerce_numbers_to_str=True)
    happened_at: datetime | None = None

    @field_validator("company", "person", "url", "kind", "event_id", mode="before")
    @classmethod
    def _none(cls, value: object) -> object:
        return "" if value is None else value

    @field_validator("happened_at", mode="before")
    @classmethod
    def _moment(cls, value: object) -> datetime | None:
        if value in (None, ""):
            return None
        moment = datetime.fromisoformat(value) if isinstance(value, str) else value
        if isinstance(moment, date) and not isinstance(moment, datetime):
            moment = datetime.combine(moment, time(), UTC)
        if not isinstance(moment, datetime):
            raise ValueError("write a day, 2026-11-30, or a moment with its zone, 2026-11-30T09:00:00Z")
        return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)


def read(said: object, settings: Settings, fetched: datetime) -> list[Item]:
    """Read what a tool sent; raises Changed with every mistake at once."""
    rows = said if isinstance(said, list) else [said]
    if len(rows) > MOST:
        raise Changed(f"It holds {len(rows)} objects: send at most {MOST} at once.")
    sent, faults = [], []
    for number, row in enumerate(rows, 1):
        try:
            sent.append(Sent.model_validate(row if isinstance(row, Mapping) else None))
        except (ValidationError, OverflowError) as error:
            told = error.errors() if isinstance(error, ValidationError) else []
            faults += [f"object {number}: {'.'.join(map(str, e['loc']))} {e['msg']}" for e in told] or [
                f"{number}: a day"
            ]
    if faults:
        raise Changed("; ".join(faults[:10]) + ".")
    return [_item(one, settings, fetched) for one in sent]


def _item(sent: Sent, settings: Settings, fetched: datetime) -> Item:
    words = sent.text.strip()
    line = " ".join((words.splitlines() or [""])[0].split())
    named = not sent.company or sent.company.casefold() in words.casefold()
    title = line if named else f"{sent.company}: {line}"
    at = min(sent.happened_at or fetched, fetched)
    told = sent.event_id or "\n".join((words, sent.company, sent.person, sent.url, at.date().isoformat()))
    return Item(
        source=f"{NAME}:",
        key=blake2b(told.encode(errors="replace"), digest_size=12).hexdigest(),
        url=sent.url,
        title=title if len(title) <= TITLE else title[:TITLE].rsplit(" ", 1)[0] + " …",
        text=words if words != line else "",
        lang=None,
        site=(urlsplit(sent.url).hostname or NAME).removeprefix("www."),
        published=at,
        fetched=fetched,
        shape=Relayed(settings.owner, sent.person or (NOBODY if sent.kind in PRIVATE else ""), settings.published),
    )
