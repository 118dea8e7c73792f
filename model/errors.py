"""Every error that somebody has to act on says what to do; its docstring is the message.

SignalsError
 ├─ SourceError          a source could not be polled; the others go on
 │   ├─ Busy             wait; we try again by ourselves
 │   ├─ Gone             the address is closed for good; we stop
 │   ├─ Refused          a person must act
 │   └─ Changed          the page no longer looks as it did
 ├─ ConfigError          config.toml, a rule or a lexicon file is wrong; all faults at once
 └─ StoreError           the database cannot be used
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta


class SignalsError(Exception):
    """Something went wrong that a person can mend."""

    def __init__(self, detail: str = "") -> None:
        super().__init__(f"{detail} {self.__doc__}".strip())
        self.detail = detail

    @property
    def sentence(self) -> str:
        """What a person at the command line is told."""
        return str(self)


class SourceError(SignalsError):
    """The source could not be polled."""

    status: int | None = None  # of HTTP, where a server answered with one


class Busy(SourceError):
    """We will try again by ourselves; nothing to do."""

    def __init__(self, detail: str = "", wait: timedelta | None = None, *, unreached: bool = False) -> None:
        super().__init__(detail)
        self.wait = wait
        self.unreached = unreached  # nobody was there to ask: the same for many sources where there is no network


class Gone(SourceError):
    """It is closed for good and will not be asked again: remove it from config.toml."""


class Refused(SourceError):
    """It will not answer us as we are set up: correct its settings in config.toml, then run `bot.py sources test`."""


class Changed(SourceError):
    """The answer is not what this source gives. Nothing is lost, we ask again: if it stays so, look at the page."""


class ConfigError(SignalsError):
    """Correct the configuration and start again."""

    def __init__(self, faults: Sequence[str]) -> None:
        super().__init__("\n".join(faults))
        self.faults = tuple(faults)

    @property
    def sentence(self) -> str:
        """The faults say themselves what to do."""
        return self.detail or str(self)


class StoreError(SignalsError):
    """The database cannot be used: check `database` in config.toml and that the server runs."""

    @property
    def sentence(self) -> str:
        """What the database said says itself what to do."""
        return self.detail or str(self)
