"""Checks that a request comes from Slack (requirements B1, B3); for any bytes and headers at all, without raising."""

from __future__ import annotations

import hashlib
import hmac

TOLERANCE = 300.0


def sign(secret: str, timestamp: str, body: bytes) -> str:
    """Sign a body as Slack does: HMAC-SHA256 over version, timestamp and the raw bytes."""
    whole = b"v0:" + timestamp.encode("utf-8", "surrogateescape") + b":" + body
    return "v0=" + hmac.new(secret.encode(), whole, hashlib.sha256).hexdigest()


def fault(secret: str, timestamp: str | None, signature: str | None, body: bytes, now: float) -> str | None:
    """Say why a request is not Slack's; None when it is. `now` is in seconds since 1970.

    >>> fault("s", "12x", "v0=", b"", 0.0)
    'the timestamp is not a number'
    """
    if not timestamp or not signature:
        return "it is not signed"
    if not (timestamp.isascii() and timestamp.isdigit() and len(timestamp) <= 12):
        return "the timestamp is not a number"
    if abs(now - int(timestamp)) > TOLERANCE:
        return "it is older than five minutes, or this machine's clock is wrong"
    # Bytes, since compare_digest refuses text beyond ASCII.
    given, wanted = signature.encode("utf-8", "surrogateescape"), sign(secret, timestamp, body).encode()
    return None if hmac.compare_digest(given, wanted) else "the signature is wrong: compare the signing secret"
