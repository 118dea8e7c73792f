"""What a source said, word for word: a Page as fetched, the Items parsed out of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta


@dataclass(frozen=True, slots=True)
class Page:
    """One answer of a source, before anything is understood of it.

    `url` is where the bytes came from after redirects (a file name for a dropped file); `body` is decompressed.
    `headers` are lower-cased. `etag` and `last_modified` are stored only once the page's items are (requirement C8).
    `permanent` is where an unbroken chain of permanent redirects led, `fresh_for` how long the server says that the
    page stays the same; None when it does not say.
    """

    url: str
    body: bytes
    fetched: datetime
    headers: Mapping[str, str] = field(default_factory=dict)
    etag: str | None = None
    last_modified: str | None = None
    permanent: str | None = None
    fresh_for: timedelta | None = None


@dataclass(frozen=True, slots=True)
class Article:
    """News, a blog post, a forum thread: free text that a reader has to understand."""


@dataclass(frozen=True, slots=True)
class Filing:
    """A filing with a regulator. `items` are its numbered topics, such as ("5.02", "9.01") of an SEC form 8-K."""

    form: str
    accession: str
    filer: str
    cik: int
    items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ProfileChange:
    """What changed of one person, between two exports of a member's own connections or as a vendor tells it.

    Always private to `owner`. None for a company or position means that it was not named. `open_to_work` is what the
    person says of themselves where they are now.
    """

    owner: str
    person: str
    profile: str
    company_before: str | None
    company_after: str | None
    position_before: str | None
    position_after: str | None
    open_to_work: bool = False


@dataclass(frozen=True, slots=True)
class Opening:
    """One post that a company opened, in `cities` of which `city` is named.

    `new_department` and `new_city` ("" for none) had no post there before.
    """

    title: str
    department: str = ""
    city: str = ""
    new_department: str = ""
    new_city: str = ""
    cities: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class BoardChange:
    """How a company's job board moved: one post that opened, or a week of the whole board.

    A week ends on the day of the item. `usual` is the mean of the weeks before it, None while fewer than two are
    known, and `spread` their standard deviation; `quiet_days` is how long no post was opened. `departments` and
    `cities` are where most of the week's posts were opened, with how many.
    """

    company: str
    opened: int
    closed: int
    total: int
    reposted: int = 0
    retitled: int = 0
    moved: int = 0
    usual: float | None = None
    spread: float = 0.0
    quiet_days: int = 0
    departments: tuple[tuple[str, int], ...] = ()
    cities: tuple[tuple[str, int], ...] = ()
    opening: Opening | None = None


@dataclass(frozen=True, slots=True)
class Notice:
    """A notice of a lay-off, with the day it takes effect; where it is not `official`, a row of somebody's list."""

    company: str
    headcount: int | None
    effective: datetime | None
    official: bool = True


@dataclass(frozen=True, slots=True)
class Round:
    """Money that a register was told of. `amount` is in units of `currency`; `planned` while nothing is sold yet."""

    company: str
    amount: float | None
    currency: str
    planned: bool


@dataclass(frozen=True, slots=True)
class OfficerChange:
    """An officer or director who came to a company or left it (`came`), as an official register says.

    `day` is when it took effect, where the register says so.
    """

    company: str
    person: str
    role: str
    came: bool
    day: datetime | None


@dataclass(frozen=True, slots=True)
class Note:
    """What a recruiter heard, in their own words, about one company.

    A `personal` one is for its author alone, whether or not a name is recognised in it: it may be about a person.
    """

    author: str
    company: str
    personal: bool = False


@dataclass(frozen=True, slots=True)
class OwnProfile:
    """What somebody's own public profile says that it did not say before.

    `person` is the name that the profile gives, else the `login`. `left` and `joined` are employers as written there,
    `employers` all that it names now. Where it says that they are open to offers (`looking`), that is private to
    `owner`, the member who asked for this profile.
    """

    person: str
    login: str
    left: tuple[str, ...] = ()
    joined: tuple[str, ...] = ()
    employers: tuple[str, ...] = ()
    looking: bool = False
    owner: str = ""


@dataclass(frozen=True, slots=True)
class Post:
    """What somebody wrote under their own name, or what stands on their own page.

    `author` is the name they show, which need not be a person's unless it was `vouched` for; `handle` names their
    account. `known` are words of the text that stood there before: what rests on them alone is no news.
    """

    author: str
    handle: str
    known: tuple[str, ...] = ()
    vouched: bool = False


@dataclass(frozen=True, slots=True)
class Relayed:
    """Free text that a tool of ours sent on by a webhook. What it says of a person is seen by `owner` alone.

    `person` is whom it was sent about, "" for nobody. `published` says that everything that comes this way was
    published before: then people in it are as public as in the press.
    """

    owner: str
    person: str = ""
    published: bool = False


Shape = (
    Article | Filing | ProfileChange | BoardChange | Notice | Round | OfficerChange | Note | OwnProfile | Post | Relayed
)


@dataclass(frozen=True, slots=True)
class Item:
    """One thing a source said. (source, key) is its identity for ever; a changed title is still the same item.

    `source` is the source's name, a colon and what it was asked ("feed:https://example.com/rss", "sec_8k:").
    `text` is at most a short snippet for news. `published` is in UTC and never after `fetched`; where the source gives
    no date it is the time of fetching. Where the source tells only the month or the year, `published` is its start and
    `spread` how long it lasts. `lang` is an ISO 639-1 code or None when the source does not say.
    """

    source: str
    key: str
    url: str
    title: str
    text: str
    lang: str | None
    site: str
    published: datetime
    fetched: datetime
    shape: Shape = Article()
    spread: timedelta = timedelta()


def people_of(shape: Shape) -> tuple[str, ...]:
    """Return the names under which a shape tells of one person; of texts only who wrote them."""
    match shape:
        case ProfileChange() | OfficerChange() | Relayed():
            return (shape.person,)
        case OwnProfile():
            return (shape.person, shape.login)
        case Post():
            return (shape.author, shape.handle)
        case _:
            return ()


def owner_of(shape: Shape) -> str:
    """Return the member for whom alone a shape was brought in, "" for what is everybody's."""
    match shape:
        case ProfileChange() | OwnProfile() | Relayed():
            return shape.owner
        case Note():
            return shape.author
        case _:
            return ""
