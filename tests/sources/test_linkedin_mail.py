"""The mailbox: read over a socket, mail by mail, each once; what is understood of a mail, and what is left and why."""

from __future__ import annotations

import base64
import json
import logging
import quopri
from collections.abc import Callable, Sequence
from dataclasses import asdict, replace
from datetime import date
from email.message import EmailMessage
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import SecretStr, ValidationError

from cli.wiring import load_lexicons
from model.company import Company
from model.errors import Busy, Changed, Refused
from model.item import BoardChange, Item, Note
from model.poll import PollState
from model.signal import Kind, SourceClass
from signals.reader import Reader
from sources.fetcher import Fetcher
from sources.linkedin_mail import Settings, Source, open, page_of
from sources.linkedin_mail.alert import posts_in
from sources.linkedin_mail.letter import kinds, open_letter
from sources.linkedin_mail.mailbox import MOST_BYTES, MOST_MAILS, Look, Mail, Place
from sources.linkedin_mail.reading import plain
from tests.cost import cost
from tests.imap_server import PASSWORD, USER, Mailbox, serve_mailbox
from tests.make import NOW
from tests.sources.fetcher.hostile import AUTHORITY
from tests.sources.recorded import FIXTURES

MAILS = {path.stem[2:]: path.read_bytes() for path in sorted((FIXTURES / "linkedin_mail" / "mails").iterdir())}
SHARED = Path(__file__).parents[3] / "shared" / "payloads" / "linkedin" / "jobmaxxing.linkedin_alert.eml"
COMPANIES = (Company("Northwind", aliases=("Northwind Robotics",)), Company("Contoso"))
PEOPLE = {"Lea@talent.example": "U0LEA"}
HTTP = Fetcher("https://talent.example/bot")
SECRETS = ("SECRETMID", "SECRETOTP", "SECRETTRACK", "SECRETEID", "otpToken", "midToken")


@pytest.fixture(autouse=True)
def _authority(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(AUTHORITY))


def source_at(port: int, companies: Sequence[Company] = COMPANIES, **settings: object) -> Source:
    given = {"host": "127.0.0.1", "port": port, "people": PEOPLE, "user": USER, "password": PASSWORD} | settings
    (source,) = open(Settings.model_validate(given), companies)
    assert isinstance(source, Source)
    return source


def read(*mails: bytes, companies: Sequence[Company] = COMPANIES, **settings: object) -> list[Item]:
    look = Look(Place(1, len(mails)), tuple(Mail(uid, raw) for uid, raw in enumerate(mails, 1)))
    return source_at(993, companies, **settings).parse(page_of(look, NOW))


def reasons(mail: bytes, **settings: object) -> str:
    return "; ".join(source_at(993, **settings).desk.understand(open_letter(mail)).reasons)


async def polled(source: Source, state: PollState) -> tuple[list[Item] | None, PollState]:
    page = await source.fetch(HTTP, state, NOW)
    if page is None:
        return None, state
    items = source.parse(page)
    return items, replace(state, cursor=source.advance(state, page, items))


def written(text: str, **headers: str) -> bytes:
    mail = EmailMessage()
    for name, value in ({"From": "lea@talent.example", "Subject": "Fwd: x", "Message_ID": "<1@x>"} | headers).items():
        mail[name.replace("_", "-")] = value
    mail.set_content(text)
    return bytes(mail)


# The mailbox


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


# Job alerts


def test_of_an_alert_the_posts_of_watched_companies_are_kept_by_their_whole_name() -> None:
    items = read(MAILS["alert"])

    assert [item.title for item in items] == [
        "Northwind: Head of Robotics (Lyon, Auvergne-Rhône-Alpes, France)",
        "Contoso: Motion Planning Engineer (Grenoble, France)",
    ]
    assert reasons(MAILS["alert"]) == "1 of its posts do not stand as title, company and place"


def test_a_post_that_leads_is_told_and_no_other_and_nothing_is_counted() -> None:
    reader = Reader(COMPANIES, load_lexicons())
    told = [signal for item in read(MAILS["alert"]) for signal in reader.read(item)]

    assert [(one.kind, one.company, one.role) for one in told] == [
        (Kind.STRATEGIC_ROLE, "Northwind", "Head of Robotics")
    ]
    assert (told[0].source_class, told[0].person, told[0].private) == (SourceClass.BOARD, None, False)


def test_the_same_post_in_ten_alerts_is_one_item() -> None:
    alerts = [MAILS["alert"].replace(b"alert-1@", f"alert-{n}@".encode()) for n in range(10)]

    assert [item.key for item in read(*alerts)] == ["post:4100000001", "post:4100000002"]


@pytest.mark.parametrize(
    ("name", "post"),
    [
        ("forwarded-inline", "Contoso: Country Manager France (Paris, Île-de-France, France)"),
        ("forwarded-attached", "Northwind: Head of Design (Saint-Étienne, France)"),
    ],
)
def test_a_forwarded_alert_is_an_alert_however_it_was_forwarded(name: str, post: str) -> None:
    assert [item.title for item in read(MAILS[name])] == [post]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Head of X\nContoso\nParis\n\nView job: https://www.linkedin.com/comm/jobs/view/4100000001/?a=b", 1),
        ("Head of X\nContoso\nParis\nView job: https://linkedin.com/jobs/view/4100000001", 1),
        ("Head of X\nContoso\nParis\n\nVoir: https://fr.linkedin.com/jobs/view/head-of-x-at-contoso-4100000001?a", 1),
        ("Head of X\nContoso\n\nView job: https://www.linkedin.com/jobs/view/4100000001", 0),
        ("Head of\nX\nContoso\nParis\n\nView job: https://www.linkedin.com/jobs/view/4100000001", 0),
        ("Head of X\nContoso\nParis\n\nView job: https://evil.example/jobs/view/4100000001", 0),
        ("Head of X\nContoso\nParis\n\nView job: https://www.linkedin.com.evil.example/jobs/view/4100000001", 0),
        ("Head of X\nContoso\nParis\n\nView job: https://notlinkedin.com/jobs/view/4100000001", 0),
        ("a\nb\nc\n\nhttps://linkedin.com/jobs/view/4100000001 https://linkedin.com/jobs/view/4100000002", 0),
    ],
)
def test_a_post_stands_as_three_lines_above_its_link_or_is_left(text: str, found: int) -> None:
    assert len(posts_in(text, "")[0]) == found


def test_an_alert_from_elsewhere_is_none() -> None:
    forged = MAILS["alert"].replace(b"@linkedin.com>", b"@linkedin.com.evil.example>")

    assert read(forged) == []
    assert reasons(forged) == "whoever sent it is not among `people`"


def test_where_a_receiver_is_named_only_what_it_vouches_for_counts() -> None:
    proof = b"Authentication-Results: mx.talent.example; spf=pass; dmarc=pass header.from=linkedin.com\r\n"
    forged = proof.replace(b"mx.talent", b"mx.evil")
    failed = proof.replace(b"dmarc=pass", b"dmarc=fail reason=dmarc/pass")

    assert len(read(proof + MAILS["alert"], receiver="mx.talent.example")) == 2
    for mail in (MAILS["alert"], forged + MAILS["alert"], failed + MAILS["alert"], failed + proof + MAILS["alert"]):
        assert read(mail, receiver="mx.talent.example") == []
    assert "(dmarc=pass)" in reasons(MAILS["note"], receiver="mx.talent.example")


# Notes


def test_what_a_recruiter_writes_is_a_note_for_them_alone() -> None:
    (item,) = read(written("Northwind: Łukasz wants out", From="Lea <LEA@TALENT.example>"))

    assert item.shape == Note("U0LEA", "Northwind", personal=True)
    (signal,) = Reader(COMPANIES, load_lexicons()).read(item)
    assert (signal.kind, signal.private, signal.owner) == (Kind.INBOUND_NOTE, True, "U0LEA")


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Northwind: Jane Doe is open to work", Kind.OPEN_TO_WORK),
        ("Jane Doe, Staff Engineer at Northwind, #OpenToWork", Kind.OPEN_TO_WORK),
        ("Northwind: Jane Doe has a new photo and a longer headline", Kind.INBOUND_NOTE),
        ("Northwind: Jane Doe viewed my profile", Kind.INBOUND_NOTE),
    ],
)
def test_open_to_work_is_told_only_where_the_words_say_so(text: str, kind: Kind) -> None:
    (signal,) = [s for item in read(written(text)) for s in Reader(COMPANIES, load_lexicons()).read(item)]

    assert (signal.kind, signal.private, signal.owner) == (kind, True, "U0LEA")


def test_of_a_bare_forward_only_the_line_that_says_it_outright_is_taken() -> None:
    (item,) = read(MAILS["forwarded-notice"])

    assert item.text == "Jane Doe, Staff Engineer at Contoso, is open to work"


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "it says nothing of its own"),
        ("A friend is unhappy", "it does not name one watched company"),
        ("Northwind or Contoso, I forgot", "it does not name one watched company"),
        ("> Northwind: Jane Doe likes jazz", "it says nothing of its own"),
        ("-- \nLea, formerly Northwind", "it says nothing of its own"),
    ],
)
def test_what_is_not_clear_is_left_with_what_to_do(text: str, why: str) -> None:
    mail = written(text)

    assert read(mail) == []
    assert reasons(mail) == f'{why}: write above it what you saw, such as "Northwind: Jane Doe is open to work"'


@pytest.mark.parametrize("template", [*kinds()["left"], "email_of_a_kind_nobody_knows", ""])
def test_another_mail_of_linkedin_is_left_with_its_reason(template: str) -> None:
    mail = written("Northwind: Jane Doe", From="x <updates-noreply@linkedin.com>", X_LinkedIn_Template=template)

    assert read(mail) == []
    assert reasons(mail).startswith("it ")


# Secrets, charsets, strangers


@pytest.mark.parametrize("name", list(MAILS))
def test_nothing_that_signs_anybody_in_is_kept(name: str) -> None:
    kept = json.dumps([asdict(item) for item in read(MAILS[name])], default=str)

    assert not any(secret in kept for secret in SECRETS)
    assert "@" not in kept
    assert "?" not in kept


@given(
    st.sampled_from(["https://www.linkedin.com/comm/in/x", "HTTP://lnkd.in/y", "https://other.example/z", ""]),
    st.sampled_from(["?", "?a=b&", "\n&", " ", "#", "&amp;", "?\n"]),
    st.sampled_from(["otpToken", "midToken", "OTPTOKEN", "midSig", "trackingId"]),
    st.sampled_from(["", ">", ")", "&more=1", " and more"]),
)
def test_no_token_survives_wherever_it_stands(link: str, before: str, name: str, after: str) -> None:
    assert "s3cret" not in plain(f"Northwind: look {link}{before}{name}=s3cret{after}")


@pytest.mark.parametrize("charset", ["utf-8", "iso-8859-1", "windows-1252", "utf-16", "utf-7", "UTF8", "cp850"])
@pytest.mark.parametrize("encode", [base64.encodebytes, quopri.encodestring], ids=["base64", "quoted-printable"])
def test_a_mail_is_read_in_any_charset(charset: str, encode: Callable[[bytes], bytes]) -> None:
    name = "base64" if encode is base64.encodebytes else "quoted-printable"
    head = (
        f"From: lea@talent.example\nContent-Type: text/plain; charset={charset}\nContent-Transfer-Encoding: {name}\n\n"
    )
    (item,) = read(head.encode() + encode("Northwind: Zoë Dupré reste à l'écoute".encode(charset)))

    assert item.text == "Northwind: Zoë Dupré reste à l'écoute"


@pytest.mark.parametrize("charset", [b"x-klingon", b"", b"'''", b"\xff"])
def test_a_charset_that_nobody_knows_is_guessed_from_the_bytes(charset: bytes) -> None:
    head = b"From: lea@talent.example\r\nSubject: Fwd:\r\nContent-Type: text/plain; charset=" + charset + b"\r\n\r\n"

    assert read(head + "Northwind: Zoë".encode())[0].text == "Northwind: Zoë"
    assert read(head + b"Northwind: Zo\xeb")[0].text == "Northwind: Zoë"


@given(st.binary(max_size=600))
def test_whatever_comes_is_read_or_left_and_never_raises(noise: bytes) -> None:
    for start in (b"", b"From: lea@talent.example\r\n", MAILS["alert"][:900], MAILS["forwarded-attached"][:700]):
        read(start + noise)


@pytest.mark.parametrize(
    "filler",
    [
        "y",
        "https://",
        "otpToken",
        "> ",
        "-",
        "(",
        "=?",
        "<p>",
        '<a href="https://linkedin.com/jobs/view/1000001">x</a>',
    ],
)
def test_a_hostile_mail_of_a_megabyte_costs_little(filler: str) -> None:
    text = filler * (900_000 // len(filler))
    mails = [
        f"From: lea@talent.example\nSubject: {text}\n\nNorthwind: {text}".encode(),
        f"From: lea@talent.example\nContent-Type: text/html\n\nNorthwind: {text}".encode(),
        f"From: {text}\nX-LinkedIn-Class: SAVEDSEARCH\n\n{text}".encode(),
        MAILS["alert"] + text.encode(),
    ]

    assert max(cost(lambda mail=mail: read(mail), 3.0) for mail in mails) < 3.0


def test_mails_within_mails_without_end_are_left() -> None:
    mail = b"From: lea@talent.example\r\nContent-Type: message/rfc822\r\n\r\n" * 10_000

    assert read(mail + MAILS["note"]) == []


def test_a_mail_from_the_future_is_dated_when_it_was_read() -> None:
    (item,) = read(written("Northwind: x", Date="Fri, 1 Jan 2100 00:00:00 +0000"))

    assert item.published == NOW


# Settings


def test_without_a_host_there_is_no_mailbox() -> None:
    assert open(Settings(), COMPANIES) == []


def test_people_are_slack_members() -> None:
    with pytest.raises(ValidationError, match="people"):
        Settings.model_validate({"people": {"lea@talent.example": "lea"}})


def test_a_password_of_digits_is_a_password_and_none_is_shown() -> None:
    settings = Settings.model_validate({"host": "imap.example", "user": "u", "password": 12345678})
    (source,) = open(settings, COMPANIES)

    assert settings.password == SecretStr("12345678")
    assert "12345678" not in repr(settings) + repr(source)


@pytest.mark.skipif(not SHARED.exists(), reason="needs ../shared")
def test_an_alert_as_linkedin_sends_it_is_read_whole() -> None:
    letter = open_letter(SHARED.read_bytes())
    posts, unclear = posts_in(letter.text, letter.html)

    assert (len(posts), unclear) == (6, 0)
    assert [post.company for post in posts][:3] == ["PlusAI", "TikTok", "TikTok"]


def test_an_alert_is_no_board() -> None:
    (first, *_) = read(MAILS["alert"])

    assert isinstance(first.shape, BoardChange)
    assert (first.shape.opened, first.shape.usual) == (1, None)
