"""Checks that a call of a webhook comes from its vendor (requirements C18, B1, B3); never raises, whatever was sent."""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
from collections.abc import Mapping

from model.hook import Hook, Scheme

TOLERANCE = 300.0
# Standard Webhooks hands out its secrets so: the rest is base64 of the key.
PACKED = "whsec_"
LONGEST = 1_000
_SECONDS, _MILLISECONDS = 12, 13  # digits


def sign(scheme: Scheme, secret: str, body: bytes, *, timestamp: str = "", id: str = "") -> str:
    """Sign a body as the scheme says: what its header is to hold, with the prefix."""
    if not scheme.signs:
        return scheme.prefix + secret
    digest = hmac.new(_key(secret), _signed(scheme, body, timestamp, id), hashlib.sha256).digest()
    return scheme.prefix + (digest.hex() if scheme.encoding == "hex" else base64.b64encode(digest).decode())


def fault(hook: Hook, headers: Mapping[str, str], body: bytes, now: float) -> str | None:
    """Say why a call is not the vendor's; None when it is. `now` is in seconds since 1970."""
    scheme = hook.scheme
    given = headers.get(scheme.header, "")
    timestamp, id = headers.get(scheme.timestamp, ""), headers.get(scheme.id, "")
    if not given or len(given) > LONGEST:
        return f"it has no signature in {scheme.header}"
    if scheme.timestamp and (why := _untimely(timestamp, now)):
        return why
    if "{id}" in scheme.signs and not id:
        return f"it has no id in {scheme.id}"
    # Every word and every secret is compared, so that the time taken tells nothing. Standard Webhooks sends several
    # signatures, set apart by spaces, while a secret is exchanged.
    offered = [word.encode("utf-8", "surrogateescape") for word in ([given] if not scheme.signs else given.split())]
    wanted = [sign(scheme, secret, body, timestamp=timestamp, id=id).encode() for secret in hook.secrets]
    good = [hmac.compare_digest(one, other) for one in offered for other in wanted]
    return None if any(good) else "the signature is wrong: compare the secret and [signature] of the settings"


def _untimely(timestamp: str, now: float) -> str:
    if not (timestamp.isascii() and timestamp.isdigit() and len(timestamp) <= _MILLISECONDS):
        return "the timestamp is not a number"
    at = int(timestamp) / (1 if len(timestamp) <= _SECONDS else 1_000)
    return "" if abs(now - at) <= TOLERANCE else "it is older than five minutes, or this machine's clock is wrong"


def _signed(scheme: Scheme, body: bytes, timestamp: str, id: str) -> bytes:
    before, _, after = scheme.signs.partition("{body}")
    ends = [part.replace("{timestamp}", timestamp).replace("{id}", id) for part in (before, after)]
    first, last = (end.encode("utf-8", "surrogateescape") for end in ends)
    return first + body + last


def _key(secret: str) -> bytes:
    if secret.startswith(PACKED):
        try:
            return base64.b64decode(secret.removeprefix(PACKED), validate=True)
        except binascii.Error:
            pass  # a secret that merely looks so
    return secret.encode()
