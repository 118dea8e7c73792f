"""What is understood of a mail, and what is left and why: job alerts, notes, everything else."""

from __future__ import annotations

import base64
import json
import quopri
from collections.abc import Callable
from dataclasses import asdict
from functools import partial
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import SecretStr, ValidationError

from cli.wiring import load_lexicons
from model.item import BoardChange, Item, Note
from model.signal import Kind, SourceClass
from signals.reader import Reader
from sources.linkedin_mail import Settings, open, page_of
from sources.linkedin_mail.alert import posts_in
from sources.linkedin_mail.letter import kinds, open_letter
from sources.linkedin_mail.mailbox import Look, Mail, Place
from sources.linkedin_mail.reading import plain
from tests.cost import cost
from tests.make import NOW
from tests.sources.mails import COMPANIES, MAILS, SECRETS, source_at, written

SHARED = Path(__file__).parents[3] / "shared" / "payloads" / "linkedin" / "jobmaxxing.linkedin_alert.eml"


def read(*mails: bytes, receiver: str = "") -> list[Item]:
    look = Look(Place(1, len(mails)), tuple(Mail(uid, raw) for uid, raw in enumerate(mails, 1)))
    return source_at(993, receiver=receiver).parse(page_of(look, NOW))


def reasons(mail: bytes, **settings: object) -> str:
    return "; ".join(source_at(993, **settings).desk.understand(open_letter(mail)).reasons)


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

    assert max(cost(partial(read, mail), 3.0) for mail in mails) < 3.0


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
