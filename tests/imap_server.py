"""A whole IMAP server over TLS on this machine, of one account with one folder, that refuses when a test says so."""

from __future__ import annotations

import asyncio
import re
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from datetime import date

from tests.sources.fetcher.hostile import CERTIFICATES

USER, PASSWORD = "hiring@talent.example", 'p "quoted\\" word'
WORD = re.compile(rb'"((?:[^"\\]|\\.)*)"|(\S+)')
CHANGES = frozenset({b"STORE", b"APPEND", b"COPY", b"MOVE", b"EXPUNGE", b"DELETE", b"CREATE", b"RENAME"})


@dataclass(slots=True)
class Mailbox:
    """What the server holds and was asked. `mails` maps UIDs to mails, `came` to the day each came.

    `drops_at` is the word of the command at which it hangs up, `silent_at` the one that it never answers.
    """

    mails: dict[int, bytes] = field(default_factory=dict)
    came: dict[int, date] = field(default_factory=dict)
    validity: int = 1_700_000_000
    folder: str = "INBOX"
    drops_at: str = ""
    silent_at: str = ""
    tells_validity: bool = True
    port: int = 0
    asked: list[bytes] = field(default_factory=list)
    sent: int = 0

    def add(self, *mails: bytes, came: date = date(2024, 10, 3)) -> None:
        """Let mails come."""
        for mail in mails:
            uid = max(self.mails, default=0) + 1
            self.mails[uid], self.came[uid] = mail, came

    def words(self) -> list[str]:
        """List the commands that were given, in order."""
        return [line.split()[1].decode().upper() for line in self.asked]


class _Session:
    def __init__(self, box: Mailbox, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._box, self._reader, self._writer = box, reader, writer
        self._entered = self._selected = False

    async def run(self) -> None:
        self._say(b"* OK ready")
        while line := await self._reader.readline():
            self._box.asked.append(line.rstrip())
            tag, *words = [
                quoted.replace(b'\\"', b'"').replace(b"\\\\", b"\\") or bare
                for quoted, bare in WORD.findall(line.rstrip())
            ]
            command = words[0].upper()
            if command == b"UID":
                command = words[1].upper()
            if command.decode() == self._box.drops_at:
                return
            if command.decode() == self._box.silent_at:
                await asyncio.sleep(3600)
            self._say(tag + b" " + self._answer(command, words))
            await self._writer.drain()
            if command == b"LOGOUT":
                return

    def _answer(self, command: bytes, words: list[bytes]) -> bytes:
        assert command not in CHANGES, "the mailbox is only looked at"
        match command:
            case b"CAPABILITY":
                self._say(b"* CAPABILITY IMAP4rev1")
                return b"OK done"
            case b"LOGOUT":
                self._say(b"* BYE")
                return b"OK done"
            case b"LOGIN":
                self._entered = [word.decode() for word in words[1:]] == [USER, PASSWORD]
                return b"OK in" if self._entered else b"NO [AUTHENTICATIONFAILED] no, " + words[-1]
            case b"EXAMINE" if self._entered:
                return self._examine(words[1].decode())
            case b"SEARCH" if self._selected:
                self._say(b" ".join([b"* SEARCH", *(str(uid).encode() for uid in self._found(words[2:]))]))
                return b"OK done"
            case b"FETCH" if self._selected:
                return self._give(int(words[2]), b" ".join(words[3:]))
        return b"BAD not now"

    def _examine(self, folder: str) -> bytes:
        if folder != self._box.folder:
            return b"NO there is no such folder"
        self._selected = True
        self._say(b"* %d EXISTS" % len(self._box.mails))
        if self._box.tells_validity:
            self._say(b"* OK [UIDVALIDITY %d] valid" % self._box.validity)
        self._say(b"* OK [UIDNEXT %d] next" % (max(self._box.mails, default=0) + 1))
        return b"OK [READ-ONLY] there"

    def _found(self, words: list[bytes]) -> list[int]:
        asked = b" ".join(words).replace(b"(", b"").replace(b")", b"").split()
        uids = sorted(self._box.mails)
        if b"UID" in asked:
            first = int(asked[asked.index(b"UID") + 1].split(b":")[0])
            # As RFC 3501 has it: "n:*" holds the last mail, even where n is beyond it.
            return [uid for uid in uids if uid >= first] or uids[-1:]
        months = [b"Jan", b"Feb", b"Mar", b"Apr", b"May", b"Jun", b"Jul", b"Aug", b"Sep", b"Oct", b"Nov", b"Dec"]
        day, month, year = asked[asked.index(b"SINCE") + 1].split(b"-")
        since = date(int(year), months.index(month) + 1, int(day))
        return [uid for uid in uids if self._box.came[uid] >= since]

    def _give(self, uid: int, wanted: bytes) -> bytes:
        part = re.fullmatch(rb"\(BODY\.PEEK\[\]<0\.(\d+)>\)", wanted)
        assert part, "mails are taken unmarked and in bounds"
        if uid in self._box.mails:
            raw = self._box.mails[uid][: int(part[1])]
            self._box.sent += len(raw)
            self._say(b"* 1 FETCH (UID %d BODY[]<0> {%d}\r\n%s)" % (uid, len(raw), raw))
        return b"OK done"

    def _say(self, line: bytes) -> None:
        self._writer.write(line + b"\r\n")


@asynccontextmanager
async def serve_mailbox(box: Mailbox, certificate: str = "good.pem") -> AsyncIterator[Mailbox]:
    """Serve a mailbox until the block ends."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(CERTIFICATES / certificate)
    sessions: set[asyncio.Task[None]] = set()

    async def session(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        sessions.add(task)
        with suppress(ConnectionError, ssl.SSLError, asyncio.CancelledError):
            await _Session(box, reader, writer).run()
        writer.close()
        sessions.discard(task)

    server = await asyncio.start_server(session, "127.0.0.1", 0, ssl=context, limit=2**20)
    box.port = server.sockets[0].getsockname()[1]
    try:
        yield box
    finally:
        server.close()
        for task in list(sessions):
            task.cancel()
