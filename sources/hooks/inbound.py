"""A source whose pages a vendor sends: the vendor says how they are read, the rest is the same for all.

What came is read from an inbox, kept, and only then blanked: the cursor, which is stored together with the items, says
what was kept. Of vendors that send bare ids the records are fetched, as many as the limits allow.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import ClassVar, Protocol
from urllib.parse import quote

from model.errors import Busy, Changed, Gone, Refused
from model.hook import Delivery, Spent
from model.item import Item, Page
from model.poll import PollState
from sources import answers
from sources.contract import Http
from sources.hooks.settings import HookSettings

READ_TOGETHER = 50
# Records asked for in one poll: they are kept together, and a minute later the next ones follow.
ASKED_TOGETHER = 20
AGAIN = timedelta(hours=1)
NO_RECORD = b"[]"
Ids = Callable[[object], Sequence[str]]

log = logging.getLogger(__name__)


class Inbox(Protocol):
    """What was sent and not yet read, and what it cost (store/hooks.py)."""

    async def waiting(self, hook: str, most: int) -> list[Delivery]:
        """List what nobody has read, oldest first."""

    async def settle(self, ids: Sequence[int]) -> None:
        """Blank what is kept."""

    async def set_aside(self, id: int, why: str, now: datetime) -> None:
        """Leave a delivery that cannot be read."""

    async def count(self, hook: str, now: datetime, *, credits: int = 0, failures: int = 0) -> None:
        """Count what asking costs."""

    async def spent(self, hook: str, now: datetime) -> Spent:
        """Tell what was spent."""


@dataclass(frozen=True, slots=True)
class Asking:
    """How the record of an id is fetched: `url` holds {id}; `header` is what the key comes behind, "apikey: "."""

    url: str
    header: str
    key: str = field(repr=False)
    allow_private: bool = False


def _no_ids(said: object) -> Sequence[str]:
    return ()


@dataclass(frozen=True, slots=True)
class Vendor:
    """How one vendor's calls are read. `read` gives the items of one body, given when it was fetched, else Changed.

    `ids` lists the records that a body only names.
    """

    name: str
    read: Callable[[object, HookSettings, datetime], Sequence[Item]]
    ids: Ids = _no_ids


@dataclass(frozen=True, slots=True)
class Inbound:
    """One vendor's webhook. Without an `inbox` (a dry run) nothing came."""

    vendor: Vendor
    settings: HookSettings
    asking: Asking | None = None
    inbox: Inbox | None = None

    # No news is what a webhook mostly has.
    never_empty: ClassVar[bool] = False
    questions: ClassVar[int] = 0

    @property
    def id(self) -> str:
        """All calls of a vendor are one source."""
        return f"{self.vendor.name}:"

    @property
    def every(self) -> timedelta:
        """How long between two looks at what came."""
        return self.settings.every

    def with_inbox(self, inbox: Inbox) -> Inbound:
        """Make the same source that reads from an inbox."""
        return replace(self, inbox=inbox)

    async def fetch(self, http: Http, state: PollState, now: datetime) -> Page | None:
        """Take what came since the last poll; raises Busy where the limits allow no more."""
        if self.inbox is None:
            return None
        name, memory = self.vendor.name, _Memory.of(state)
        came = await self.inbox.waiting(name, READ_TOGETHER)
        kept = [one.id for one in came if one.id in memory.kept]
        if kept:
            await self.inbox.settle(kept)
            came = await self.inbox.waiting(name, READ_TOGETHER)
        fresh = [one for one in came if await self._readable(one, now)]
        bodies = [one.body for one in fresh if not _names_only(self.vendor.ids(said := _json(one.body)), said)]
        wanted = list(dict.fromkeys([*memory.ask, *(id for one in fresh for id in self.vendor.ids(_json(one.body)))]))
        records, left = await self._collect(http, wanted, now) if wanted else ([], [])
        if not fresh and len(left) == len(memory.ask):
            await self._stay_within(len(left), now)
            return None
        told = {"kept": " ".join(str(one.id) for one in fresh), "ask": " ".join(left)}
        return Page(f"hooks/{name}", answers.join([*bodies, *records] or [NO_RECORD]), now, told)

    def parse(self, page: Page) -> list[Item]:
        """Read every body of the page; raises Changed."""
        found = [
            item
            for body in answers.split(page.body)
            for item in self.vendor.read(_json(body), self.settings, page.fetched)
        ]
        return list({item.key: item for item in found}.values())

    def advance(self, state: PollState, page: Page, items: Sequence[Item]) -> str | None:
        """Remember what is kept with this page, and whose records are still to be asked for."""
        return json.dumps({"kept": page.headers.get("kept", ""), "ask": page.headers.get("ask", "")})

    async def _readable(self, one: Delivery, now: datetime) -> bool:
        """Tell whether a delivery can be read; one that cannot is put aside, so that it holds up no other."""
        try:
            said = _json(one.body)
            if not _names_only(self.vendor.ids(said), said):
                self.vendor.read(said, self.settings, now)
        except Changed as error:
            assert self.inbox is not None  # noqa: S101  (it came through it)
            await self.inbox.set_aside(one.id, error.detail, now)
            log.warning("%s: a delivery cannot be read and is put aside: %s", self.vendor.name, error.detail)
            return False
        return True

    async def _collect(self, http: Http, wanted: Sequence[str], now: datetime) -> tuple[list[bytes], list[str]]:
        """Fetch records while the limits allow it; return them and the ids that wait. Raises Busy, Refused."""
        assert self.inbox is not None  # noqa: S101  (only what came through it is asked for)
        name, limits = self.vendor.name, self.settings.limits
        records: list[bytes] = []
        for number, id in enumerate(wanted):
            if number == ASKED_TOGETHER or not (await self.inbox.spent(name, now)).affords(limits):
                return records, list(wanted[number:])
            # Counted before it is asked: a death in between may cost a record, never a limit.
            await self.inbox.count(name, now, credits=limits.credits)
            try:
                records += await self._record(http, id, now)
            except Changed as error:
                await self.inbox.count(name, now, failures=1)
                log.warning("%s: the record %s cannot be read and is left out: %s", name, id, error.detail)
            except (Busy, Refused):
                await self.inbox.count(name, now, failures=1)
                if not records:
                    raise
                return records, list(wanted[number:])
        return records, []

    async def _record(self, http: Http, id: str, now: datetime) -> list[bytes]:
        """Fetch one record; nothing for one that is not there any more. Raises Busy, Refused, Changed."""
        asking = self.asking
        if asking is None or not asking.key:
            variable = f"SIGNALS_SOURCES__{self.vendor.name.upper()}__KEY"
            raise Refused(f"{self.vendor.name} sent only ids, and gives their records to a key: set {variable}.")
        try:
            got = await http.get(
                asking.url.replace("{id}", quote(id, safe="")),
                accept="application/json",
                allow_private=asking.allow_private,
                authorization=f"{asking.header}{asking.key}",
            )
        except Gone:
            return []
        except Refused as error:
            if "(404)" in error.detail:
                return []
            raise
        if got is None:
            return []
        self.vendor.read(_json(got.body), self.settings, now)
        return [got.body]

    async def _stay_within(self, waiting: int, now: datetime) -> None:
        """Raise Busy, with what to do, while no more credits may be spent."""
        limits = self.settings.limits
        if self.inbox is None or limits.day is limits.month is None:
            return
        spent = await self.inbox.spent(self.vendor.name, now)
        if spent.affords(limits):
            return
        day = limits.day is not None and limits.day - spent.credits < max(limits.credits, 1)
        most, used = (limits.day or 0, spent.credits) if day else (limits.month or 0, spent.credits_month)
        rest = f" {waiting} records wait." if waiting else " Its calls are refused."
        raise Busy(
            f"{self.vendor.name} has spent {used:,} of {most:,} credits {'today' if day else 'this month'} "
            f"(UTC).{rest} Raise {'day_limit' if day else 'month_limit'} in [sources.{self.vendor.name}], or let it "
            "watch fewer people.",
            AGAIN,
        )


@dataclass(frozen=True, slots=True)
class _Memory:
    """What the cursor holds: the deliveries that are kept as items, and the ids of records still to be asked for."""

    kept: frozenset[int]
    ask: tuple[str, ...]

    @classmethod
    def of(cls, state: PollState) -> _Memory:
        told: Mapping[str, str] = json.loads(state.cursor) if state.cursor else {}
        return cls(frozenset(map(int, told.get("kept", "").split())), tuple(told.get("ask", "").split()))


def _names_only(ids: Sequence[str], said: object) -> bool:
    """Tell whether a body names records and says nothing of them."""
    return bool(ids) and isinstance(said, list) and len(ids) >= len(said)


def _json(body: bytes) -> object:
    try:
        return json.loads(body)
    except (ValueError, RecursionError) as error:
        raise Changed("It is no JSON.") from error
