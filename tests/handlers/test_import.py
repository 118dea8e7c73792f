"""Importing one's own connections: the file comes with the token from Slack alone, numbers first, then saved."""

from __future__ import annotations

import asyncio
import csv
import io
import json
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from digests.us import Us
from handlers.files import NotReadable, SlackFiles
from handlers.settings import SlackSettings
from model.subscription import Audience
from sources.connections import Source as Connections
from sources.contract import Fetched
from sources.fetcher import Fetcher
from store.store import Store
from tests.handlers.pressing import Room, member, pressing
from tests.pipeline.desk import Desk, channel, watch
from tests.signed import inside, press_body, submission

COLUMNS = ("First Name", "Last Name", "URL", "Email Address", "Company", "Position", "Connected On")
LEA = "U0LEA"


def row(name: str, company: str = "OpenAI", position: str = "Engineer") -> tuple[str, ...]:
    first, last = name.split()
    address = f"https://www.linkedin.com/in/{first}-{last}".lower()
    return (first, last, address, f"{first}@secret.example", company, position, "12 Mar 2024")


def sheet(*rows: tuple[str, ...], garbage: str = "") -> bytes:
    text = io.StringIO()
    csv.writer(text).writerows([COLUMNS, *rows])
    return (text.getvalue() + garbage).encode()


BEFORE = sheet(row("Jane Doe"), row("Ada Byron"), row("Max Gone"))
AFTER = sheet(row("Jane Doe", "Northwind"), row("Ada Byron"), row("New Here"), garbage="broken\r\n")


@pytest.fixture
async def room(tmp_path: Path) -> AsyncIterator[Room]:
    async with await Store.open(f"sqlite:///{tmp_path}/signals.db") as store, Fetcher("ops@example.com") as http:
        desk = Desk(store)
        person = channel(channel=LEA, audience=Audience.PERSON)
        desk.pipeline.watch = replace(watch(channel(), person), us=Us.of(["Acme"]))
        async with pressing(desk, http=http) as running:
            yield running


async def hand_in(room: Room, body: bytes, user: str = "lea") -> Any:  # noqa: ANN401  JSON of Slack
    """Press Import, hand the file in, and return what the acknowledgement says."""
    file = f"F0{len(room.slack.kept)}"
    room.slack.kept[file] = body
    button = press_body("import_people", "", response_url=room.slack.response_url(user), trigger=room.slack.trigger())
    await room.send({**button, "user": member(user)})
    return await room.submit(await room.opened(), user, file={"files": [{"id": file, "name": "Connections.csv"}]})


def words(view: dict[str, Any]) -> str:
    return json.dumps(view["blocks"], ensure_ascii=False)


async def cursor(room: Room, user: str = LEA) -> str | None:
    id = Connections(user).id
    states = await room.desk.store.poll_states([id])
    return states[id].cursor if id in states else None


async def imported(room: Room, body: bytes) -> str:
    ack = await hand_in(room, body)
    return words((await room.submit(ack["view"]))["view"])


async def test_the_numbers_come_first_and_nothing_is_stored_before_save(room: Room) -> None:
    ack = await hand_in(room, BEFORE)
    assert ack["response_action"] == "update"
    assert "3 rows. This is your first import" in words(ack["view"])
    assert "never leaves this server" in words(ack["view"])
    assert "Jane" not in json.dumps(ack)
    assert await cursor(room) is None
    assert "Saved. 3 rows" in words((await room.submit(ack["view"]))["view"])
    assert await cursor(room) is not None


async def test_the_second_import_tells_who_moved_to_its_owner_alone(room: Room) -> None:
    await imported(room, BEFORE)
    ack = await hand_in(room, AFTER)
    assert "3 rows: 1 new, 1 moved, 1 gone" in words(ack["view"])
    assert "1 line unreadable (5)" in words(ack["view"])
    assert "1 moved" in words((await room.submit(ack["view"]))["view"])
    assert "Jane Doe" in await room.ask("people OpenAI")
    assert "Jane" not in await room.ask("people OpenAI", "max")
    await room.post()
    assert not [post for post in room.slack.posts if "Jane" in json.dumps(post)]


def candidates(*rows: tuple[str, str]) -> bytes:
    head = (
        "First name,Last name,Email,Phone number,Job title,Company,Location,Pipeline stage,Note,Note visibility,Tags\n"
    )
    lines = (
        f'{name.replace(" ", ",")},x@secret.example,,Engineer,{at},"Lyon, France",New,"Is ill",,\n' for name, at in rows
    )
    return (head + "".join(lines)).encode()


async def test_a_recruiters_list_is_taken_beside_the_connections_and_tells_its_owner_alone(room: Room) -> None:
    await imported(room, BEFORE)
    ack = await hand_in(room, candidates(("Cy Vance", "OpenAI")))
    assert "1 row. This is your first import" in words(ack["view"])
    await imported(room, candidates(("Cy Vance", "OpenAI")))
    ack = await hand_in(room, candidates(("Cy Vance", "Northwind"), ("New Here", "OpenAI")))
    assert "2 rows: 1 new, 1 moved, 0 gone" in words(ack["view"])
    assert "Vance" not in json.dumps(ack)
    await room.submit(ack["view"])
    told = await room.ask("people OpenAI")
    assert "Cy Vance" in told
    assert "your own candidates" in told
    assert "Vance" not in await room.ask("people OpenAI", "max")
    ack = await hand_in(room, AFTER)
    assert "3 rows: 1 new, 1 moved, 1 gone" in words(ack["view"])


async def test_the_audit_line_has_counts_and_no_names(room: Room) -> None:
    await imported(room, BEFORE)
    await imported(room, AFTER)
    last, first, *rest = await room.desk.store.audited("T1")
    assert (last.actor, last.action, last.after) == (LEA, f"import connections:{LEA}", "3 rows: 1 new, 1 moved, 1 gone")
    assert (first.after, rest) == ("3 rows: 3 new, 0 moved, 0 gone", [])


async def test_who_asked_to_be_forgotten_is_not_counted(room: Room) -> None:
    await room.desk.store.forget("Jane Doe", room.now)
    ack = await hand_in(room, BEFORE)
    assert "2 rows." in words(ack["view"])


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (b"PK\x03\x04 a zip archive", "it is not an export of connections"),
        (b"", "it is not an export of connections"),
        (sheet(), "names no connection"),
        (sheet(*[("",) * 7] * 3, garbage='"never closed\r\n' * 3), "names no connection"),
        (b"x" * (21 * 2**20), "could not be fetched"),
    ],
    ids=["zip", "empty", "nobody", "open quotes", "huge"],
)
async def test_a_hostile_file_gets_a_clear_sentence_under_its_field(room: Room, body: bytes, said: str) -> None:
    ack = await hand_in(room, body)
    assert ack["response_action"] == "errors"
    assert said in ack["errors"]["file"]
    assert await cursor(room) is None


async def test_without_the_scope_it_says_what_to_grant(room: Room) -> None:
    room.slack.gives_files = False
    assert "files:read" in (await hand_in(room, BEFORE))["errors"]["file"]


async def test_without_a_file_the_modal_stays(room: Room) -> None:
    button = press_body("import_people", "", response_url=room.slack.response_url(), trigger=room.slack.trigger())
    await room.send(button)
    ack = await room.submit(await room.opened(), file={"files": []})
    assert ack["errors"] == {"file": "Hand in one file: the Connections.csv, or a list of candidates."}


async def test_people_offers_the_import_to_who_has_none(room: Room) -> None:
    assert "Import Connections.csv…" in await room.ask("people")
    await imported(room, BEFORE)
    assert "Import Connections.csv…" not in await room.ask("people OpenAI")


async def test_a_forged_submission_of_the_preview_reads_no_other_persons_file(room: Room) -> None:
    ack = await hand_in(room, BEFORE)
    forged = {**ack["view"], "private_metadata": json.dumps({"file": "../etc", "is": "import_save"})}
    assert "Hand it in again" in words((await room.submit(forged))["view"])
    assert await cursor(room) is None


async def test_the_home_has_the_button(room: Room) -> None:
    home = {"type": "home", "callback_id": "", "blocks": []}
    await room.send({**inside(home, "import_people", trigger=room.slack.trigger()), "user": {"id": LEA, "name": "lea"}})
    assert (await room.opened())["callback_id"] == "import_people"


class Slow:
    """A Slack that gives its file when `go` is set."""

    def __init__(self) -> None:
        self.go = asyncio.Event()

    async def read(self, file: str, workspace: str) -> bytes:
        await self.go.wait()
        return BEFORE


@pytest.mark.slow
async def test_while_the_file_takes_long_the_modal_says_so_and_is_filled_later(room: Room) -> None:
    assert room.books is not None
    room.books.files = slow = Slow()
    await room.send(press_body("import_people", "", response_url="", trigger=room.slack.trigger()))
    view = await room.opened()
    body = {**submission(view, file={"files": [{"id": "F1"}]}), "user": member("lea")}
    room.slack.views.append(("views.open", {"view": view}))  # it is V1
    ack = await room.send(body)
    assert (ack["response_action"], ack["view"]["callback_id"]) == ("update", "loading")
    slow.go.set()
    filled = await room.slack.shown(2)
    assert "3 rows. This is your first import" in words(filled)
    saved = await room.submit({**filled, "id": "V1"})
    assert "Saved. 3 rows" in words(saved["view"])


SLACK = SlackSettings("xoxb-1")


class Somewhere:
    """A Slack that says that a file is at `url`, and a way outside that nobody takes."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.asked: list[tuple[str, str, bool]] = []

    token = "xoxb-1"  # noqa: S105  (a made-up one)

    async def of(self, workspace: str) -> Somewhere:
        return self

    async def files_info(self, *, file: str) -> dict[str, Any]:
        return {"file": {"id": file, "url_private_download": self.url}}

    async def get_as(self, url: str, bearer: str, *, allow_private: bool = False, largest: int = 0) -> Fetched:
        self.asked.append((url, bearer, allow_private))
        return Fetched(url, b"a,b", {"content-type": "text/csv"})


@pytest.mark.parametrize(
    "url",
    [
        "https://evil.example/Connections.csv",
        "http://files.slack.com/Connections.csv",
        "https://files.slack.com.evil.example/x",
        "https://evilslack.com/x",
        "https://files.slack.com@evil.example/x",
        "https://files.slack.com:8443/x",
        "https://127.0.0.1/x",
        "",
    ],
)
async def test_the_token_goes_nowhere_but_to_slack(url: str) -> None:
    there: Any = Somewhere(url)
    with pytest.raises(NotReadable):
        await SlackFiles(there, there, SLACK).read("F1", "T0TEAM")
    assert there.asked == []


async def test_slacks_own_hosts_get_the_token_and_are_never_private() -> None:
    there: Any = Somewhere("https://files.slack.com/files-pri/T1-F1/download/Connections.csv")
    assert await SlackFiles(there, there, SLACK).read("F1", "T0TEAM") == b"a,b"
    assert there.asked == [(there.url, "xoxb-1", False)]
