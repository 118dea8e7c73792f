"""From bytes to text, when the XML parser cannot do it by itself."""

from __future__ import annotations

import codecs
import re

from model.errors import Changed

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# How "<?" or "<r" begins where each character takes several bytes and no mark says so.
_WIDE = (
    (b"<\0\0\0", "utf-32-le"),
    (b"\0\0\0<", "utf-32-be"),
    (b"<\0", "utf-16-le"),
    (b"\0<", "utf-16-be"),
)
_DECLARED = re.compile(rb"""\s*<\?xml[^>]{0,200}?encoding\s*=\s*["']([A-Za-z0-9._:-]{1,40})["']""")
_CHARSET = re.compile(r"""charset\s*=\s*["']?([A-Za-z0-9._:-]{1,40})""", re.IGNORECASE)
_DECLARATION = re.compile(r"\s*<\?xml(?=\s)[^>]{0,500}?\?>", re.IGNORECASE)
# Only encodings that write "<" as itself or announce themselves: UTF-7 and its like hide markup from every check.
_KNOWN = re.compile(
    r"utf-?(8|16|32)([-_]?[lb]e)?(-sig)?|us-ascii|ascii|iso-?8859-?\d{1,2}|latin-?\d{1,2}|l1|(windows|cp)-?125\d"
    r"|koi8-?[rut]|mac-?(roman|cyrillic)|gb-?(2312|k|18030)|big5(-?hkscs)?|euc[-_]?(jp|kr)|shift[-_]?jis|sjis|x-sjis"
    r"|(windows-|cp)?(437|85\d|86\d|874|93[26]|949|950)|tis-?620|ks_c_5601-1987",
    re.IGNORECASE,
)
# What is really meant by a name.
_MEANT = {
    "x-sjis": "shift_jis",
    "iso-8859-1": "cp1252",
    "latin-1": "cp1252",
    "us-ascii": "cp1252",
    "ascii": "cp1252",
    "gb2312": "gb18030",
    "gbk": "gb18030",
}


def decode(body: bytes, content_type: str) -> str:
    """Return a page's text without mark and XML declaration. Raises Changed for an encoding that hides markup.

    A mark at the start counts most, then what the page and then the server declare, where the bytes fit it; then UTF-8,
    and Windows-1252 reads whatever is left.
    """
    for mark, name in _BOMS:
        if body.startswith(mark):
            return _undeclared(body.removeprefix(mark if name == "utf-8" else b"").decode(name, "replace"))
    for start, name in _WIDE:
        if body.startswith(start):
            return _undeclared(body.decode(name, "replace"))
    for name in _announced(body, content_type):
        try:
            return _undeclared(body.decode(name))
        except (UnicodeDecodeError, LookupError):
            continue
    return _undeclared(body.decode("cp1252", "replace"))


def _announced(body: bytes, content_type: str) -> list[str]:
    """Return the encodings to try. Raises Changed when the page names one that must not be read."""
    declared = _DECLARED.match(body)
    served = _CHARSET.search(content_type)
    spoken = [declared[1].decode("ascii")] if declared else []
    spoken += [served[1]] if served else []
    for name in spoken:
        if not _KNOWN.fullmatch(name):
            raise Changed(f"It says that it is written in {name!r}, which feeds are not.")
    narrow = [_MEANT.get(name.lower(), name) for name in spoken if not re.match(r"utf-?(16|32)", name, re.IGNORECASE)]
    return ["utf-8", *narrow] if not declared or served else [*narrow, "utf-8"]


def _undeclared(text: str) -> str:
    text = text.lstrip("\ufeff \t\r\n\0")
    return text[declaration.end() :].lstrip() if (declaration := _DECLARATION.match(text)) else text
