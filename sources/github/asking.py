"""How GitHub is asked: one address at a time, with a token if there is one, and not once more than it allows."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Self

from pydantic import BaseModel, ConfigDict, SecretStr, model_validator

from model.errors import Busy
from sources.contract import Fetched, Http
from sources.settings import Duration

EVERY = timedelta(hours=6)
_LONGEST = timedelta(hours=2)  # an allowance begins anew each hour


class Asking(BaseModel):
    """Where GitHub is asked, and as whom."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    every: Duration = EVERY
    base_url: str = "https://api.github.com"
    allow_private: bool = False
    token: SecretStr | None = None

    @model_validator(mode="after")
    def _safe(self) -> Self:
        if self.token and not self.base_url.startswith("https://") and not self.allow_private:
            raise ValueError("base_url has to begin with https:// where a token is sent")
        return self

    async def ask(
        self, http: Http, rest: str, *, etag: str | None = None, last_modified: str | None = None
    ) -> Fetched | None:
        """Ask for an address, or for the rest of one behind `base_url`; the token goes to no other host."""
        base = self.base_url.rstrip("/")
        address = rest if "://" in rest else f"{base}{rest}"
        secret = self.token.get_secret_value().strip() if self.token else ""
        return await http.get(
            address,
            etag=etag,
            last_modified=last_modified,
            accept="application/vnd.github+json",
            allow_private=self.allow_private,
            authorization=f"Bearer {secret}" if secret else None,
        )


def may_go_on(fetched: Fetched, now: datetime) -> None:
    """Raise Busy when this answer used up what we may ask, with when that begins anew."""
    if fetched.headers.get("x-ratelimit-remaining", "").strip() != "0":
        return
    reset = fetched.headers.get("x-ratelimit-reset", "").strip()
    wait = timedelta(minutes=1)
    if reset.isascii() and reset.isdigit():
        until = datetime.fromtimestamp(min(int(reset), 2**33), UTC) - now
        wait = min(max(until, timedelta(seconds=1)), _LONGEST)
    raise Busy("GitHub has answered as often as it does in an hour.", wait)
