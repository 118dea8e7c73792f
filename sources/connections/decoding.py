"""Tell in which encoding a CSV file was saved: LinkedIn's UTF-8, or what a spreadsheet made of it."""

from __future__ import annotations

import codecs

CHUNK = 2**16
# Latin letters in UTF-16 have a zero as every second byte.
ZEROS = 0.3


def encoding(body: bytes) -> str:
    """Name the codec to read the file with; text that is no UTF-8 is taken for a Western spreadsheet's."""
    if body.startswith(codecs.BOM_UTF8):
        return "utf-8-sig"
    if body.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    even, odd = (body[start : 400 + start : 2].count(0) for start in (0, 1))
    if odd > ZEROS * len(body[:400]) and even == 0:
        return "utf-16-le"
    if even > ZEROS * len(body[:400]) and odd == 0:
        return "utf-16-be"
    return "utf-8" if _is_utf8(body) else "cp1252"


def _is_utf8(body: bytes) -> bool:
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        for start in range(0, len(body), CHUNK):
            decoder.decode(body[start : start + CHUNK])
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True
