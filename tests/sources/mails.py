"""Mails of LinkedIn and of recruiters, all invented, and a mailbox's source that reads them."""

from __future__ import annotations

from email.message import EmailMessage

from model.company import Company
from sources.linkedin_mail import Settings, Source, open
from tests.imap_server import PASSWORD, USER
from tests.sources.recorded import FIXTURES

MAILS = {path.stem[2:]: path.read_bytes() for path in sorted((FIXTURES / "linkedin_mail" / "mails").iterdir())}
COMPANIES = (Company("Northwind", aliases=("Northwind Robotics",)), Company("Contoso"))
PEOPLE = {"Lea@talent.example": "U0LEA"}
SECRETS = ("SECRETMID", "SECRETOTP", "SECRETTRACK", "SECRETEID", "otpToken", "midToken")


def source_at(port: int, **settings: object) -> Source:
    given = {"host": "127.0.0.1", "port": port, "people": PEOPLE, "user": USER, "password": PASSWORD} | settings
    (source,) = open(Settings.model_validate(given), COMPANIES)
    assert isinstance(source, Source)
    return source


def written(text: str, **headers: str) -> bytes:
    mail = EmailMessage()
    for name, value in ({"From": "lea@talent.example", "Subject": "Fwd: x", "Message_ID": "<1@x>"} | headers).items():
        mail[name.replace("_", "-")] = value
    mail.set_content(text)
    return bytes(mail)
