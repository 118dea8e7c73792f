"""A browser that installs the app: to Slack's page with a state, and back with a code."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

import aiohttp


async def begin(base: str) -> tuple[str, dict[str, list[str]], str]:
    """Ask to install; return where Slack is, what it is asked and the cookie that binds this browser."""
    async with _browser() as browser, browser.get(f"{base}/slack/install", allow_redirects=False) as page:
        assert page.status == 302, await page.text()
        address = urlsplit(page.headers["Location"])
        morsel = next(iter(page.cookies.values()))
        return address._replace(query="").geturl(), parse_qs(address.query), f"{morsel.key}={morsel.value}"


async def come_back(base: str, state: str, cookie: str, code: str) -> tuple[int, str]:
    """Come back from Slack with a code; return the status and the page."""
    address = f"{base}/slack/oauth_redirect"
    headers = {"Cookie": cookie} if cookie else {}
    async with (
        _browser() as browser,
        browser.get(address, params={"code": code, "state": state}, headers=headers) as page,
    ):
        return page.status, await page.text()


async def sign_in(base: str, code: str) -> tuple[int, str]:
    """Do both, with a code that Slack gave."""
    _, asked, cookie = await begin(base)
    return await come_back(base, asked["state"][0], cookie, code)


def _browser() -> aiohttp.ClientSession:
    return aiohttp.ClientSession(cookie_jar=aiohttp.DummyCookieJar())
