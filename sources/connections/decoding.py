"""Turn a CSV file into lines of text as it streams by: LinkedIn's UTF-8, or what a spreadsheet made of it."""

from __future__ import annotations

import codecs
from io import BufferedReader, BytesIO, RawIOBase, TextIOWrapper
from typing import BinaryIO

from model.errors import Changed

SNIFFED = 400
# Latin letters in UTF-16 have a zero as every second byte.
ZEROS = 0.3
# Gives every byte a character, and every line end its meaning; what the bytes mean is told line by line.
BYTES = "latin-1"


class Bounded(RawIOBase):
    """A stream that gives at most so many bytes, and raises Changed where there are more."""

    def __init__(self, stream: BinaryIO, most: int, too_large: str) -> None:
        self._stream = stream
        self._left = most
        self._too_large = too_large

    def readable(self) -> bool:
        """Tell that it can be read."""
        return True

    def readinto(self, into: memoryview | bytearray) -> int:  # type: ignore[override]  # the standard's own is wider
        """Read what is there into a buffer."""
        some = self._stream.read(len(into))
        self._left -= len(some)
        if self._left < 0:
            raise Changed(self._too_large)
        into[: len(some)] = some
        return len(some)


class Text:
    """The lines of a stream, decoded: UTF-8 where a line is that, a Western spreadsheet's encoding where it is not."""

    def __init__(self, body: bytes | BinaryIO, most: int, too_large: str) -> None:
        stream = BytesIO(body) if isinstance(body, bytes) else body
        buffered = BufferedReader(Bounded(stream, most, too_large))
        self._encoding = encoding(buffered.peek(SNIFFED)[:SNIFFED])
        self._stream = TextIOWrapper(buffered, encoding=self._encoding, errors="replace", newline=None)

    def readline(self, most: int) -> str:
        """Read a line, or so many characters of it; "" at the end."""
        line = self._stream.readline(most)
        if self._encoding != BYTES or line.isascii():
            return line
        whole = line.encode(BYTES)
        try:
            return whole.decode("utf-8-sig")
        except UnicodeDecodeError:
            return whole.decode("cp1252", "replace")


def encoding(head: bytes) -> str:
    """Name the codec to read the file with, by how it begins; BYTES where each line may tell for itself."""
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    even, odd = (head[start::2].count(0) for start in (0, 1))
    if odd > ZEROS * len(head) and even == 0:
        return "utf-16-le"
    if even > ZEROS * len(head) and odd == 0:
        return "utf-16-be"
    return BYTES
