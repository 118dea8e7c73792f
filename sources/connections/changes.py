"""Compare two exports of the same member's connections: who changed company, who changed title.

A row that vanished is a connection withdrawn or an account closed, not news; a new row is somebody newly met. Between
two exports only a Snapshot is remembered: companies and titles beside digests of who holds them, no names.
"""

from __future__ import annotations

import json
import re
import zlib
from base64 import b64decode, b64encode
from binascii import b2a_base64
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache
from hashlib import blake2b
from urllib.parse import quote

from cleanco import basename

from model.errors import Changed
from model.item import Item, ProfileChange
from sources.connections.columns import Kind
from sources.connections.export import Row
from sources.plain import clean

FORM = "1:"
DIGEST = blake2b(digest_size=9, person=b"connections")
SQUEEZE = 3  # a third of the time of the default, for a tenth more
NO_COMPANY = "no company named"
NO_TITLE = "no title named"
DOUBT = " (known again without a profile address: look before you write)"


@dataclass(frozen=True, slots=True)
class Seat:
    """Where somebody sat. `profile` ("" when unknown) and `name` are digests.

    `connected` is an ISO day, the digest of whatever else tells people of one name apart, or "".
    """

    profile: str
    name: str
    connected: str
    company: str | None
    position: str | None


Snapshot = tuple[Seat, ...]
Alone = Mapping[tuple[str, str], Seat]


def snapshot(rows: Sequence[Row]) -> Snapshot:
    """Keep of an export what the next one is compared with."""
    return tuple(_seat(row) for row in rows)


def diff(
    before: Snapshot,
    after: Sequence[Row],
    owner: str,
    at: datetime,
    kind: Kind = Kind.CONNECTIONS,
    seats: Snapshot | None = None,
) -> list[Item]:
    """Tell each change of company or title as an item that is private to `owner`, in the order of the newer export.

    People are recognised by their profile; when that changed, by name and day of connection together. Of candidates
    only a change from one named company to another is told: what a recruiter left blank or reworded says nothing.
    `seats` is the snapshot of `after`, where there is one already.
    """
    known = {seat.profile: seat for seat in before if seat.profile}
    now = snapshot(after) if seats is None else seats
    kept = {seat.profile for seat in now if seat.profile}
    strays = _alone(seat for seat in before if seat.profile not in kept)
    newcomers = _alone(seat for seat in now if seat.profile not in known)
    items = []
    for row, seat in zip(after, now, strict=True):
        old = known.get(seat.profile)
        if old is None and (seat.name, seat.connected) in newcomers:
            old = strays.get((seat.name, seat.connected))
        if old is not None and _same_person(old, seat) and _moved(old, seat, kind):
            items.append(_item(row, old, owner, at, kind))
    return items


def added(before: Snapshot, after: Snapshot, most: int) -> Snapshot:
    """Put newer seats in place of the older ones of the same people, whose company stays where none is named now.

    A recruiter's lists are each of one project: who is not in this one is still known. Keeps the newest `most`.
    """
    known = {seat.profile: seat for seat in before if seat.profile}
    strays, fresh = (_alone(seat for seat in seats if not seat.profile) for seats in (before, after))
    new = []
    for seat in after:
        told_apart = (seat.name, seat.connected)
        old = known.get(seat.profile) or (strays.get(told_apart) if fresh.get(told_apart) == seat else None)
        new.append(replace(seat, company=seat.company or (old.company if old else None)))
    replaced = {seat.profile for seat in after if seat.profile}
    left = [
        seat
        for seat in before
        if (seat.profile not in replaced if seat.profile else not _is_alone(seat, strays, fresh))
    ]
    return tuple(dict.fromkeys([*left, *new]))[-most:]


def _is_alone(seat: Seat, before: Alone, after: Alone) -> bool:
    return (seat.name, seat.connected) in before and (seat.name, seat.connected) in after


def turnover(before: Snapshot, after: Sequence[Row]) -> tuple[int, int]:
    """Count who is newly met and who is gone; people are recognised as in `diff`."""
    known = {seat.profile: seat for seat in before if seat.profile}
    now = [_seat(row) for row in after]
    kept = {seat.profile for seat in now if seat.profile}
    strays = _alone(seat for seat in before if seat.profile not in kept)
    newcomers = _alone(seat for seat in now if seat.profile not in known)
    same = sum(
        seat.profile in known or ((seat.name, seat.connected) in newcomers and (seat.name, seat.connected) in strays)
        for seat in now
    )
    return len(now) - same, len(before) - same


def dump(seats: Snapshot) -> str:
    """Write a snapshot as a short line of ASCII."""
    rows = [(seat.profile, seat.name, seat.connected, seat.company, seat.position) for seat in seats]
    written = json.dumps(rows, separators=(",", ":")).encode()
    return FORM + b64encode(zlib.compress(written, SQUEEZE)).decode()


def load(text: str) -> Snapshot:
    """Read what `dump` wrote; raises Changed when it is damaged."""
    try:
        rows = json.loads(zlib.decompress(b64decode(text.removeprefix(FORM), validate=True)))
        return tuple(Seat(*row) for row in rows)
    except (ValueError, TypeError, zlib.error, RecursionError) as error:
        raise Changed("What was remembered of the last export is damaged; import it once more.") from error


def forget(seats: Snapshot, person: str) -> Snapshot:
    """Leave out everybody of that name (requirement P7)."""
    return tuple(seat for seat in seats if seat.name != _digest(clean(person)))


def companies_of(seats: Snapshot, people: Iterable[str]) -> dict[str, set[str | None]]:
    """Tell the companies of everybody who has one of these names; None among them for a seat that names no company."""
    names = {_digest(clean(person)): person for person in people}
    found: dict[str, set[str | None]] = {}
    for seat in seats:
        if seat.name in names:
            found.setdefault(names[seat.name], set()).add(seat.company)
    return found


def _digest(text: str) -> str:
    digest = DIGEST.copy()
    digest.update(" ".join(text.casefold().split()).encode(errors="replace"))
    return b2a_base64(digest.digest(), newline=False).decode()


def _seat(row: Row) -> Seat:
    return Seat(
        profile=_digest(row.profile) if row.profile else "",
        name=_digest(row.person),
        connected=row.connected.isoformat() if row.connected else _digest(row.place) if row.place else "",
        company=row.company,
        position=row.position,
    )


def _alone(seats: Iterable[Seat]) -> Alone:
    """Index seats by name and day of connection, leaving out those that share both or have no day."""
    dated = [seat for seat in seats if seat.connected]
    often = Counter((seat.name, seat.connected) for seat in dated)
    return {(seat.name, seat.connected): seat for seat in dated if often[seat.name, seat.connected] == 1}


def _same_person(old: Seat, new: Seat) -> bool:
    """A profile's address can pass to somebody else: then both the name and the day of connection differ."""
    return old.name == new.name or old.connected == new.connected


def _moved(old: Seat, new: Seat, kind: Kind) -> bool:
    if kind is Kind.CANDIDATES:
        return bool(old.company and new.company) and not _same_company(old.company, new.company)
    if old.position != new.position and _plain(old.position) != _plain(new.position):
        return True
    return not _same_company(old.company, new.company)


def _plain(text: str | None) -> str:
    return " ".join(re.sub(r"[^\w\s+#&]", " ", (text or "").casefold()).split())


def _same_company(one: str | None, other: str | None) -> bool:
    """Tell whether two spellings name one company: case, punctuation and legal forms do not count."""
    if one == other or _plain(one) == _plain(other):
        return True
    return bool(one and other and _bare(one) == _bare(other))


@lru_cache(maxsize=4096)
def _bare(company: str) -> str:
    return _plain(basename(company)) or _plain(company)


def _item(row: Row, old: Seat, owner: str, at: datetime, kind: Kind) -> Item:
    moved = not _same_company(old.company, row.company)
    doubt = "" if row.profile or row.connected else DOUBT
    if moved:
        title = f"{row.person}: {old.company or NO_COMPANY} → {row.company or NO_COMPANY}"
    else:
        where = f" at {row.company}" if row.company else ""
        title = f"{row.person}{where}: {old.position or NO_TITLE} → {row.position or NO_TITLE}"
    told = (
        row.profile or row.person,
        *(value or "" for value in (old.company, old.position, row.company, row.position)),
    )
    return Item(
        source=f"connections:{owner}",
        key=_digest("\n".join((*told, at.isoformat()))),
        url="",
        title=title,
        text=f"{_words(old.position, old.company)} → {_words(row.position, row.company)}{doubt}" if moved else "",
        lang=None,
        site=kind.value,
        published=at,
        fetched=at,
        shape=ProfileChange(
            owner=owner,
            person=row.person,
            profile=f"https://www.linkedin.com/in/{quote(row.profile)}" if row.profile else "",
            company_before=old.company,
            company_after=row.company,
            position_before=old.position,
            position_after=row.position,
        ),
    )


def _words(position: str | None, company: str | None) -> str:
    return " at ".join(part for part in (position, company) if part) or NO_COMPANY
