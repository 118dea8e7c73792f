"""The mailbox: read over a socket from a whole server, mail by mail, each once, within bounds."""

from __future__ import annotations

import logging
from dataclasses import replace
from datetime import date

import pytest

from model.errors import Busy, Changed, Refused
from model.item import Item, Note
from model.poll import PollState
from sources.fetcher import Fetcher
from sources.linkedin_mail import Source
from sources.linkedin_mail.mailbox import MOST_BYTES, MOST_MAILS
from tests.imap_server import PASSWORD, Mailbox, serve_mailbox
from tests.make import NOW
from tests.sources.fetcher.hostile import AUTHORITY
from tests.sources.mails import MAILS, SECRETS, source_at, written

HTTP = Fetcher("https://talent.example/bot")


@pytest.fixture(autouse=True)
def _authority(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(AUTHORITY))


async def polled(source: Source, state: PollState) -> tuple[list[Item] | None, PollState]:
    page = await source.fetch(HTTP, state, NOW)
    if page is None:
        return None, state
    items = source.parse(page)
    return items, replace(state, cursor=source.advance(state, page, items))


async def test_each_mail_is_read_once_and_nothing_in_the_mailbox_is_changed() -> None:
    async with serve_mailbox(Mailbox()) as box:
        box.add(MAILS["alert"], MAILS["note"])
        source, state = source_at(box.port), PollState("linkedin_mail:")
        first, state = await polled(source, state)
        again, state = await polled(source, state)
        box.add(MAILS["forwarded-notice"])
        third, state = await polled(source, state)

    assert first is not None
    assert [item.key.partition(":")[0] for item in first] == ["post", "post", "note"]
    assert again is None
    assert third is not None
    assert [item.title for item in third] == ["Jane Doe, Staff Engineer at Contoso, is open to work"]
    assert state.cursor == f"{box.validity} 3"
    assert "EXAMINE" in box.words()
    assert "SELECT" not in box.words()


async def test_an_empty_mailbox_is_begun_where_it_ends() -> None:
    async with serve_mailbox(Mailbox()) as box:
        box.add(MAILS["alert"], came=date(2020, 1, 1))
        source = source_at(box.port)
        items, state = await polled(source, PollState("linkedin_mail:"))
        assert (items, state.cursor) == ([], f"{box.validity} 1")
        assert box.sent == 0
        assert (await polled(source, state))[0] is None


async def test_new_uids_read_the_mails_again_and_give_the_same_items() -> None:
    async with serve_mailbox(Mailbox()) as box:
        box.add(*MAILS.values())
        source = source_at(box.port)
        before, state = await polled(source, PollState("linkedin_mail:"))
        box.validity += 1
        box.mails = {uid + 100: mail for uid, mail in box.mails.items()}
        box.came = {uid + 100: day for uid, day in box.came.items()}
        after, state = await polled(source, state)

    assert before is not None
    assert after is not None
    assert [item.key for item in after] == [item.key for item in before]
    assert state.cursor == f"{box.validity} {100 + len(MAILS)}"


async def test_a_wrong_password_is_refused_and_never_repeated() -> None:
    async with serve_mailbox(Mailbox()) as box:
        with pytest.raises(Refused, match="does not take the user name and password") as refused:
            await polled(source_at(box.port, password="hunter2"), PollState("x"))

    assert "SIGNALS_SOURCES__LINKEDIN_MAIL__PASSWORD" in str(refused.value)
    assert "hunter2" not in str(refused.value)
    assert box.words()[-1] == "LOGOUT"


async def test_without_secrets_it_says_which_to_set_and_asks_nobody() -> None:
    async with serve_mailbox(Mailbox()) as box:
        with pytest.raises(Refused, match="set SIGNALS_SOURCES__LINKEDIN_MAIL__USER and"):
            await polled(source_at(box.port, user=""), PollState("x"))
    assert box.asked == []


async def test_a_folder_that_is_not_there_is_refused() -> None:
    async with serve_mailbox(Mailbox()) as box:
        with pytest.raises(Refused, match="has no folder 'Talent'"):
            await polled(source_at(box.port, folder="Talent"), PollState("x"))


@pytest.mark.parametrize("word", ["LOGIN", "EXAMINE", "SEARCH", "FETCH"])
async def test_a_line_that_breaks_keeps_nothing_and_the_next_look_has_everything(word: str) -> None:
    async with serve_mailbox(Mailbox(drops_at=word)) as box:
        box.add(MAILS["alert"])
        source, state = source_at(box.port), PollState("linkedin_mail:")
        with pytest.raises(Busy, match=r"127\.0\.0\.1 broke off"):
            await polled(source, state)
        box.drops_at = ""
        items, _ = await polled(source, state)

    assert items is not None
    assert len(items) == 2


async def test_a_server_that_is_away_is_asked_again() -> None:
    async with serve_mailbox(Mailbox()) as box:
        pass
    with pytest.raises(Busy, match="does not answer on port"):
        await polled(source_at(box.port), PollState("x"))


async def test_a_server_without_uidvalidity_is_not_believed() -> None:
    async with serve_mailbox(Mailbox(tells_validity=False)) as box:
        with pytest.raises(Changed, match="does not tell its UIDVALIDITY"):
            await polled(source_at(box.port), PollState("x"))


@pytest.mark.parametrize("certificate", ["self_signed.pem", "expired.pem", "other.pem"])
async def test_c17_a_certificate_that_cannot_be_verified_is_refused_before_the_password(certificate: str) -> None:
    async with serve_mailbox(Mailbox(), certificate) as box:
        with pytest.raises(Refused, match="a certificate that cannot be verified"):
            await polled(source_at(box.port), PollState("x"))
    assert box.asked == []


async def test_a_mail_of_ten_megabytes_is_left_and_those_after_it_are_read(caplog: pytest.LogCaptureFixture) -> None:
    async with serve_mailbox(Mailbox()) as box:
        box.add(MAILS["alert"] + b"x" * 10 * 2**20, MAILS["note"])
        with caplog.at_level(logging.WARNING):
            items, state = await polled(source_at(box.port), PollState("linkedin_mail:"))

    assert items is not None
    assert [type(item.shape) for item in items] == [Note]
    assert state.cursor == f"{box.validity} 2"
    assert box.sent < MOST_BYTES + 10_000
    assert "linkedin_mail: mail 1 was left: it is larger than 1 MB" in caplog.text


async def test_a_full_mailbox_is_read_in_bounded_looks() -> None:
    async with serve_mailbox(Mailbox()) as box:
        box.add(*[written(f"Northwind: note {n}", Message_ID=f"<{n}@x>") for n in range(MOST_MAILS + 5)])
        source = source_at(box.port)
        first, state = await polled(source, PollState("linkedin_mail:"))
        rest, state = await polled(source, state)

    assert first is not None
    assert rest is not None
    assert (len(first), len(rest)) == (MOST_MAILS, 5)


async def test_large_mails_are_not_all_taken_at_once() -> None:
    async with serve_mailbox(Mailbox()) as box:
        box.add(*[written("Northwind: x\n" + "y" * 900_000, Message_ID=f"<{n}@x>") for n in range(12)])
        _, state = await polled(source_at(box.port), PollState("linkedin_mail:"))

    assert state.cursor != f"{box.validity} 12"
    assert box.sent <= 10 * 2**20


async def test_what_is_left_is_told_by_number_and_never_by_what_it_says(caplog: pytest.LogCaptureFixture) -> None:
    async with serve_mailbox(Mailbox()) as box:
        box.add(*MAILS.values())
        with caplog.at_level(logging.WARNING):
            await polled(source_at(box.port), PollState("linkedin_mail:"))

    assert "mail 6 was left: it tells of somebody's own application" in caplog.text
    assert "mail 7 was left: whoever sent it is not among `people`" in caplog.text
    assert "mail 8 was left: it does not name one watched company" in caplog.text
    assert not any(word in caplog.text for word in ("somebody@else", "Unfortunately", PASSWORD, *SECRETS))
