"""GitHub: what people whom you list say of themselves on their own profile, and who leaves an organisation's list.

Each account of `users` is asked for by itself, and each organisation of `orgs` for its public members. A change of
employer is told as what the profile says, never as a fact; that somebody is open to offers reaches the `owner` alone,
where every employer that the profile names is watched. Read GitHub's acceptable use policies first: its data may not
be taken for lists of candidates. The token, which needs no scope, stands in the environment alone, as
SIGNALS_SOURCES__GITHUB__TOKEN; without one GitHub answers 60 times an hour.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Annotated

from pydantic import Field

from model.company import Company
from model.errors import Changed
from model.poll import PollState
from sources.contract import Source as AnySource
from sources.github.asking import EVERY as EVERY
from sources.github.asking import Asking
from sources.github.organisation import Organisation
from sources.github.profile import Seen, called, is_of, unpack
from sources.github.user import FORGOTTEN, User
from sources.github.words import key
from sources.posts import names_of

NAME = "github"
TERMS = (
    "https://docs.github.com/en/rest/users/users: public profiles, 5,000 requests an hour with a token; we ask four "
    "times a day, with If-None-Match. Its policies forbid lists for recruiting: watch whom you have a reason to."
)

Login = Annotated[str, Field(pattern=r"^[A-Za-z0-9](?:[A-Za-z0-9-]{0,38})$")]


class Settings(Asking):
    """[sources.github]: `users` by login, `orgs` by the company that each is; `owner` alone hears of offers.

    `owner` is a Slack member's id; without one nobody hears it.
    """

    users: tuple[Login, ...] = ()
    orgs: Mapping[str, Login] = Field(default_factory=dict)
    owner: str = ""


def open(settings: Settings, companies: Sequence[Company]) -> list[AnySource]:
    """One source for each account, and one for each organisation."""
    handles = {key(name): one.name for one in companies for name in (one.name, *one.aliases)}
    handles |= {key(login): company for company, login in settings.orgs.items()}
    users = {login.casefold(): login for login in settings.users}.values()
    names = names_of(companies)
    accounts: list[AnySource] = [User(settings, login, settings.owner, handles, names) for login in users]
    return accounts + [Organisation(settings, company, login, handles) for company, login in settings.orgs.items()]


def without(cursor: str | None, person: str) -> str | None:
    """Leave a profile out of memory for good when it is the person's: it is not asked for again (requirement P7)."""
    memory = _profile(cursor)
    return FORGOTTEN if memory is not None and is_of(memory, [person]) else cursor


def employers(states: Iterable[PollState], people: Collection[str]) -> dict[str, set[str | None]]:
    """Tell where `people` work by their newest profile; None where it names nobody."""
    found: dict[str, set[str | None]] = {}
    for memory in map(_profile, (state.cursor for state in states)):
        who = is_of(memory, people) if memory is not None else None
        if memory is not None and who is not None:
            found.setdefault(who, set()).update(called(memory.company, {}) or (None,))
    return found


def _profile(cursor: str | None) -> Seen | None:
    try:
        return unpack(cursor) if cursor else None
    except Changed:
        return None  # an organisation's, or damaged
