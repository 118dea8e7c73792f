"""Read the posts of a job alert: title, company and place of each, and the number in its link; nothing else of it.

The links themselves hold what signs the reader in (otpToken, midToken): they are never kept, only made anew.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from selectolax.lexbor import LexborHTMLParser

from sources.linkedin_mail.letter import plain_text
from sources.plain import clean

LINK = re.compile(
    r"https?://(?:[a-z]{2,3}\.)?linkedin\.com/(?:comm/)?jobs/view/(?:[^/?#\s<>\"]*-)?(\d{6,15})(?=[/?#\s<>\])\"]|$)",
    re.IGNORECASE,
)
RULE = re.compile(r"^[\s>]*-{20,}\s*$")
LINES = 3  # of a post: title, company, place
MOST_POSTS = 200


@dataclass(frozen=True, slots=True)
class Post:
    """One post of an alert; `number` is LinkedIn's own."""

    number: str
    title: str
    company: str
    place: str

    @property
    def url(self) -> str:
        """Where people see it, with nothing of the link in the mail but its number."""
        return f"https://www.linkedin.com/jobs/view/{self.number}/"


def posts_in(text: str, html: str) -> tuple[list[Post], int]:
    """Return the posts of an alert, each once, and how many could not be understood: those are left, not guessed."""
    posts, unclear = _in_text(text)
    if not posts and html:
        posts, unclear = _in_html(html)
    known = {post.number: post for post in posts}
    return list(known.values())[:MOST_POSTS], unclear


def _in_text(text: str) -> tuple[list[Post], int]:
    posts: list[Post] = []
    unclear = 0
    for block in _blocks(text):
        numbers = {number for line in block for number in LINK.findall(line)}
        if not numbers:
            continue
        lines = _above_link(block)
        if len(numbers) == 1 and len(lines) == LINES:
            posts.append(Post(numbers.pop(), *(clean(line) for line in lines)))
        else:
            unclear += len(numbers)
    return posts, unclear


def _blocks(text: str) -> Iterator[list[str]]:
    block: list[str] = []
    for line in text.splitlines():
        if RULE.match(line):
            yield block
            block = []
        else:
            block.append(line.strip())
    yield block


def _above_link(block: list[str]) -> list[str]:
    """Return the last three lines that stand together above the link, [] where it is not three."""
    end = next(number for number, line in enumerate(block) if LINK.search(line))
    paragraphs: list[list[str]] = [[]]
    for line in block[:end]:
        if line:
            paragraphs[-1].append(line)
        elif paragraphs[-1]:
            paragraphs.append([])
    fits = [lines for lines in paragraphs if len(lines) == LINES and not any("://" in line for line in lines)]
    return fits[-1] if fits else []


def _in_html(html: str) -> tuple[list[Post], int]:
    """Read the HTML form: a linked title, then a line "Company · Place"."""
    tree = LexborHTMLParser(html)
    titles: dict[str, str] = {}
    for anchor in tree.css("a[href]"):
        found = LINK.match((anchor.attributes.get("href") or "").strip())
        title = clean(anchor.text(separator=" "))
        if found and title and found[1] not in titles and len(titles) < MOST_POSTS:
            titles[found[1]] = title
            anchor.replace_with(f"\n{_mark(found[1])}\n")
    lines = [line for line in plain_text(tree.html or "").splitlines() if line]
    places = {line: place for place, line in enumerate(lines)}
    posts = []
    for number, title in titles.items():
        at = places.get(_mark(number), len(lines))
        company, dot, place = (lines[at + 1] if at + 1 < len(lines) else "").partition(" · ")
        if dot and company.strip() and place.strip() and " · " not in place:
            posts.append(Post(number, title, clean(company), clean(place)))
    return posts, len(titles) - len(posts)


def _mark(number: str) -> str:
    return f"[post {number}]"
