"""The public members of one organisation on GitHub as a source. The cursor is what is remembered of the list.

Only those are read who show their membership themselves (`public_members`), whoever the token belongs to. Who joins the
list may have worked there for years, and is no news. Who is gone from it is looked up once: where their profile still
names the house they only hid it, where there is no account they closed it.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import ClassVar

from model.errors import Changed, Refused
from model.item import Item, OwnProfile, Page
from model.poll import PollState
from sources import answers
from sources.contract import Fetched, Http
from sources.github import members
from sources.github.asking import Asking, may_go_on
from sources.github.members import Memory
from sources.github.profile import SITE, Profile, called, read
from sources.github.words import names

PER_PAGE = 100
MOST_PAGES = 60
MOST_LOOKED_UP = 10

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Organisation:
    """The public members of one organisation, which is the `company`."""

    asking: Asking
    company: str
    login: str
    companies: Mapping[str, str]

    # Most polls rightly tell nothing; a list without members is a fault that `parse` sees by itself.
    never_empty: ClassVar[bool] = False

    @property
    def id(self) -> str:
        """Name the organisation."""
        return f"github:orgs/{self.login}"

    @property
    def every(self) -> timedelta:
        """How long between two polls."""
        return self.asking.every

    async def fetch(self, http: Http, state: PollState, now: datetime) -> Page | None:
        """Ask for all pages of the list, and for the profiles of those who are gone from it.

        Once a day, and while somebody is missing, it is read even if unchanged: absences count as well.
        """
        before = self._remembered(state)
        due = before is not None and (before.waits or before.day < now.date())
        first = await self._first(http, None if due else state.etag)
        if first is None:
            return None
        found = [first]
        while following := answers.following(self.asking.base_url, found[-1].headers):
            if len(found) >= MOST_PAGES:
                raise Changed(f"{self.id} has over {MOST_PAGES} pages.")
            may_go_on(found[-1], now)
            got = await self.asking.ask(http, following)
            if got is None:
                raise Changed(f"{self.id} gave no next page.")
            found.append(got)
        profiles = await self._looked_up(http, before, found, now)
        memory = members.pack(before).encode() if before is not None else b""
        body = answers.join([memory, *(got.body for got in found), *profiles])
        # One answer's ETag says nothing about the others.
        return Page(first.url, body, now, first.headers, first.etag if len(found) == 1 else None)

    def parse(self, page: Page) -> list[Item]:
        """Tell who is gone, and whose profile does not say otherwise. Raises Changed."""
        before, listed, profiles = _read(page)
        lost = set(members.gone(before, listed))
        return [
            self._item(one, page.fetched)
            for one in profiles.values()
            if one is not None and one.id in lost and not names(called(one.company, self.companies), self.company)
        ]

    def advance(self, state: PollState, page: Page, items: Sequence[Item]) -> str | None:
        """Count this answer. Who is gone and was not looked up waits for the next one."""
        before, listed, profiles = _read(page)
        waiting = frozenset(members.gone(before, listed)) - profiles.keys()
        return members.pack(members.remember(before, listed, page.fetched.date(), waiting))

    async def _first(self, http: Http, etag: str | None) -> Fetched | None:
        path = f"/orgs/{self.login}/public_members?per_page={PER_PAGE}"
        try:
            return await self.asking.ask(http, path, etag=etag)
        except Refused as refused:
            told = f"{self.id}: {refused.detail} Is {self.company} called otherwise on GitHub by now?"
            raise Refused(told) from refused

    async def _looked_up(
        self, http: Http, before: Memory | None, found: Sequence[Fetched], now: datetime
    ) -> list[bytes]:
        """Ask for the profiles of those who are gone; an account that was closed is told by its number alone."""
        try:
            lost = members.gone(before, members.read([got.body for got in found]))
        except Changed:
            return []  # `parse` says what is wrong with it
        profiles: list[bytes] = []
        last = found[-1]
        for number in lost[:MOST_LOOKED_UP]:
            may_go_on(last, now)
            try:
                got = await self.asking.ask(http, f"/user/{number}")
            except Refused as error:
                if "(404)" not in error.detail:
                    raise
                profiles.append(json.dumps({"closed": number}).encode())
                continue
            if got is None:
                raise Changed("GitHub gave no profile.")
            profiles.append(got.body)
            last = got
        return profiles

    def _remembered(self, state: PollState) -> Memory | None:
        try:
            return members.unpack(state.cursor) if state.cursor else None
        except Changed:
            log.warning("%s: what was remembered of it is damaged; it begins anew", self.id)
            return None

    def _item(self, profile: Profile, at: datetime) -> Item:
        joined = tuple(one for one in called(profile.company, self.companies))
        says = f"now says: {profile.company}" if profile.company else "now says nothing of an employer"
        return Item(
            source=self.id,
            key=f"{profile.id}:gone:{at:%Y-%m-%d}",
            url=profile.url,
            title=f"{profile.person} is no longer shown among the members of {self.company} on GitHub",
            text=f"No longer shown among the members of {self.company}. Their GitHub profile {says}.",
            lang="en",
            site=SITE,
            published=at,
            fetched=at,
            shape=OwnProfile(profile.person, profile.login, (self.company,), joined),
        )


def _read(page: Page) -> tuple[Memory | None, frozenset[int], dict[int, Profile | None]]:
    """Take a page apart: what was remembered, who is listed, the profiles of who is gone (None: closed)."""
    parts = answers.split(page.body)
    before = parts.pop(0) if page.body.startswith(answers.MARK) else b""
    lists = [part for part in parts if not part.lstrip().startswith(b"{")]
    profiles: dict[int, Profile | None] = {}
    try:
        for part in parts[len(lists) :]:
            told = json.loads(part)
            if "closed" in told:
                profiles[int(told["closed"])] = None
            else:
                profile = read(part)
                profiles[profile.id] = profile
    except (ValueError, TypeError) as error:
        raise Changed("GitHub gave no profile as we know it.") from error
    if parts[: len(lists)] != lists:
        raise Changed("GitHub gave something else than a list of members.")
    return members.unpack(before.decode()) if before else None, members.read(lists), profiles
