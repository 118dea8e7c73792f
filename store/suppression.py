"""Who asked to be forgotten, as salted digests only: enough to keep them out, too little to tell who it was (P7)."""

from __future__ import annotations

import secrets
from collections.abc import Collection
from datetime import datetime
from hashlib import blake2b

from sqlalchemy import select

from store.async_engine import AsyncConnection
from store.batches import batches
from store.naming import key
from store.tables import salts, suppressed
from store.upsert import insert_new


async def _salt(connection: AsyncConnection) -> bytes:
    fresh = {"name": "suppressed", "salt": secrets.token_bytes(16)}
    await insert_new(connection, salts, [fresh], ["name"])
    query = select(salts.c.salt).where(salts.c.name == "suppressed")
    salt: bytes = (await connection.execute(query)).scalar_one()
    return salt


def _digest(salt: bytes, name_key: str) -> bytes:
    return blake2b(name_key.encode(), key=salt, digest_size=32).digest()


def _parts(name: str) -> set[str]:
    """List what a forgotten person may be called within a name: "Ada Fontaine, PhD" holds "Ada Fontaine"."""
    words = key(name).split()
    ends = range(len(words) + 1)
    return {" ".join(words), *(" ".join(words[a:b]) for a in ends for b in ends[a + 2 :])}


async def suppressed_names(connection: AsyncConnection, names: Collection[str]) -> set[str]:
    """Those of `names` in which the whole name of somebody stands who asked to be forgotten."""
    salt = await connection.scalar(select(salts.c.salt).where(salts.c.name == "suppressed"))
    if salt is None or not names:
        return set()
    digests = {name: {_digest(salt, part) for part in _parts(name)} for name in names}
    known: set[bytes] = set()
    for some in batches(set().union(*digests.values())):
        known.update(await connection.scalars(select(suppressed.c.digest).where(suppressed.c.digest.in_(some))))
    return {name for name, parts in digests.items() if parts & known}


async def suppress(connection: AsyncConnection, name_key: str, at: datetime) -> None:
    """Remember that whoever has this key of a name (store.naming.key) asked to be forgotten."""
    row = {"digest": _digest(await _salt(connection), name_key), "at": at}
    await insert_new(connection, suppressed, [row], ["digest"])
