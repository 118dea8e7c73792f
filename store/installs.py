"""The installs of the app: tokens encrypted, sign-ins used once, rotation by compare and set, and what goes with them.

The key is not stored: `unlock` hands it in, and what reads or writes tokens needs it (requirements B13 to B16, E7).
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, delete, select, update

from model.errors import StoreError
from model.install import Install
from store.async_engine import AsyncConnection
from store.audit import add_line
from store.open import Database
from store.outbox import withdraw_all
from store.tables import installs, oauth_states, org_teams
from store.tenants import erase
from store.upsert import insert_new, upsert
from store.vault import Vault

PARTS = ("enterprise", "team", "app")


class Installs:
    """A part of the store. Every method is one transaction."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._vault: Vault | None = None

    async def unlock(self, vault: Vault) -> None:
        """Use this key from now on. Raises ConfigError when it does not open every token that is stored."""
        async with self._database.read() as connection:
            for row in await connection.execute(select(installs)):
                _install(row, vault)
        self._vault = vault

    async def reencrypt(self, vault: Vault, at: datetime) -> int:
        """Hide every token with the vault's first key; returns of how many installs. The others may be dropped then."""
        async with self._database.write() as connection:
            rows = [row for row in await connection.execute(select(installs)) if row.token or row.refresh]
            for row in rows:
                hidden = _hidden(_install(row, vault), vault)
                await connection.execute(update(installs).where(*_one(row)).values(**hidden))
            await add_line(connection, "", "operator", at, f"tokens of {len(rows)} installs encrypted anew")
        return len(rows)

    # installs

    async def save(self, install: Install, rotate: datetime | None = None) -> None:
        """Keep an install in place of an earlier one; its token is to be renewed from `rotate` on."""
        row = {
            **dict(zip(PARTS, install.key, strict=True)),
            **_hidden(install, self._key()),
            "expires": install.expires,
            "rotate": rotate,
            "org": install.org,
            "name": install.name,
            "installer": install.installer,
            "bot": install.bot,
            "bot_user": install.bot_user,
            "scopes": install.scopes,
            "trouble": "",
            "at": install.at,
            "gone": None,
            "purge": None,
        }
        async with self._database.write() as connection:
            await upsert(connection, installs, [row], list(PARTS))
            await add_line(connection, install.place, install.installer or "slack", install.at, "install")

    async def find(self, enterprise: str, team: str) -> Install | None:
        """The install that speaks in a workspace: its own, else its organisation's; None when there is none.

        Where Slack does not say which organisation a workspace belongs to, it is the one under which it was seen.
        """
        async with self._database.read() as connection:
            own = (installs.c.team == team, installs.c.org.is_(False)) if team else None
            if own and (found := await self._first(connection, *own)):
                return found
            if not enterprise:
                seen = select(org_teams.c.enterprise).where(org_teams.c.team == team)
                enterprise = await connection.scalar(seen) or ""
            if not enterprise:
                return None
            return await self._first(connection, installs.c.enterprise == enterprise, installs.c.org.is_(True))

    async def _first(self, connection: AsyncConnection, *conditions: ColumnElement[bool]) -> Install | None:
        query = select(installs).where(installs.c.gone.is_(None), *conditions).order_by(installs.c.at.desc()).limit(1)
        row = (await connection.execute(query)).one_or_none()
        return None if row is None else _install(row, self._key())

    async def live(self) -> list[Install]:
        """The installs that were not uninstalled, in the order of their ids."""
        query = select(installs).where(installs.c.gone.is_(None)).order_by(*(installs.c[part] for part in PARTS))
        async with self._database.read() as connection:
            return [_install(row, self._key()) for row in await connection.execute(query)]

    async def workspaces(self) -> set[str]:
        """The workspaces in which the app is installed, by themselves or by an organisation under which they are."""
        async with self._database.read() as connection:
            rows = (await connection.execute(select(installs).where(installs.c.gone.is_(None)))).all()
            orgs = {row.enterprise for row in rows if row.org}
            seen = (await connection.execute(select(org_teams))).all()
        return {row.team for row in rows if row.team} | {row.team for row in seen if row.enterprise in orgs}

    async def belongs(self, team: str, enterprise: str, *, sure: bool = True) -> None:
        """Remember under which organisation a workspace is; what is not `sure` changes nothing that is known."""
        row = {"team": team, "enterprise": enterprise}
        async with self._database.write() as connection:
            await (upsert if sure else insert_new)(connection, org_teams, [row], ["team"])

    # uninstall

    async def wipe(self, enterprise: str, team: str, told: datetime, at: datetime, purge: datetime) -> set[str]:
        """Forget the tokens of an install that Slack says is gone, and what waits to be said there.

        `told` is when it went: an install made after that is another one and stays. Returns the workspaces that are
        without the app now. What they have is erased at `purge`, unless they install again before.
        """
        whose = installs.c.team == team if team else installs.c.enterprise == enterprise
        theirs = (whose, installs.c.org.is_(not team), installs.c.gone.is_(None), installs.c.at <= told)
        values = {"token": "", "refresh": "", "expires": None, "rotate": None, "gone": at, "purge": purge}
        async with self._database.write() as connection:
            done = await connection.execute(update(installs).where(*theirs).values(**values).returning(installs))
            gone = done.all()
            places = await _without(connection, gone)
            for place in sorted(places):
                await withdraw_all(connection, place)
            for row in gone:
                await add_line(connection, row.team or row.enterprise, "slack", at, "uninstall")
        if gone:
            await self._database.checkpoint()
        return places

    async def purge(self, now: datetime) -> list[str]:
        """Erase what belongs to workspaces whose time has come; names them."""
        async with self._database.write() as connection:
            query = select(installs).where(installs.c.purge <= now)
            rows = (await connection.execute(query)).all()
            places = sorted(await _without(connection, rows))
            for place in places:
                await erase(connection, place)
                await connection.execute(delete(org_teams).where(org_teams.c.team == place))
            for row in rows:
                await connection.execute(delete(installs).where(*_one(row)))
                await add_line(connection, row.team or row.enterprise, "operator", now, "purge")
        if rows:
            await self._database.checkpoint()
        return places

    # rotation

    async def begin_rotation(self, now: datetime, again: datetime) -> Install | None:
        """Take one install whose token is to be renewed now; nobody else takes it before `again`. None when none is."""
        due = (installs.c.rotate <= now, installs.c.gone.is_(None))
        async with self._database.write() as connection:
            row = (await connection.execute(select(installs).where(*due).order_by(installs.c.rotate).limit(1))).first()
            if row is None:
                return None
            taken = update(installs).where(*_one(row), installs.c.rotate == row.rotate).values(rotate=again)
            won = (await connection.execute(taken)).rowcount
        return _install(row, self._key()) if won else None

    async def rotated(self, before: Install, after: Install, rotate: datetime) -> bool:
        """Keep renewed tokens; False when the install went or was made anew meanwhile, and they are not kept."""
        values = {**_hidden(after, self._key()), "expires": after.expires, "rotate": rotate, "trouble": ""}
        return await self._change(before, **values)

    async def not_rotated(self, install: Install, trouble: str) -> bool:
        """Remember that the token cannot be renewed, and try no more; False when that is known or no longer so."""
        return await self._change(install, trouble=trouble, rotate=None)

    async def _change(self, install: Install, **values: object) -> bool:
        same = (installs.c.at == install.at, installs.c.gone.is_(None), installs.c.trouble == install.trouble)
        theirs = [installs.c[part] == value for part, value in zip(PARTS, install.key, strict=True)]
        async with self._database.write() as connection:
            done = await connection.execute(update(installs).where(*theirs, *same).values(**values))
        return bool(done.rowcount)

    # sign-ins

    async def issue(self, state: str, until: datetime, now: datetime) -> None:
        """Remember a sign-in under way, and forget those that were never ended."""
        async with self._database.write() as connection:
            await connection.execute(delete(oauth_states).where(oauth_states.c.until <= now))
            await insert_new(connection, oauth_states, [{"digest": _digest(state), "until": until}], ["digest"])

    async def consume(self, state: str, now: datetime) -> bool:
        """End a sign-in; False for one that is not ours, is over, or was ended before."""
        theirs = (oauth_states.c.digest == _digest(state), oauth_states.c.until > now)
        async with self._database.write() as connection:
            return bool((await connection.execute(delete(oauth_states).where(*theirs))).rowcount)

    def _key(self) -> Vault:
        if self._vault is None:
            raise StoreError("Its tokens are locked: set SIGNALS_SLACK__TOKEN_KEY.")
        return self._vault


def _one(row: Row[Any]) -> Collection[ColumnElement[bool]]:
    return [installs.c[part] == getattr(row, part) for part in PARTS]


def _digest(state: str) -> bytes:
    return hashlib.sha256(state.encode("utf-8", "surrogatepass")).digest()


def _purpose(install: Install, part: str) -> str:
    return " ".join((part, *install.key))


def _hidden(install: Install, vault: Vault) -> dict[str, str]:
    return {part: vault.hide(_purpose(install, part), getattr(install, part)) for part in ("token", "refresh")}


def _install(row: Row[Any], vault: Vault) -> Install:
    fields = ("enterprise", "team", "app", "at", "expires", "org", "name", "installer", "bot", "bot_user", "scopes")
    bare = Install(**{name: getattr(row, name) for name in fields}, token="", trouble=row.trouble, gone=row.gone)
    return replace(
        bare,
        token=vault.show(_purpose(bare, "token"), row.token),
        refresh=vault.show(_purpose(bare, "refresh"), row.refresh),
    )


async def _without(connection: AsyncConnection, gone: Collection[Row[Any]]) -> set[str]:
    """Name the workspaces of these installs that no other install covers."""
    orgs = [row.enterprise for row in gone if row.org]
    under = (await connection.execute(select(org_teams).where(org_teams.c.enterprise.in_(orgs)))).all() if orgs else []
    places = {row.team: row.enterprise for row in gone if row.team} | {row.team: row.enterprise for row in under}
    for row in await connection.execute(select(org_teams).where(org_teams.c.team.in_(list(places)))):
        places[row.team] = row.enterprise
    live = (await connection.execute(select(installs).where(installs.c.gone.is_(None)))).all()
    own, covered = {row.team for row in live if row.team}, {row.enterprise for row in live if row.org}
    return {team for team, enterprise in places.items() if team not in own and enterprise not in covered}
