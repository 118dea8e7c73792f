"""Understand one mail: posts of companies that are watched, a recruiter's note, or the reason why it is left."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from cleanco import basename

from model.company import Company
from signals.companies import Companies
from signals.fold import fold
from sources.linkedin_mail.alert import Post, posts_in
from sources.linkedin_mail.letter import Letter, kinds
from sources.plain import clean

LINKEDIN = ("@linkedin.com", ".linkedin.com")
LONGEST_NOTE = 2_000
MOST_LINES = 5
ADDRESS = re.compile(r"(https?://[^\s?#<>\"]*)[^\s<>\"]*", re.IGNORECASE)
# What is left of a link that a mail program broke over two lines: a word that holds one of these.
SECRETS = ("otptoken=", "midtoken=", "midsig=", "trkemail=", "trackingid=", "lipi=", "eid=")
HOW = 'write above it what you saw, such as "Northwind: Jane Doe is open to work"'


@dataclass(frozen=True, slots=True)
class Words:
    """What a recruiter wrote about one watched company; only `owner` may see it."""

    owner: str
    company: str
    text: str


@dataclass(frozen=True, slots=True)
class Understood:
    """What a mail gives: posts, words, or neither. `reasons` say what of it was left, and why."""

    posts: tuple[Post, ...] = ()
    words: Words | None = None
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Desk:
    """Who reads: the watched companies, the `people` whose mails count (address to Slack member), and `receiver`, the
    server whose word is believed on whether a mail is from whom it says ("" where nobody is asked).
    """

    companies: tuple[Company, ...]
    people: Mapping[str, str]
    receiver: str = ""

    def understand(self, letter: Letter) -> Understood:
        """Tell what a mail gives."""
        owner = self.people.get(letter.sender)
        if owner is None and not letter.sender.endswith(LINKEDIN):
            return Understood(reasons=("whoever sent it is not among `people`",))
        if self.receiver and not _proven(letter.proof, self.receiver.casefold()):
            return Understood(reasons=(f"{self.receiver} does not say that it is from whom it says (dmarc=pass)",))
        if owner is None:
            return self._posts(letter.text, letter.html) if is_alert(letter) else Understood(reasons=(_left(letter),))
        return self._forwarded(letter, owner)

    def _forwarded(self, letter: Letter, owner: str) -> Understood:
        """Understand what somebody of ours wrote or forwarded."""
        told = [self._posts(one.text, one.html) for one in letter.attached if is_alert(one)]
        if any(sender in letter.passed_on.casefold() for sender in kinds()["alerts"]["senders"]):
            told.append(self._posts(letter.passed_on, letter.html))
        note = self._note(letter, owner, alert=bool(told))
        posts = {post.number: post for one in told for post in one.posts}
        reasons = [reason for one in (*told, note) for reason in one.reasons]
        return Understood(tuple(posts.values()), note.words, tuple(reasons))

    def _posts(self, text: str, html: str) -> Understood:
        posts, unclear = posts_in(text, html)
        named = {_bare(name): company.name for company in self.companies for name in (company.name, *company.aliases)}
        ours = [
            Post(post.number, post.title, named[_bare(post.company)], post.place)
            for post in posts
            if _bare(post.company) in named
        ]
        reasons = []
        if unclear:
            reasons.append(f"{unclear} of its posts do not stand as title, company and place")
        elif not posts:
            reasons.append("it is a job alert in which no post can be found")
        return Understood(tuple(ours), reasons=tuple(reasons))

    def _note(self, letter: Letter, owner: str, *, alert: bool) -> Understood:
        """Take the writer's own words, and of what is forwarded the lines that speak of Open to Work outright."""
        subject = letter.subject
        answers = any(subject.casefold().startswith(mark) for mark in kinds()["forwarded"]["subjects"])
        forwards = bool(letter.passed_on.strip() or letter.attached)
        own = letter.words if answers or forwards else f"{subject}\n{letter.words}"
        lines = [] if alert else _outright(letter)
        text = plain("\n".join([own, *lines]))
        if not text:
            return Understood(reasons=() if alert else (f"it says nothing of its own: {HOW}",))
        company = self._meant(text)
        if company is None:
            # Greetings above an alert are no note.
            return Understood(reasons=() if alert else (f"it does not name one watched company: {HOW}",))
        return Understood(words=Words(owner, company, text))

    def _meant(self, text: str) -> str | None:
        """Return the one watched company that is meant: the one before a colon at the start, else the only one."""
        found = Companies(self.companies)
        head, colon, _ = text.partition(":")
        first = {one.company for one in found.find(head)} if colon and "\n" not in head else set()
        named = first if len(first) == 1 else {one.company for one in found.find(text) if not one.implied}
        return named.pop() if len(named) == 1 else None


def is_alert(letter: Letter) -> bool:
    """Tell a job alert of LinkedIn by the marks that LinkedIn puts on it."""
    marks = kinds()["alerts"]
    if not letter.sender.endswith(LINKEDIN):
        return False
    return letter.class_ in marks["classes"] or any(letter.template.startswith(one) for one in marks["templates"])


def plain(text: str) -> str:
    """Make words plain line by line: links without their queries, nothing that signs anybody in, no e-mail address."""
    lines = (clean(_safe(line), LONGEST_NOTE) for line in ADDRESS.sub(r"\1", text).splitlines())
    return "\n".join(line for line in lines if line)[:LONGEST_NOTE].strip()


def _safe(line: str) -> str:
    return " ".join(word for word in line.split() if not any(name in word.casefold() for name in SECRETS))


def _outright(letter: Letter) -> list[str]:
    words = kinds()["open_to_work"]["words"]
    texts = [letter.passed_on, *(one.text for one in letter.attached)]
    lines = [line for text in texts for line in text.splitlines()]
    return [line for line in lines if any(word in line.casefold() for word in words)][:MOST_LINES]


def _left(letter: Letter) -> str:
    reasons = kinds()["left"]
    known = next((str(why) for template, why in reasons.items() if letter.template.startswith(template)), "")
    return known or "it is of LinkedIn and no job alert; forward it with what you saw in your own words"


def _bare(name: str) -> str:
    """Make a company's name comparable: as a whole, whatever its case, accents and legal form."""
    return " ".join(fold(str(basename(name)) or name).split())


def _proven(proof: str, receiver: str) -> bool:
    server, _, results = proof.partition(";")
    return server.split()[:1] == [receiver] and re.search(r"\bdmarc\s*=\s*pass\b", results) is not None


def reasons_of(understood: Understood, others: Sequence[str] = ()) -> str:
    """Say in one line what of a mail was left, and why."""
    return "; ".join([*understood.reasons, *others])
