"""One account on GitHub as a source. The cursor is what is remembered of its profile."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import ClassVar

from model.errors import Changed, Refused
from model.item import Item, OwnProfile, Page
from model.poll import PollState
from sources import answers, posts
from sources.contract import Fetched, Http
from sources.github.asking import Asking, may_go_on
from sources.github.profile import (
    SITE,
    Diff,
    Profile,
    Seen,
    called,
    compare,
    digest,
    digest_of,
    pack,
    read,
    seen,
    unpack,
)

# In place of a memory: whoever it was asked to be forgotten.
FORGOTTEN = "forgotten"
NOWHERE = "no employer"

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class User:
    """One account. `owner` is told that it is open to offers.

    `companies` are houses by the keys of their names and handles, `names` what the watched ones are called.
    """

    asking: Asking
    login: str
    owner: str
    companies: Mapping[str, str]
    names: tuple[str, ...]

    # Most polls rightly tell nothing.
    never_empty: ClassVar[bool] = False

    @property
    def id(self) -> str:
        """Tell accounts apart without naming them: ids stand in logs, and in lists that many read (P12)."""
        return f"github:users/{digest_of(self.login.casefold())}"

    @property
    def every(self) -> timedelta:
        """How long between two polls."""
        return self.asking.every

    async def fetch(self, http: Http, state: PollState, now: datetime) -> Page | None:
        """Ask for the profile; whoever changed their login is found by their number.

        Who asked to be forgotten is not asked for.
        """
        if state.cursor == FORGOTTEN:
            log.warning("github: somebody among `users` asked to be forgotten and is left alone; take them out")
            return None
        before = self._remembered(state)
        damaged = bool(state.cursor) and before is None
        etag, modified = (None, None) if damaged else (state.etag, state.last_modified)
        try:
            path = f"/users/{before.login if before else self.login}"
            fetched = await self.asking.ask(http, path, etag=etag, last_modified=modified)
            if fetched is None:
                return None
            if before is None or _number(fetched) in {before.id, None}:
                return self._page(before, fetched, now)
            may_go_on(fetched, now)
        except Refused as error:
            if before is None or "(404)" not in error.detail:
                raise
        return self._page(before, await self._by_number(http, before.id), now)

    def parse(self, page: Page) -> list[Item]:
        """Tell what changed since the poll before; nothing on the first. Raises Changed."""
        before, profile = _read(page)
        diff = compare(before, profile, self.companies)
        return list(self._items(before, profile, diff, page.fetched))

    def advance(self, state: PollState, page: Page, items: Sequence[Item]) -> str | None:
        """Remember the profile as it is now."""
        return pack(seen(_read(page)[1]))

    def people(self, page: Page) -> tuple[str, ...]:
        """Return the person's name and login."""
        profile = _read(page)[1]
        return profile.person, profile.login

    async def _by_number(self, http: Http, number: int) -> Fetched:
        try:
            fetched = await self.asking.ask(http, f"/user/{number}")
        except Refused as error:
            if "(404)" not in error.detail:
                raise
            raise Refused(f"GitHub no longer has the account {_hinted(self.login)}: take it out of `users`.") from error
        if fetched is None:
            raise Changed("GitHub gave no profile.")
        # The ETag of this address says nothing about the other one.
        return Fetched(fetched.url, fetched.body, fetched.headers)

    def _page(self, before: Seen | None, fetched: Fetched, now: datetime) -> Page:
        memory = pack(before).encode(errors="replace") if before is not None else b""
        body = answers.join([memory, fetched.body])
        return Page(fetched.url, body, now, fetched.headers, fetched.etag, fetched.last_modified)

    def _remembered(self, state: PollState) -> Seen | None:
        try:
            return unpack(state.cursor) if state.cursor else None
        except Changed:
            log.warning("%s: what was remembered of it is damaged; it begins anew", self.id)
            return None

    def _items(self, before: Seen | None, profile: Profile, diff: Diff, at: datetime) -> list[Item]:
        found: list[Item] = []
        # What concerns nobody whom we watch is not kept.
        if any(posts.about(one, self.names) for one in (*diff.left, *diff.joined)):
            was = (before.company if before else None) or NOWHERE
            says = profile.company or NOWHERE
            text = f"Their GitHub profile now says: {says}. Before, it said: {was}."
            shape = OwnProfile(profile.person, profile.login, diff.left, diff.joined)
            found.append(self._item(profile, f"company:{digest(says)}", f"now says: {says}", text, shape, at))
        here = called(profile.company, self.companies)
        known = bool(here) and all(posts.about(one, self.names) for one in here)
        if diff.began_looking and self.owner and known:
            says = "available for hire" if profile.hireable else "open to work"
            shape = OwnProfile(profile.person, profile.login, employers=here, looking=True, owner=self.owner)
            text = f"Their GitHub profile now says: {says}."
            found.append(self._item(profile, "looking", f"now says: {says}", text, shape, at))
        return found

    def _item(self, profile: Profile, key: str, says: str, text: str, shape: OwnProfile, at: datetime) -> Item:
        return Item(
            source=self.id,
            key=f"{profile.id}:{key}:{at:%Y-%m-%d}",
            url=profile.url,
            title=f"{profile.person}’s GitHub profile {says}",
            text=text,
            lang="en",
            site=SITE,
            published=at,
            fetched=at,
            shape=shape,
        )


def _read(page: Page) -> tuple[Seen | None, Profile]:
    """Take a page apart: what was remembered, and the profile. One that was recorded by hand is one bare answer."""
    parts = answers.split(page.body)
    before = parts.pop(0) if page.body.startswith(answers.MARK) else b""
    if len(parts) != 1:
        raise Changed("GitHub gave no profile.")
    return unpack(before.decode("utf-8", "replace")) if before else None, read(parts[0])


def _number(fetched: Fetched) -> int | None:
    """Return whose profile an answer is; None for one that parse will refuse."""
    try:
        return read(fetched.body).id
    except Changed:
        return None


def _hinted(login: str) -> str:
    """Tell which login is meant to whoever has the list, and to nobody else: many read what troubles a source (P12)."""
    return f"“{login[:2]}…” ({len(login)} letters)"
