"""The section [articles] of config.toml."""

from __future__ import annotations

import re
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field


def _site(name: str) -> str:
    if not re.fullmatch(r"(?:[a-z0-9_-]+\.)*[a-z0-9-]+", name):
        raise ValueError(f'"{name}" is no site: write its domain in small letters, such as "acme-news.com"')
    return name.removeprefix("www.")


class ArticlesSettings(BaseModel):
    """Whose articles are opened in full: none, unless listed here."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    sites: tuple[Annotated[str, AfterValidator(_site)], ...] = ()
    most: Annotated[int, Field(ge=1, le=200)] = 20
    allow_private: bool = False
