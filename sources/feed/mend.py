"""Small repairs that make a feed XML again: bare ampersands, HTML's own entities, control characters, a DOCTYPE."""

from __future__ import annotations

import html
import re

from model.errors import Changed
from sources.feed.text import character

CUT = "It breaks off in the middle, so nothing of it was taken."
DECLARES = "It declares a document type or entities of its own, which a feed never needs and an attack does."

_CONTROLS = dict.fromkeys((*(code for code in range(0x20) if code not in (9, 10, 13)), 0xFFFE, 0xFFFF))
_SPECIAL = re.compile(r"<!\[CDATA\[|<!--|<\?")
_CLOSERS = {"<![CDATA[": "]]>", "<!--": "-->", "<?": "?>"}
_AMPERSAND = re.compile(r"&(?!(?:amp|lt|gt|quot|apos);)(#[xX][0-9a-fA-F]{1,6};|#\d{1,7};|[A-Za-z][A-Za-z0-9]{1,31};)?")
_DOCTYPE = re.compile(r"\s*<!DOCTYPE(?:[^\[\]<>\"']++|\"[^\"]*+\"|'[^']*+')*+([\[>]|\Z)?", re.IGNORECASE)
_LONGEST_DOCTYPE = 2_000
_ROOT = re.compile(r"<([A-Za-z_][\w.:-]{0,60})")
_PROLOG = re.compile(r"\s*(?:<!DOCTYPE|<!ENTITY|<!ELEMENT|<!ATTLIST)", re.IGNORECASE)


def mend(text: str) -> str:
    """Return the text of a page with these faults repaired, and comments and processing instructions left out.

    Raises Changed for a page with declarations of its own (they are refused unread) and for one that breaks off inside
    a comment or a CDATA section. Takes time in proportion to the text.
    """
    text = text.translate(_CONTROLS) if not _is_tidy(text) else text
    pieces: list[str] = []
    at = 0
    while opener := _SPECIAL.search(text, at):
        pieces.append(_repair(text[at : opener.start()], prolog=not any(pieces)))
        closer = _CLOSERS[opener[0]]
        end = text.find(closer, opener.end())
        if end < 0:
            raise Changed(CUT)
        at = end + len(closer)
        if opener[0] == "<![CDATA[":
            pieces.append(text[opener.start() : at])
    pieces.append(_repair(text[at:], prolog=not any(pieces)))
    return _ended("".join(pieces).strip())


def _ended(text: str) -> str:
    """Close the end tag of the root where only its bracket is missing: every entry is there."""
    root = _ROOT.match(text)
    return f"{text}>" if root and text.endswith(f"</{root[1]}") else text


def _is_tidy(text: str) -> bool:
    return not re.search("[\0-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]", text)


def _repair(text: str, prolog: bool) -> str:
    """Repair what lies between two comments or CDATA sections. `prolog`: nothing came before it."""
    if prolog and _PROLOG.match(text):
        doctype = _DOCTYPE.match(text[:_LONGEST_DOCTYPE])
        if doctype is None or doctype[1] is None or doctype[1] == "[":
            raise Changed(DECLARES)
        if not doctype[1]:
            raise Changed(CUT if len(text) < _LONGEST_DOCTYPE else DECLARES)
        text = text[doctype.end() :]
    return _AMPERSAND.sub(_reference, text) if "&" in text else text


def _reference(found: re.Match[str]) -> str:
    """Write a reference that XML does not know as the character it means, or its ampersand as an ampersand."""
    name = found[1]
    if name is None:
        return "&amp;"
    meant = character(found[0])
    if meant == found[0]:
        return f"&amp;{name}"
    return html.escape(meant.translate(_CONTROLS), quote=True)
