"""One sentence of a summary: all that is kept of a publisher's text beside its title."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

from sources.feed.text import LONGEST_TEXT, clean, decode, plain

_LONGEST = 500
_LEAST = 10
# Most first sentences stand within so much markup; the rest is only read when this was not enough.
_HEAD = 500

_MARK = re.compile(r"[.!?…。！？]+[»”\"')]*")
_OPENING = '"“«(‘¿¡'
_INLINE = re.compile(r"</?(?:a|b|i|u|em|strong|span|code|q|s|sup|sub|font|abbr|cite|mark|small|time)(?: [^<>]*)?>")
_TAG = re.compile(r"</?[a-zA-Z][^<>]*>")
_ABBREVIATIONS = frozenset(tomllib.loads((Path(__file__).parent / "abbreviations.toml").read_text("utf-8"))["words"])

_MOST_COMMENTS = 3
_UNSURE = re.compile(r"<!|<[sS](?:[cC]|[tT][yY])")
_LEFT = ("<", '">', "'>", "/>")


def snippet(raw: str, markup: bool | None = True) -> str:
    """Return the first sentence of a summary as plain text, at most 500 characters. `markup` False: it is no HTML."""
    if markup is False:
        return first_sentence(clean(raw[: 4 * _HEAD]))
    for length in (_HEAD, 3 * _HEAD, 8 * _HEAD):
        head = _quick(raw[: raw.rfind("<", 0, length)] if length < len(raw) else raw)
        if head is None:
            break
        sentence = first_sentence(head)
        if len(sentence) < len(head) or length >= len(raw):
            return sentence
    return first_sentence(plain(raw[:LONGEST_TEXT]))


def first_sentence(text: str) -> str:
    """Return the first sentence of a plain text; one of more than 500 characters is cut at a word's end, with "…"."""
    for mark in _MARK.finditer(text, _LEAST, _LONGEST):
        if _closes(text, mark.start(), mark.end()):
            return text[: mark.end()]
    if len(text) <= _LONGEST:
        return text
    cut = text.rfind(" ", 0, _LONGEST - 1)
    return f"{text[: cut if cut > 0 else _LONGEST - 1]}…"


def _quick(markup: str) -> str | None:
    """Return the text of plain, well-behaved HTML without building a tree; None when a tree is needed to be sure."""
    if "<" in markup:
        for _ in range(_MOST_COMMENTS):
            before, opener, after = markup.partition("<!--")
            if not opener:
                break
            markup = before + after.partition("-->")[2]
        if _UNSURE.search(markup):
            return None
        markup = _TAG.sub(" ", _INLINE.sub("", markup))
        if any(left in markup for left in _LEFT):
            return None
    return clean(decode(markup))


def _closes(text: str, at: int, end: int) -> bool:
    """Tell whether the mark from `at` to `end` ends a sentence and another one follows.

    After "Inc", "Sept", "U.S" or an initial a dot is the word's own.
    """
    if text[at] in "。！？":
        return True
    following = text[end + 1 : end + 3].lstrip(_OPENING)[:1]
    if text[end : end + 1] != " " or not (following.isupper() or following.isdigit()):
        return False
    word = text[text.rfind(" ", 0, at) + 1 : at].strip("(\"“«‘'")
    own = (len(word) == 1 and word.isalpha()) or "." in word or word.lower() in _ABBREVIATIONS
    return text[at] != "." or not own
