"""Settings of every source whose pages arrive by a webhook."""

from __future__ import annotations

from datetime import timedelta
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

from model.hook import Limits, Scheme
from sources.settings import Duration

EVERY = timedelta(minutes=1)

# HTTP's tokens; Word also bounds what stands in a path.
Header = Annotated[str, Field(pattern=r"^[A-Za-z0-9-]{0,60}$")]
Credits = Annotated[int, Field(ge=0, le=10**9)]


def _theirs(name: str) -> str:
    if name.startswith("SIGNALS_"):
        raise ValueError("names that begin with SIGNALS_ are settings of the bot: call the variable HOOK_SECRET, say")
    return name


class Signature(BaseModel):
    """How the vendor signs, as model.hook.Scheme explains it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    header: Annotated[str, Field(pattern=r"^[A-Za-z0-9-]{1,60}$")] = "X-Signature"
    prefix: Annotated[str, Field(max_length=60)] = ""
    encoding: Literal["hex", "base64"] = "hex"
    timestamp: Header = "X-Timestamp"
    id: Header = ""
    signs: Annotated[str, Field(max_length=200)] = "{timestamp}.{body}"
    event: Annotated[str, Field(pattern=r"^[\w.-]*$", max_length=100)] = "event_id"

    @model_validator(mode="after")
    def _whole(self) -> Self:
        if self.signs and self.signs.count("{body}") != 1:
            raise ValueError('signs has to hold {body} once, such as "{timestamp}.{body}", or be "" for a plain token')
        for name in ("timestamp", "id"):
            if f"{{{name}}}" in self.signs and not getattr(self, name):
                raise ValueError(f"{name} is missing: signs speaks of it, so say in which header it comes")
        if self.timestamp and self.signs and "{timestamp}" not in self.signs:
            raise ValueError('timestamp is not signed, so it proves nothing: write timestamp = "" or put it into signs')
        if self.id and "{id}" not in self.signs:
            raise ValueError('id is not signed, so it proves nothing: write id = "" or put it into signs')
        return self

    def scheme(self) -> Scheme:
        """Say it in the words of the door."""
        return Scheme(**self.model_dump())


class HookSettings(BaseModel):
    """Each hook's section: `secret` names the variable of the environment that holds it, `owner` the Slack member.

    Only the owner sees what it tells of people. `credits` is what one notification costs (for vendors that send bare
    ids: one record), `day_limit` and `month_limit` how many credits may be spent, `rate` how many calls a minute come.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    every: Duration = EVERY
    secret: Annotated[str, Field(pattern=r"^[A-Z][A-Z0-9_]{2,100}$"), AfterValidator(_theirs)]
    owner: Annotated[str, Field(pattern=r"^[UW][A-Z0-9]{2,}$")]
    signature: Signature = Signature()
    rate: Annotated[int, Field(ge=1, le=6_000)] = 60
    credits: Credits = 0
    day_limit: Credits | None = None
    month_limit: Credits | None = None

    @property
    def limits(self) -> Limits:
        """What may be spent."""
        return Limits(self.credits, self.day_limit, self.month_limit)
