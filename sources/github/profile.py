"""One profile: what is read of it, what is remembered of it, and what changed. Pure.

Between two polls nobody's name is kept: of name, bio, place and page only digests, of the employer the profile's words.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass
from hashlib import blake2b

from model.errors import Changed
from signals.fold import fold
from sources.github.words import employers, key, looks_around, names
from sources.posts import name_of

FORM = 1
SITE = "github.com"
FIELDS = ("login", "name", "company", "hireable", "bio", "location", "blog")


@dataclass(frozen=True, slots=True)
class Profile:
    """What GitHub tells of one account. `id` stays when the `login` changes; `hireable` None means nothing was said."""

    id: int
    login: str
    name: str | None
    company: str | None
    hireable: bool | None
    bio: str | None
    location: str | None
    blog: str | None

    @property
    def person(self) -> str:
        """The name they give, where it has two words or more; else the login."""
        name = name_of(self.name or "")
        return name if " " in name else self.login

    @property
    def looks_around(self) -> bool:
        """Whether it says that they are open to offers."""
        return self.hireable is True or looks_around(self.bio) or looks_around(self.company)

    @property
    def url(self) -> str:
        """Where people see it."""
        return f"https://{SITE}/{self.login}"


@dataclass(frozen=True, slots=True)
class Seen:
    """A profile as it was last seen; `name`, `bio`, `location`, `blog` and `person` (who it is of) are digests."""

    id: int
    login: str
    name: str
    person: str
    company: str | None
    hireable: bool | None
    looking: bool
    bio: str
    location: str
    blog: str


@dataclass(frozen=True, slots=True)
class Diff:
    """What changed: the names of the fields, whom they left and joined, and whether they began to look around."""

    changed: tuple[str, ...] = ()
    left: tuple[str, ...] = ()
    joined: tuple[str, ...] = ()
    began_looking: bool = False


def read(body: bytes) -> Profile:
    """Read one account; raises Changed when it is no person's profile."""
    try:
        told = json.loads(body)
        if told["type"] != "User":
            raise Changed(f"{told['login']} is no person on GitHub ({told['type']}): organisations stand in `orgs`.")
        profile = Profile(
            id=int(told["id"]),
            login=str(told["login"]),
            name=_text(told["name"]),
            company=_text(told["company"]),
            hireable=told["hireable"],
            bio=_text(told["bio"]),
            location=_text(told["location"]),
            blog=_text(told["blog"]),
        )
    except (ValueError, TypeError, KeyError, RecursionError) as error:
        raise Changed("GitHub gave no profile as we know it.") from error
    if not isinstance(profile.hireable, bool | None) or profile.id < 1 or not profile.login:
        raise Changed("GitHub gave no profile as we know it.")
    return profile


def seen(profile: Profile) -> Seen:
    """Keep of a profile what the next one is compared with."""
    return Seen(
        profile.id,
        profile.login,
        digest(profile.name),
        digest_of(profile.person),
        profile.company,
        profile.hireable,
        profile.looks_around,
        digest(profile.bio),
        digest(profile.location),
        digest(profile.blog),
    )


def compare(before: Seen | None, profile: Profile, companies: Mapping[str, str]) -> Diff:
    """Tell what changed; nothing without a memory, or of somebody else who has the login now.

    `companies` names the house behind a handle ("anthropics") or another spelling, by its key.
    """
    now = seen(profile)
    if before is None or before.id != now.id:
        return Diff()
    old, new = (called(text, companies) for text in (before.company, profile.company))
    changed = tuple(field for field in FIELDS if getattr(before, field) != getattr(now, field))
    return Diff(
        changed,
        tuple(one for one in old if not names(new, one)),
        tuple(one for one in new if not names(old, one)),
        now.looking and not before.looking,
    )


def called(company: str | None, companies: Mapping[str, str]) -> tuple[str, ...]:
    """List who employs somebody now by the company of their profile, each by the name that its key stands for."""
    return tuple(dict.fromkeys(companies.get(key(one), one) for one in employers(company).present))


def pack(memory: Seen) -> str:
    """Write what is remembered into one line."""
    return json.dumps({"form": FORM, **asdict(memory)}, ensure_ascii=False, separators=(",", ":"))


def unpack(text: str) -> Seen:
    """Read what `pack` wrote; raises Changed when it is damaged."""
    try:
        fields = json.loads(text)
        if fields.pop("form") != FORM:
            raise ValueError(text[:20])
        return Seen(**fields)
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        raise Changed("What is remembered of the profile is damaged.") from error


def is_of(memory: Seen, people: Collection[str]) -> str | None:
    """Return which of several people a remembered profile is of, by name or login."""
    return next((one for one in people if digest_of(one) in {memory.person, digest_of(memory.login)}), None)


def digest(text: str | None) -> str:
    """Return a text by which another one can only be recognised, "" for none."""
    return blake2b(text.encode(errors="replace"), digest_size=9, person=b"github").hexdigest() if text else ""


def digest_of(person: str) -> str:
    """Return that of a name, however it is spelled."""
    return digest(" ".join(re.findall(r"\w+", fold(person))))


def _text(value: object) -> str | None:
    if value is not None and not isinstance(value, str):
        raise TypeError(type(value).__name__)
    return " ".join(value.split()) or None if value else None
