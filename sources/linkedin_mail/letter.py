"""Take a mail apart: who wrote it, their own words, what they forward in the text and as attached mails."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email import message_from_bytes
from email.header import decode_header
from email.message import Message
from email.utils import parseaddr, parsedate_to_datetime
from functools import cache
from pathlib import Path

from selectolax.lexbor import LexborHTMLParser

FILE = Path(__file__).with_name("kinds.toml")
DEEPEST = 3  # a mail in a mail in a mail
LONGEST_HEADER = 2_000  # characters that are looked at
BLOCKS = "p, div, tr, td, table, li, h1, h2, h3, h4, blockquote, hr"


@dataclass(frozen=True, slots=True)
class Letter:
    """One mail. `words` are its own, above whatever it forwards in the text (`passed_on`); `html` is its other form.

    `sender` is an address in lower case; `template` and `class_` are LinkedIn's own names for kinds of mail. `proof`
    is the first Authentication-Results header, which the receiving server writes.
    """

    id: str
    sender: str
    subject: str
    sent: datetime | None
    template: str
    class_: str
    proof: str
    text: str
    words: str
    passed_on: str
    html: str
    attached: tuple[Letter, ...]


def open_letter(raw: bytes) -> Letter:
    """Take a mail apart. Raises ValueError with the reason when that cannot be done."""
    try:
        return _letter(message_from_bytes(raw), DEEPEST)
    except Exception as error:  # whatever Python's parser makes of what strangers send
        raise ValueError(f"it cannot be taken apart ({type(error).__name__})") from None


@cache
def kinds() -> Mapping[str, Mapping[str, list[str]]]:
    """Read kinds.toml."""
    return tomllib.loads(FILE.read_text("utf-8"))


def _letter(message: Message, depth: int) -> Letter:
    texts, pages, attached = [], [], []
    for part in _parts(message):
        kind = part.get_content_type()
        if kind == "message/rfc822":
            inner = part.get_payload()
            if depth > 0 and isinstance(inner, list):
                attached += [_letter(one, depth - 1) for one in inner if isinstance(one, Message)]
        elif part.get_content_disposition() == "attachment":
            continue
        elif kind == "text/plain":
            texts.append(_decoded(part))
        elif kind == "text/html":
            pages.append(_decoded(part))
    html = "\n".join(pages)
    text = "\n".join(texts) if any(text.strip() for text in texts) else plain_text(html)
    words, passed_on = _parted(text)
    return Letter(
        id=_header(message, "Message-ID") or _header(message, "Date") + _header(message, "Subject"),
        sender=parseaddr(_header(message, "From"))[1].casefold(),
        subject=_header(message, "Subject"),
        sent=_moment(_header(message, "Date")),
        template=_header(message, "X-LinkedIn-Template").casefold(),
        class_=_header(message, "X-LinkedIn-Class").casefold(),
        proof=_header(message, "Authentication-Results").casefold(),
        text=text,
        words=words,
        passed_on=passed_on,
        html=html,
        attached=tuple(attached),
    )


def _parts(message: Message) -> Iterator[Message]:
    """Give the parts of a mail without those of mails that are attached to it."""
    waiting = [message]
    while waiting:
        part = waiting.pop()
        inner = part.get_payload()
        if part.get_content_maintype() == "multipart" and isinstance(inner, list):
            waiting += reversed([one for one in inner if isinstance(one, Message)])
        else:
            yield part


def _decoded(part: Message) -> str:
    body = part.get_payload(decode=True)
    if not isinstance(body, bytes):
        return ""
    for charset in (part.get_content_charset() or "utf-8", "utf-8"):
        try:
            return body.decode(charset)
        except (LookupError, UnicodeError):
            continue
    return body.decode("cp1252", "replace")


def _header(message: Message, name: str) -> str:
    """Return the first header of this name in one line, decoded as far as it can be."""
    told = []
    for piece, charset in decode_header(str(message.get(name, ""))[:LONGEST_HEADER]):
        if isinstance(piece, str):
            told.append(piece)
            continue
        try:
            told.append(piece.decode(charset or "utf-8"))
        except (LookupError, UnicodeError):
            told.append(piece.decode("cp1252", "replace"))
    return " ".join("".join(told).split())


def _moment(text: str) -> datetime | None:
    try:
        moment = parsedate_to_datetime(text)
        return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
    except (ValueError, TypeError, OverflowError):
        return None


def _parted(text: str) -> tuple[str, str]:
    """Part the writer's own words from what follows the first mark of a forward, or is quoted, or is a signature."""
    marks = kinds()["forwarded"]
    own: list[str] = []
    lines = text.splitlines()
    for number, line in enumerate(lines):
        low = line.strip().casefold()
        heads = any(low.startswith(head) for head in marks["headers"]) and "@" in low
        if heads or any(low.startswith(mark) for mark in marks["begins"]):
            return "\n".join(_unsigned(own)).strip(), unquoted("\n".join(lines[number:]))
        own.append(line)
    quoted = [line for line in own if line.lstrip().startswith(">")]
    mine = [line for line in own if not line.lstrip().startswith(">")]
    return "\n".join(_unsigned(mine)).strip(), unquoted("\n".join(quoted))


def _unsigned(lines: list[str]) -> list[str]:
    end = next((number for number, line in enumerate(lines) if line.rstrip("\r\n") in {"--", "-- "}), len(lines))
    return lines[:end]


def unquoted(text: str) -> str:
    """Take the marks of quoting off every line."""
    return "\n".join(re.sub(r"^\s*(?:>\s?)+", "", line) for line in text.splitlines())


def plain_text(html: str) -> str:
    """Turn HTML into lines of text: one for each block."""
    if not html:
        return ""
    tree = LexborHTMLParser(html)
    for node in tree.css("script, style, head"):
        node.decompose()
    for node in tree.css("br"):
        node.replace_with("\n")
    for node in tree.css(BLOCKS):
        node.insert_before("\n")
        node.insert_after("\n")
    body = tree.body
    lines = (body.text(separator=" ") if body else "").splitlines()
    return "\n".join(" ".join(line.split()) for line in lines)
