"""Reads what somebody sends us, within bounds of size and time (requirements B3, C18)."""

from __future__ import annotations

import asyncio

from aiohttp import web

LARGEST_BODY = 1024 * 1024
BODY_WITHIN = 10.0


async def read_body(request: web.Request, within: float = BODY_WITHIN) -> bytes:
    """Read the body of a request, as it came. Raises 413 for one that is too large, 408 for one that does not end."""
    if (request.content_length or 0) > LARGEST_BODY:
        raise web.HTTPRequestEntityTooLarge(LARGEST_BODY, request.content_length or 0)
    try:
        async with asyncio.timeout(within):
            return await request.read()
    except TimeoutError as error:
        raise web.HTTPRequestTimeout from error
