"""LinkedIn mails in a mailbox of the team: job alerts, and what its recruiters forward or write.

Of a job alert the posts of watched companies are kept; a post that leads a function or a country is told as such, no
other: an alert is what one person looks for, and says nothing of how many posts a company opens. What somebody among
`people` writes or forwards is a note that they alone see; Open to Work is one only where the words say so outright.
Links lose all that signs anybody in before anything is kept. Any other mail is left, and the log says why.
"""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from hashlib import blake2b
from typing import Annotated, ClassVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, SecretStr, field_validator

from model.company import Company
from model.errors import Busy, Changed, Refused
from model.item import BoardChange, Item, Note, Opening, Page
from model.poll import PollState
from sources.contract import Http
from sources.contract import Source as AnySource
from sources.linkedin_mail.alert import Post
from sources.linkedin_mail.letter import Letter, open_letter
from sources.linkedin_mail.mailbox import MOST_BYTES, SECRETS, Account, Look, Place, look_into
from sources.linkedin_mail.reading import Desk, Understood, Words
from sources.plain import title_of
from sources.settings import Duration

NAME = "linkedin_mail"
EVERY = timedelta(minutes=5)
TERMS = "Your team's own mailbox, to which its members subscribe or forward their own mails; LinkedIn is never asked."

WHOLE = 120.0  # seconds for one look at the mailbox

log = logging.getLogger(__name__)

# The environment reads a password of digits as a number.
Secret = Annotated[SecretStr, BeforeValidator(lambda value: value if isinstance(value, SecretStr) else str(value))]
Member = Annotated[str, Field(pattern=r"^(T[A-Z0-9]{2,}/)?[UW][A-Z0-9]{2,}$")]


class Settings(BaseModel):
    """[sources.linkedin_mail]: the mailbox, whose mails count (address to Slack member), and how far back to begin."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    every: Duration = EVERY
    host: str = ""
    port: Annotated[int, Field(ge=1, le=65535)] = 993
    folder: str = "INBOX"
    people: dict[str, Member] = Field(default_factory=dict)
    receiver: str = ""
    history: Duration = timedelta(days=14)
    user: Secret = SecretStr("")
    password: Secret = SecretStr("")

    @field_validator("people")
    @classmethod
    def _in_lower_case(cls, people: dict[str, str]) -> dict[str, str]:
        return {address.strip().casefold(): member for address, member in people.items()}


def open(settings: Settings, companies: Sequence[Company]) -> list[AnySource]:
    """Watch the mailbox, if one is named."""
    if not settings.host:
        return []
    secrets = settings.user.get_secret_value(), settings.password.get_secret_value()
    account = Account(settings.host, settings.port, settings.folder, *secrets)
    desk = Desk(tuple(companies), settings.people, settings.receiver)
    return [Source(account, desk, settings.history, settings.every)]


@dataclass(frozen=True, slots=True)
class Source:
    """One mailbox. The cursor is a Place, "VALIDITY UID".

    An item's key is the number of a post or the digest of a mail's own id: a mailbox whose UIDs begin anew is read
    again and tells nothing twice.
    """

    account: Account
    desk: Desk
    history: timedelta = timedelta(days=14)
    every: timedelta = EVERY
    id: str = field(default=f"{NAME}:", init=False)

    never_empty: ClassVar[bool] = False

    async def fetch(self, http: Http, state: PollState, now: datetime) -> Page | None:
        """Read what came since the last look; what is left of it is told in the log, without what it says."""
        if not (self.account.user and self.account.password):
            raise Refused(f"The mailbox at {self.account.host} needs a user name and a password: set {SECRETS}.")
        since = (now - self.history).date()
        try:
            async with asyncio.timeout(WHOLE):
                look = await asyncio.to_thread(look_into, self.account, _place(state.cursor), since)
        except TimeoutError:
            raise Busy(f"{self.account.host} takes longer than two minutes.") from None
        if look is None:
            return None
        page = page_of(look, now)
        for uid, _, understood in await asyncio.to_thread(lambda: list(self._read(page))):
            for reason in understood.reasons:
                log.warning("%s mail %d was left: %s", self.id, uid, reason)
        return page

    def parse(self, page: Page) -> list[Item]:
        """Read the mails. Raises Changed when the page is none of ours."""
        items: dict[str, Item] = {}
        for _, letter, understood in self._read(page):
            if letter is None:
                continue
            at = min(letter.sent or page.fetched, page.fetched)
            made = [_posted(post, at, page.fetched) for post in understood.posts]
            if understood.words is not None:
                made.append(_noted(understood.words, letter, at, page.fetched))
            for item in made:
                items.setdefault(item.key, item)
        return list(items.values())

    def advance(self, state: PollState, page: Page, items: Sequence[Item]) -> str | None:
        """Remember how far the mailbox was read."""
        place, _ = _taken_apart(page)
        return f"{place.validity} {place.uid}"

    def _read(self, page: Page) -> Iterator[tuple[int, Letter | None, Understood]]:
        _, mails = _taken_apart(page)
        for uid, raw in mails:
            if len(raw) > MOST_BYTES:
                yield uid, None, Understood(reasons=(f"it is larger than {MOST_BYTES // 2**20} MB",))
                continue
            try:
                letter = open_letter(raw)
            except ValueError as error:
                yield uid, None, Understood(reasons=(str(error),))
                continue
            yield uid, letter, self.desk.understand(letter)


def page_of(look: Look, now: datetime) -> Page:
    """Put what a look found into a page."""
    # Every byte of a mail is a character of Latin-1, and most mails can be read by people like this.
    mails = [{"uid": mail.uid, "mail": mail.raw.decode("latin-1")} for mail in look.mails]
    body = {"validity": look.place.validity, "uid": look.place.uid, "mails": mails}
    return Page(url="", body=json.dumps(body).encode(), fetched=now)


def _taken_apart(page: Page) -> tuple[Place, list[tuple[int, bytes]]]:
    try:
        body = json.loads(page.body)
        mails = [(int(one["uid"]), str(one["mail"]).encode("latin-1")) for one in body["mails"]]
        return Place(int(body["validity"]), int(body["uid"])), mails
    except (ValueError, TypeError, KeyError, RecursionError) as error:
        raise Changed("The page of a mailbox is damaged.") from error


def _place(cursor: str | None) -> Place | None:
    validity, _, uid = (cursor or "").partition(" ")
    return Place(int(validity), int(uid)) if validity.isdigit() and uid.isdigit() else None


def _posted(post: Post, at: datetime, fetched: datetime) -> Item:
    where = f" ({post.place})" if post.place else ""
    return Item(
        source=f"{NAME}:",
        key=f"post:{post.number}",
        url=post.url,
        title=f"{post.company}: {post.title}{where}",
        text=f"In a job alert: {post.company} looks for {post.title}{where}.",
        lang=None,
        site="linkedin.com",
        published=at,
        fetched=fetched,
        shape=BoardChange(post.company, 1, 0, 1, opening=Opening(post.title, city=post.place)),
    )


def _noted(words: Words, letter: Letter, at: datetime, fetched: datetime) -> Item:
    identity = "\n".join((letter.id or words.text, letter.sender))
    return Item(
        source=f"{NAME}:",
        key=f"note:{blake2b(identity.encode(errors='replace'), digest_size=12).hexdigest()}",
        url="",
        title=title_of(words.text),
        text=words.text,
        lang=None,
        site="note",
        published=at,
        fetched=fetched,
        shape=Note(words.owner, words.company, personal=True),
    )
