"""What went wrong on the way, as one sentence that names the host and says what to do."""

from __future__ import annotations

import ssl
from collections.abc import Iterator

import aiohttp
import httpx

from model.errors import Busy, Refused, SourceError
from sources.fetcher.transport import PrivateAddress


def explain(host: str, error: Exception) -> SourceError:
    """Turn an error of httpx or aiohttp into ours."""
    for cause in _causes(error):
        match cause:
            case PrivateAddress():
                return Refused(
                    f"{host} leads into a private network: set `allow_private` if it is your own, else remove it."
                )
            case ssl.SSLCertVerificationError():
                return Refused(f"{host} cannot prove who it is ({cause.verify_message}): its certificate is not valid.")
            case ssl.SSLError():
                return Busy(f"No secure connection to {host} came about.")
            case aiohttp.ClientConnectorDNSError():
                return Busy(f"The name {host} is not known: check its spelling if this lasts.", unreached=True)
            case aiohttp.InvalidURL() | httpx.UnsupportedProtocol():
                return Refused(f'"{host}" is not a host we can ask.')
            case aiohttp.ClientPayloadError():
                return Busy(f"{host} broke off in the middle of its answer.")
            case aiohttp.ClientResponseError():
                return Busy(f"{host} does not answer in HTTP that can be read.")
            case aiohttp.ServerDisconnectedError():
                return Busy(f"{host} hung up without an answer.")
            case TimeoutError():
                return too_slow(host)
    return Busy(f"{host} cannot be reached.", unreached=True)


def too_slow(host: str) -> Busy:
    """Say that we waited long enough."""
    return Busy(f"{host} took too long to answer.")


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        if isinstance(error, aiohttp.ClientConnectorError):
            yield error.os_error
        yield error
        error = error.__cause__
