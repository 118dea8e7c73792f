"""Taking in an answer's body without ever holding more than the limit (requirement C5).

Inflating a whole chunk before counting lets 254 KB grow to 297 MB (measured); zlib's own `max_length` does not.
"""

from __future__ import annotations

import zlib
from io import BytesIO

from model.errors import Busy, Refused
from sources.fetcher.limits import MIB, Limits

# What is offered is what can be inflated in bounded steps: the standard library has no brotli.
ACCEPT_ENCODING = "gzip, deflate"

_STEP = 64 * 1024
_PLAIN = frozenset({"", "identity"})
_GZIP = frozenset({"gzip", "x-gzip"})
_GZIP_WINDOW = zlib.MAX_WBITS | 16


class Body:
    """One body on its way in: feed() the bytes of the wire, then take whole(). `length` is what the header announces.

    Raises Refused when it is too large or packed in a way that was not offered, Busy when it is damaged.
    """

    def __init__(self, host: str, encoding: str, limits: Limits, length: str = "") -> None:
        encoding = encoding.strip().lower()
        if encoding not in _PLAIN | _GZIP | {"deflate"}:
            raise Refused(f"{host} packs its answer in a way that was not offered.")
        self._host = host
        self._limits = limits
        self._plain = encoding in _PLAIN
        self._members = encoding in _GZIP
        self._inflater = zlib.decompressobj(_GZIP_WINDOW) if self._members else None
        self._begin = b""
        # Unlike a list of pieces it gives what it holds without a copy: two of a large page would be held for a moment.
        self._taken = BytesIO()
        self._wire = 0
        self._size = 0
        if length.isascii() and length.isdigit() and int(length[:20]) > limits.body:
            raise self._too_large()

    def feed(self, chunk: bytes) -> None:
        """Take in one chunk of the wire."""
        self._wire += len(chunk)
        if self._wire > self._limits.body:
            raise self._too_large()
        if self._plain:
            self._taken.write(chunk)
            return
        if self._inflater is None:
            self._begin += chunk
            if len(self._begin) < 2:
                return
            self._inflater, chunk = _open_deflate(self._begin), self._begin
        try:
            self._inflate(self._inflater, chunk)
        except zlib.error:
            raise Busy(f"{self._host} sent an answer that is damaged.") from None

    def whole(self) -> bytes:
        """Return the inflated body once the wire has ended."""
        if not self._plain and self._wire and not (self._inflater and self._inflater.eof):
            raise Busy(f"{self._host} broke off in the middle of its answer.")
        return self._taken.getvalue()

    def _inflate(self, inflater: zlib._Decompress, chunk: bytes) -> None:
        while True:
            if inflater.eof:
                # Another member may follow; anything else is padding, which some servers send.
                if not (self._members and chunk.startswith(b"\x1f")):
                    return
                inflater = self._inflater = zlib.decompressobj(_GZIP_WINDOW)
            piece = inflater.decompress(chunk, _STEP)
            if piece:
                self._keep(piece)
            chunk = inflater.unused_data if inflater.eof else inflater.unconsumed_tail
            # A full piece may have left more inside zlib although all input is used.
            if not chunk and len(piece) < _STEP:
                return

    def _keep(self, piece: bytes) -> None:
        self._size += len(piece)
        if self._size > self._limits.body:
            raise self._too_large()
        if self._size > self._limits.ratio_from and self._size > self._wire * self._limits.ratio:
            raise Refused(f"{self._host} sent an answer that grows more than {self._limits.ratio} times when unpacked.")
        self._taken.write(piece)

    def _too_large(self) -> Refused:
        return Refused(f"{self._host} sends more than {self._limits.body / MIB:g} MiB, the most we take.")


def _open_deflate(begin: bytes) -> zlib._Decompress:
    # "deflate" should mean zlib's format, but some servers send the bare stream: the first two bytes tell.
    wrapped = begin[0] & 15 == 8 and int.from_bytes(begin[:2], "big") % 31 == 0
    return zlib.decompressobj(zlib.MAX_WBITS if wrapped else -zlib.MAX_WBITS)
