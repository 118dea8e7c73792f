"""HTML to plain text, and titles as they are meant to be read."""

from __future__ import annotations

import html
import re
from html.entities import html5

from selectolax.lexbor import LexborHTMLParser

LONGEST_TEXT = 64 * 1024

_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_MARKUP = re.compile(
    r"</?(?:a|abbr|b|big|blockquote|br|cite|code|del|div|em|font|h[1-6]|hr|i|img|ins|li|mark|ol|p|pre|q|s|script|small|span"
    r"|strike|strong|style|sub|sup|table|tbody|td|th|tr|tt|u|ul|var)(?:\s[^<>]*)?/?>",
    re.IGNORECASE,
)
_BLOCK = re.compile(r"<(?=/?(?:p|div|br|li|h[1-6]|td|tr|blockquote|figcaption|figure|ul|ol|hr|img)\b)", re.IGNORECASE)
_HIDDEN = ("script", "style")
_CONTROL = re.compile("[\0-\x1f\x7f-\x9f\ufeff]+")
# Windows' quotes and dashes in pages that call themselves latin-1.
_WINDOWS = dict(zip(range(0x80, 0xA0), bytes(range(0x80, 0xA0)).decode("cp1252", "replace"), strict=True))
_C1 = re.compile("[\x80-\x9f]")


def clean(text: str) -> str:
    """Return `text` on one line without control characters; Windows' own characters get their Unicode ones."""
    if text.isprintable() and "  " not in text:
        return text.strip()
    if not text.isascii() and _C1.search(text):
        text = text.translate(_WINDOWS)
    text = " ".join(text.split())
    return text if text.isprintable() or not _CONTROL.search(text) else _CONTROL.sub("", text)


def plain(markup: str) -> str:
    """Return the text of a piece of HTML; entities are decoded once, scripts and styles are dropped."""
    if "<" not in markup:
        return clean(decode(markup))
    tree = LexborHTMLParser(_BLOCK.sub("\n<", markup.replace("\0", "")))
    if any(f"<{tag}" in markup or f"<{tag.upper()}" in markup for tag in _HIDDEN):
        tree.strip_tags(list(_HIDDEN))
    body = tree.body
    return clean(body.text()) if body is not None else ""


def title_text(raw: str, markup: bool | None) -> str:
    """Return a title as plain text. `markup`: it is HTML (True), is literal (False), or the format does not say (None).

    Where the format does not say, tags count as tags only when they are HTML's: "Use of <T> in C++" keeps its <T>.
    """
    raw = raw[:LONGEST_TEXT]
    if markup is False or ("<" not in raw and "&" not in raw):
        return clean(raw)
    if "<" in raw and (markup or _MARKUP.search(raw)):
        return plain(raw)
    return clean(decode(raw))


def decode(text: str) -> str:
    """Return `text` with its HTML entities decoded once; a bare ampersand stays one."""
    return _ENTITY.sub(lambda entity: character(entity[0]), text) if "&" in text else text


def character(entity: str) -> str:
    """Return what "&eacute;" or "&#233;" stands for; what HTML does not know comes back as it is."""
    return html.unescape(entity) if entity[1] == "#" else html5.get(entity[1:], entity)
