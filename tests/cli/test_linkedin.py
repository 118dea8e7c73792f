"""LinkedIn without LinkedIn through the command line: candidates by folder and by hand, a mailbox, and their walls."""

from __future__ import annotations

import asyncio
import os
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from email.utils import format_datetime
from pathlib import Path

import pytest
from anyio.from_thread import start_blocking_portal

import config
from model.errors import ConfigError
from sources.linkedin_mail.mailbox import SECRETS
from tests.cli.newsroom import CHANNEL, Newsroom, write_config
from tests.cli.running import Desk, Ended
from tests.imap_server import PASSWORD, USER, Mailbox, serve_mailbox
from tests.sources.fetcher.hostile import AUTHORITY

LEA, SAM = "U0LEA", "U0SAM"
HEAD = "First name,Last name,Email,Job title,Company,Location\n"
TODAY = datetime.now(UTC).date()


def candidates(folder: Path, company: str, name: str = "candidates.csv") -> Path:
    """Write a list of candidates from Recruiter in which Ada Fontaine is at a company."""
    file = folder / name
    file.write_text(f"{HEAD}Ada,Fontaine,ada@home.example,Engineer,{company},Lyon\n=1,Evil,,x,y,z\n", "utf-8")
    return file


def all_told(desk: Desk, *channels: str) -> str:
    return "".join([*(desk.type("digest", one).out for one in channels), desk.type("export").out])


@pytest.mark.slow
def test_a_candidate_who_moved_is_told_to_the_owner_alone_with_the_lines_that_are_wrong(desk: Desk) -> None:
    first = desk.type("import", str(candidates(desk.folder, "OpenAI")), "--owner", LEA)
    assert first.out.splitlines() == [
        "1 candidate read. This is the first export: the next one shows who moved.",
        "line 3: a value is a formula",
    ]
    second = desk.type("import", str(candidates(desk.folder, "Mistral")), "--owner", LEA)
    assert second.out.splitlines()[0] == "1 candidate read; 1 of them changed since the last export."
    assert "Ada Fontaine" in desk.type("digest", LEA).out
    assert "Fontaine" not in all_told(desk, CHANNEL, SAM)
    assert b"home.example" not in (desk.folder / "signals.db").read_bytes()


@pytest.mark.slow
def test_p1_a_candidate_who_came_to_us_is_told_to_nobody(desk: Desk) -> None:
    for company in ("OpenAI", "Northwind Robotics, Inc."):
        desk.type("import", str(candidates(desk.folder, company)), "--owner", LEA)
    assert "Fontaine" not in all_told(desk, LEA, CHANNEL)


@pytest.mark.slow
def test_a_dropped_list_is_read_once_and_one_that_is_none_is_told_by_name(room: Newsroom, tmp_path: Path) -> None:
    dropped = tmp_path / "dropped"
    dropped.mkdir()
    section = f'[sources.connections]\nfolder = "{dropped}"\nowner = "{LEA}"\nevery = "1s"\n'
    desk = Desk(write_config(tmp_path, [room.feed], more=section))
    polled = []
    for minutes, company in ((9, "OpenAI"), (6, "Mistral")):
        changed = time.time() - 60 * minutes
        os.utime(candidates(dropped, company, f"{company}.csv"), (changed, changed))
        polled += [desk.type("poll", "connections").out for _ in range(2)]
    (dropped / "notes.csv").write_text("What,Ever\n1,2\n", "utf-8")
    changed = time.time() - 60
    os.utime(dropped / "notes.csv", (changed, changed))
    told = desk.type("poll", "connections")

    line = f"connections:{LEA}: {{}} new of {{}}\n"
    assert polled == [line.format(0, 0), line.format(0, 0), line.format(1, 1), line.format(0, 0)]
    assert told.code == 1
    assert "notes.csv: No line says First Name" in told.out


# The mailbox


@pytest.fixture
def mailbox(monkeypatch: pytest.MonkeyPatch) -> Iterator[Mailbox]:
    monkeypatch.setenv("SSL_CERT_FILE", str(AUTHORITY))
    with start_blocking_portal() as portal, portal.wrap_async_context_manager(serve_mailbox(Mailbox())) as box:
        yield box


def mail(text: str, number: int, sender: str = "Lea <lea@northwind.example>") -> bytes:
    head = f"From: {sender}\nSubject: Fwd: x\nMessage-ID: <{number}@x>\nDate: {format_datetime(datetime.now(UTC))}\n"
    return (f"{head}Content-Type: text/plain; charset=utf-8\n\n{text}\n").encode()


def desk_with(box: Mailbox, room: Newsroom, folder: Path) -> Desk:
    section = f'[sources.linkedin_mail]\nhost = "127.0.0.1"\nport = {box.port}\nevery = "1s"\n'
    section += f'people = {{ "lea@northwind.example" = "{LEA}" }}\n'
    return Desk(write_config(folder, [room.feed], more=section))


def look(desk: Desk, password: str = PASSWORD) -> Ended:
    """Poll the mailbox with the secrets in the environment."""
    return desk.type(
        "poll",
        "linkedin_mail",
        SIGNALS_SOURCES__LINKEDIN_MAIL__USER=USER,
        SIGNALS_SOURCES__LINKEDIN_MAIL__PASSWORD=password,
    )


@pytest.mark.slow
def test_p1_p4_what_a_recruiter_mails_is_told_to_them_alone(mailbox: Mailbox, room: Newsroom, tmp_path: Path) -> None:
    mailbox.add(
        mail("OpenAI: Ada Fontaine is open to work", 1),
        mail("OpenAI: Łukasz and two others are open to work", 2),
        mail("OpenAI: Jo Doe, before at Northwind Robotics, is open to work", 3),
        mail("OpenAI: Evil Twin is open to work", 4, sender="x@evil.example"),
        came=TODAY,
    )
    desk = desk_with(mailbox, room, tmp_path)
    assert look(desk).out == "linkedin_mail: 3 new of 3\n"
    assert look(desk).out == "linkedin_mail: 0 new of 0\n"
    mailbox.validity += 1
    assert look(desk).out == "linkedin_mail: 0 new of 3\n"

    told = desk.type("digest", LEA).out
    assert "Ada Fontaine" in told
    others = all_told(desk, CHANNEL, SAM)
    assert not [name for name in ("Fontaine", "ukasz", "Jo Doe", "Twin", "open to work") if name in others]
    assert "Jo Doe" not in told
    assert "Twin" not in told
    assert PASSWORD.encode() not in b"".join(path.read_bytes() for path in tmp_path.iterdir() if path.is_file())


@pytest.mark.slow
def test_a_wrong_password_is_said_once_with_what_to_set(mailbox: Mailbox, room: Newsroom, tmp_path: Path) -> None:
    desk = desk_with(mailbox, room, tmp_path)
    wrong = look(desk, "12345")
    missing = desk.type("sources", "test", "linkedin_mail")

    assert (wrong.code, missing.code) == (1, 1)
    assert f"does not take the user name and password: correct {SECRETS}" in wrong.out
    assert f"needs a user name and a password: set {SECRETS}" in missing.out
    assert "12345" not in wrong.out + wrong.err


@pytest.mark.parametrize("key", ["user", "password"])
def test_e6_a_password_in_the_file_is_a_fault(tmp_path: Path, key: str) -> None:
    file = tmp_path / "config.toml"
    file.write_text(f'[sources.linkedin_mail]\nhost = "imap.example"\n{key} = "hunter2"\n', "utf-8")
    with pytest.raises(ConfigError) as fault:
        config.load(file)
    assert f"sources.linkedin_mail.{key}: secrets do not belong in a file" in str(fault.value)
    assert f"SIGNALS_SOURCES__LINKEDIN_MAIL__{key.upper()}" in str(fault.value)
    assert "hunter2" not in str(fault.value)


def test_the_server_of_these_tests_refuses_what_changes_a_mailbox() -> None:
    async def ask(line: bytes) -> bytes:
        async with serve_mailbox(Mailbox()) as box:
            box.add(b"x")
            reader, writer = await asyncio.open_connection("127.0.0.1", box.port)
            writer.write(line)
            answer = await reader.read(100)
            writer.close()
            return answer

    # It speaks TLS and nothing else: a line in the clear gets no answer that could be read.
    assert b"OK" not in asyncio.run(ask(b"a LOGIN x y\r\n"))
