"""Talk to the mailbox: what came since the last look, over TLS, without changing anything there.

A mailbox is named by its operator in config.toml alone, and no mail can lead anywhere: nothing in one is ever fetched.
"""

from __future__ import annotations

import imaplib
import ssl
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from types import ModuleType
from typing import Any

from model.errors import Busy, Changed, Refused

PATIENCE = 20.0  # seconds for each answer of the server
MOST_BYTES = 2**20  # of one mail; a digest has some 100 KB
MOST_TOGETHER = 8 * 2**20  # of all mails of one look
MOST_MAILS = 50
SECRETS = "SIGNALS_SOURCES__LINKEDIN_MAIL__USER and SIGNALS_SOURCES__LINKEDIN_MAIL__PASSWORD"


@dataclass(frozen=True, slots=True)
class Account:
    """Where the mailbox is and who may read it. The password is not shown."""

    host: str
    port: int
    folder: str
    user: str
    password: str

    def __repr__(self) -> str:
        return f"Account({self.host}:{self.port}/{self.folder})"


@dataclass(frozen=True, slots=True)
class Place:
    """How far the mailbox was read. UIDs count up for as long as the `validity` stays; another one begins anew."""

    validity: int
    uid: int


@dataclass(frozen=True, slots=True)
class Mail:
    """One mail as it came; longer than MOST_BYTES when it was cut there."""

    uid: int
    raw: bytes


@dataclass(frozen=True, slots=True)
class Look:
    """What one look found: up to where, and the mails, oldest first."""

    place: Place
    mails: tuple[Mail, ...]


def look_into(account: Account, known: Place | None, since: date) -> Look | None:
    """Return the mails after `known`, or those that came since a day; None when there is nothing new.

    Raises Refused when a person must act, Busy when the server does not answer, Changed when its answer is none.
    """
    imap = _library()
    try:
        box = imap.MailBox(account.host, account.port, PATIENCE, ssl_context=ssl.create_default_context())
    except ssl.SSLCertVerificationError as error:
        raise Refused(f"{account.host} shows a certificate that cannot be verified ({error.verify_message}).") from None
    except (OSError, imaplib.IMAP4.error) as error:
        raise Busy(f"{account.host} does not answer on port {account.port} ({_said(error)}).") from None
    try:
        return _read(imap, box, account, known, since)
    except imap.MailboxLoginError:
        raise Refused(f"{account.host} does not take the user name and password: correct {SECRETS}.") from None
    except imap.MailboxFolderSelectError:
        raise Refused(f"{account.host} has no folder {account.folder!r}: correct `folder`.") from None
    except (OSError, imaplib.IMAP4.error, imap.ImapToolsError) as error:
        raise Busy(f"{account.host} broke off ({_said(error)}).") from None
    finally:
        for leave in (box.logout, box.client.shutdown):  # a line that is broken cannot be closed politely
            with suppress(Exception):
                leave()


def _library() -> ModuleType:
    try:
        import imap_tools
    except ImportError:
        raise Refused('Reading a mailbox needs the extra "email": .venv/bin/pip install "imap-tools>=1.16".') from None
    return imap_tools


def _said(error: Exception) -> str:
    """Name what went wrong; words of the server are not repeated, they may hold what was sent."""
    return (error.strerror or type(error).__name__) if isinstance(error, OSError) else type(error).__name__


# imap-tools is an extra: its types are not there to be named.
def _read(imap: ModuleType, box: Any, account: Account, known: Place | None, since: date) -> Look | None:  # noqa: ANN401 - as above
    enter = box.login if (account.user + account.password).isascii() else box.login_utf8
    enter(account.user, account.password, initial_folder=None)
    box.folder.set(account.folder, readonly=True)
    validity, following = _number(box, "UIDVALIDITY"), _number(box, "UIDNEXT")
    after = known.uid if known and known.validity == validity else None
    wanted = imap.AND(date_gte=since) if after is None else imap.AND(uid=imap.U(str(after + 1), "*"))
    # A server gives the last mail for "n:*" even where n is beyond it.
    uids = sorted(uid for uid in map(int, box.uids(wanted)) if uid > (after or 0))
    if not uids:
        return None if after is not None else Look(Place(validity, following - 1), ())
    mails: list[Mail] = []
    together = 0
    for uid in uids[:MOST_MAILS]:
        raw = _raw(box, uid)
        together += len(raw)
        if mails and together > MOST_TOGETHER:
            break
        mails.append(Mail(uid, raw))
    return Look(Place(validity, mails[-1].uid), tuple(mails))


def _number(box: Any, name: str) -> int:  # noqa: ANN401 - as above
    _, values = box.client.response(name)
    if not values or values[0] is None or not values[0].isdigit():
        raise Changed(f"The mail server does not tell its {name}.")
    return int(values[0])


def _raw(box: Any, uid: int) -> bytes:  # noqa: ANN401 - as above
    """Take a mail without marking it as read, and no more of it than says that it is too long."""
    status, parts = box.client.uid("FETCH", str(uid), f"(BODY.PEEK[]<0.{MOST_BYTES + 1}>)")
    if status != "OK":
        raise Changed(f"The mail server does not give mail {uid}.")
    return next((part[1] for part in parts if isinstance(part, tuple)), b"")  # none: it was deleted meanwhile
